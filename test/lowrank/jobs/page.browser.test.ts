import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { build } from "esbuild";
import { chromium, type Browser, type Page } from "playwright-core";
import * as lowrank from "../../../src/lowrank/index";
import { repository } from "../../paths";
import { browserOptions, skipWithoutBrowser as skip } from "../plot/browser";

interface Answer {
  /** Whether the Async twin gave the same bits as the function itself. */
  readonly same: boolean;
  readonly singularValues: number[];
  readonly accuracy: number[];
  readonly shares: number[];
  readonly error: readonly string[];
  readonly stopped: string;
  /** Workers that the page itself started. */
  readonly workers: number;
}

/** Data of its own for both places: 240 texts of two topics. */
function makeTexts(createRandom: typeof lowrank.createRandom): {
  texts: string[];
  labels: string[];
} {
  const random = createRandom(5);
  const labels = Array.from({ length: 240 }, (_, i) => (i % 2 ? "river" : "engine"));
  const texts = labels.map((label) =>
    Array.from({ length: 12 }, () => {
      const word = Math.floor(90 * random.uniform());
      return random.uniform() < 0.15 ? label + String(word % 9) : `word${word}`;
    }).join(" "),
  );
  return { texts, labels };
}

/** What a page does with the library, which a script has left in `Lowrank`. */
async function work(L: typeof lowrank, make: typeof makeTexts): Promise<Answer> {
  const { texts, labels } = make(L.createRandom);
  const { matrix } = await L.fitTransformTfidfAsync(texts);
  const shares: number[] = [];
  const found = await L.truncatedSvdAsync(matrix, 12, {
    method: "iterative",
    onProgress: ({ done, total }) => void shares.push(done / total),
  });
  const direct = L.truncatedSvd(matrix, 12, { method: "iterative" });
  const equal = (a: Float64Array, b: Float64Array): boolean =>
    a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
  const { scores } = await L.crossValidateRank(texts, labels, { ranks: [2, 12], folds: 3 });
  const error = await L.truncatedSvdAsync(matrix, 0).catch((reason: Error) => reason);
  const controller = new AbortController();
  const stopped = L.truncatedSvdAsync(matrix, 100, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  }).then(
    () => "not stopped",
    ({ name }: Error) => name,
  );
  return {
    same: equal(found.v.data, direct.v.data) && equal(found.u.data, direct.u.data),
    singularValues: [...found.singularValues],
    accuracy: scores.map(({ accuracy }) => accuracy.mean),
    shares,
    error: [(error as Error).constructor.name, (error as Error).message],
    stopped: await stopped,
    workers: (globalThis as { startedWorkers?: number }).startedWorkers ?? 0,
  };
}

/** Counts the workers that the page starts. */
const countWorkers = `{
  const Given = globalThis.Worker;
  globalThis.startedWorkers = 0;
  globalThis.Worker = class extends Given {
    constructor(...args) {
      super(...args);
      globalThis.startedWorkers++;
    }
  };
}`;

describe("the Async functions in a page", { skip, timeout: 240_000 }, () => {
  let browser: Browser;
  let script = "";
  before(async () => {
    browser = await chromium.launch(browserOptions());
    const { outputFiles } = await build({
      entryPoints: [path.join(repository, "src", "lowrank", "dist", "browser", "index.mjs")],
      bundle: true,
      minify: true,
      platform: "browser",
      format: "iife",
      globalName: "Lowrank",
      footer: { js: "globalThis.Lowrank = Lowrank;" },
      write: false,
    });
    script = outputFiles[0].text;
  });
  after(() => browser.close());

  async function answer(policy?: string, prepare = ""): Promise<Answer> {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    await serve(page, policy);
    await page.addInitScript(countWorkers + prepare);
    await page.goto("http://page.test/");
    const found = await page.evaluate(`(${work.toString()})(Lowrank, ${makeTexts.toString()})`);
    await page.close();
    assert.deepEqual(errors, []);
    return found as Answer;
  }

  async function serve(page: Page, policy?: string): Promise<void> {
    await page.route("**/*", (route) => {
      const isScript = new URL(route.request().url()).pathname === "/page.js";
      return route.fulfill({
        contentType: isScript ? "text/javascript" : "text/html",
        body: isScript ? script : '<!doctype html><script src="/page.js"></script>',
        headers: policy === undefined ? {} : { "content-security-policy": policy },
      });
    });
  }

  async function assertAnswer(found: Answer): Promise<void> {
    const { texts, labels } = makeTexts(lowrank.createRandom);
    const { matrix } = lowrank.fitTransformTfidf(texts);
    const { singularValues } = lowrank.truncatedSvd(matrix, 12, { method: "iterative" });
    const { scores } = await lowrank.crossValidateRank(texts, labels, { ranks: [2, 12], folds: 3 });
    assert.equal(found.same, true);
    singularValues.forEach((value, i) =>
      assert.ok(Math.abs(found.singularValues[i] / value - 1) < 1e-12, `σ${i + 1}`),
    );
    assert.deepEqual(
      found.accuracy,
      scores.map(({ accuracy }) => accuracy.mean),
    );
    assert.ok(found.shares.every((share, i) => share > (i === 0 ? 0 : found.shares[i - 1])));
    assert.equal(found.shares.at(-1), 1);
    assert.equal(found.error[0], "RangeError");
    assert.match(found.error[1], /^rank 0 does not fit a matrix of 240 rows/);
    assert.equal(found.stopped, "AbortError");
  }

  test("workers made of a Blob give the same bits, errors and scores", async () => {
    const found = await answer();
    await assertAnswer(found);
    assert.equal(found.workers, 1, "one worker does one job after the other");
  });

  test("under a policy that forbids workers the calling thread gives the same answers", async () => {
    const found = await answer("default-src 'self'; script-src 'self' 'unsafe-eval'");
    await assertAnswer(found);
    assert.equal(found.workers, 1, "it is tried once");
  });

  test("where there are no workers at all the calling thread gives the same answers", async () => {
    await assertAnswer(await answer(undefined, "delete globalThis.Worker;"));
  });
});
