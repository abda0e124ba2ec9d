import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import { chromium, type Browser, type Page } from "playwright-core";
import { fitLogisticRegression } from "../../../src/lowrank/classify/logisticRegression";
import { openWorkspace } from "../../../src/lowrank/kernels/workspace";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { browserOptions, skipWithoutBrowser as skip } from "../plot/browser";
import { librarySources, repository } from "../../paths";

/** What a page would bundle: compiled modules of the browser-safe rooms. */
const entry = [
  "linalg/truncatedSvd",
  "linalg/sparseMatrix",
  "base/random",
  "classify/logisticRegression",
  "kernels/workspace",
]
  .map((module) => `export * from "./${module}";`)
  .join("\n");

interface Result {
  readonly engine: string;
  readonly threads: number;
  readonly singularValues: number[];
  readonly coefficients: number[];
}

const rooms = { truncatedSvd, sparseFromRows, createRandom, fitLogisticRegression, openWorkspace };

/**
 * The same few lines in Node and in the page: factor 300 × 200 seeded entries, train on the
 * coordinates.
 */
function compute(L: typeof rooms): Result {
  const random = L.createRandom(3);
  const matrix = L.sparseFromRows(
    Array.from({ length: 300 }, () =>
      Array.from({ length: 200 }, () => (random.uniform() < 0.05 ? 1 + random.uniform() : 0)),
    ),
  );
  const svd = L.truncatedSvd(matrix, 12);
  const model = L.fitLogisticRegression(
    svd.u,
    Array.from({ length: 300 }, (_, i) => "abc"[i % 3]),
  );
  const { engine, threads } = L.openWorkspace();
  return {
    engine,
    threads,
    singularValues: [...svd.singularValues],
    coefficients: [...model.coefficients.data],
  };
}

/** As the package's build for pages: one thread, and the kernels for its memory. */
const forPages: Plugin = {
  name: "for-pages",
  setup(build) {
    build.onResolve({ filter: /\/threadTeam$/ }, ({ resolveDir }) => ({
      path: path.join(resolveDir, "threads", "threadTeam.browser.ts"),
    }));
    build.onResolve({ filter: /^#wasmBytes$/ }, () => ({
      path: path.join(librarySources, "embedded", "page", "wasmBytes.mjs"),
    }));
  },
};

describe("the engine in a page", { skip, timeout: 120_000 }, () => {
  let browser: Browser;
  let bundle = "";
  const inNode = compute(rooms);
  before(async () => {
    browser = await chromium.launch(browserOptions());
    const { outputFiles } = await build({
      stdin: { contents: entry, resolveDir: path.join(repository, "src", "lowrank") },
      plugins: [forPages],
      bundle: true,
      minify: true,
      platform: "browser",
      format: "iife",
      globalName: "Lowrank",
      write: false,
    });
    bundle = outputFiles[0].text;
  });
  after(() => browser.close());

  async function inPage(prepare: (page: Page) => Promise<void>): Promise<Result> {
    const page = await browser.newPage();
    await prepare(page);
    await page.addScriptTag({ content: bundle });
    const result = await page.evaluate(`(${compute.toString()})(Lowrank)`);
    await page.close();
    return result as Result;
  }

  function assertClose(found: Result): void {
    found.singularValues.forEach((value, i) =>
      assert.ok(
        Math.abs(value - inNode.singularValues[i]) <= 1e-12 * inNode.singularValues[0],
        `σ${i + 1}`,
      ),
    );
    found.coefficients.forEach((value, i) =>
      assert.ok(Math.abs(value - inNode.coefficients[i]) <= 1e-6, `coefficient ${i}`),
    );
  }

  test("a bundle for the browser computes with WebAssembly on one thread what Node computes, and is under 300 kB", async () => {
    assert.ok(bundle.length < 300_000, `${bundle.length} bytes`);
    const found = await inPage(() => Promise.resolve());
    assert.deepEqual([found.engine, found.threads], ["wasm", 1]);
    assertClose(found);
  });

  test("where a page has no WebAssembly the twins compute the same", async () => {
    const found = await inPage((page) =>
      page
        .addInitScript("delete globalThis.WebAssembly")
        .then(() => page.goto("data:text/html,<p>page"))
        .then(() => undefined),
    );
    assert.equal(found.engine, "typescript");
    assertClose(found);
  });
});
