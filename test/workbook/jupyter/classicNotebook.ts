/*
 * Runs a workbook's notebook in the classic Notebook (Debian: jupyter-notebook), in Chromium and without a network:
 *
 *     npm run build && node --test dist/test/jupyter/classicNotebook.js
 *
 * LOWRANK_NOTEBOOK names another notebook to run, LOWRANK_PICTURES a folder for pictures of its figures.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import type { CodeCell, Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { browserOptions, skipWithoutBrowser } from "../../lowrank/plot/browser";
import { command } from "../../paths";
import { freePorts, root } from "./kernelHarness";
import { holds } from "../../holds";

const server = "/usr/bin/jupyter-notebook";
const version = existsSync(server)
  ? spawnSync(server, ["--version"], { encoding: "utf8" }).stdout.trim()
  : "none";
const skip =
  skipWithoutBrowser ||
  (version.startsWith("6.")
    ? false
    : `no classic Notebook 6 at ${server} (found: ${version}); install Debian's jupyter-notebook`);
const source =
  process.env.LOWRANK_NOTEBOOK ?? path.join(root, "notebooks", "02-factor-matrix.ipynb");
const name = path.basename(source);
const drawnFigures = "[data-lowrank-figure]:has(.main-svg)";

// The notebook's folder has no Lowrank and no Plotly: both come from the kernel.
const folder = mkdtempSync(path.join(tmpdir(), "lowrank-classic-"));
const notebooks = path.join(folder, "notebooks");
const environment = {
  ...process.env,
  JUPYTER_DATA_DIR: path.join(folder, "data"),
  JUPYTER_CONFIG_DIR: path.join(folder, "config"),
  JUPYTER_RUNTIME_DIR: path.join(folder, "runtime"),
};
let jupyter: ChildProcess;
let browser: Browser;
let page: Page;
/** Addresses that pages asked for and got no answer from: all that are not of this machine. */
const refused: string[] = [];
let address = "";

before(
  async () => {
    if (skip) return;
    mkdirSync(notebooks);
    copyFileSync(source, path.join(notebooks, name));
    const installed = spawnSync(process.execPath, [command, "kernel", "install"], {
      env: environment,
      encoding: "utf8",
    });
    assert.equal(installed.status, 0, installed.stderr);
    const [port] = await freePorts(1);
    const options = [
      "--no-browser",
      "--allow-root",
      "--ip=127.0.0.1",
      `--port=${port}`,
      "--NotebookApp.token=secret",
      `--notebook-dir=${notebooks}`,
    ];
    let log = "";
    jupyter = spawn(server, options, { env: environment, stdio: ["ignore", "ignore", "pipe"] });
    jupyter.stderr!.setEncoding("utf8").on("data", (text: string) => (log += text));
    address = `http://127.0.0.1:${port}/notebooks/${name}?token=secret`;
    for (let tries = 0; !log.includes(`127.0.0.1:${port}`); tries++) {
      assert.ok(tries < 300 && jupyter.exitCode === null, `the server did not start:\n${log}`);
      await wait(100);
    }
    browser = await chromium.launch(browserOptions());
    page = await openPage();
  },
  { timeout: 60_000 },
);

after(async () => {
  await browser?.close();
  if (jupyter?.kill()) await new Promise((resolve) => jupyter.once("exit", resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 1400 } });
  await context.route(
    (url) => url.protocol.startsWith("http") && url.hostname !== "127.0.0.1",
    (route) => {
      refused.push(route.request().url());
      return route.abort();
    },
  );
  return context.newPage();
}

async function waitForKernel(): Promise<void> {
  await page.waitForFunction(
    "window.Jupyter?.notebook?.kernel?.is_connected() && Jupyter.notebook.kernel.info_reply.status === 'ok'",
    undefined,
    { timeout: 30_000 },
  );
}

/** Saves a picture of each figure, where pictures are wanted. */
async function takePictures(prefix: string): Promise<void> {
  const pictures = process.env.LOWRANK_PICTURES;
  if (pictures === undefined) return;
  for (const [index, figure] of (await page.locator(drawnFigures).all()).entries()) {
    await figure.scrollIntoViewIfNeeded();
    await page.screenshot({ path: path.join(pictures, `${prefix}-${index + 1}.png`) });
  }
}

function readSaved(): Notebook {
  return JSON.parse(readFileSync(path.join(notebooks, name), "utf8")) as Notebook;
}

const codeCells = ({ cells }: Notebook): CodeCell[] =>
  cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

function countFigures(notebook: Notebook): number {
  const outputs = codeCells(notebook).flatMap((cell) => cell.outputs);
  return outputs.filter(
    (output) => "data" in output && "application/vnd.plotly.v1+json" in output.data,
  ).length;
}

async function waitForFigures(count: number): Promise<void> {
  const state = async (): Promise<string> =>
    `${await page.locator(drawnFigures).count()} of ${count} figures drawn; refused: ${refused.join(" ")}`;
  for (let tries = 0; (await page.locator(drawnFigures).count()) < count; tries++) {
    assert.ok(tries < 100, await state());
    await wait(100);
  }
  await holds(async () => assert.equal(await page.locator(drawnFigures).count(), count));
}

test(
  `classic Notebook ${version} runs ${name} with Run All and draws every figure from the kernelspec's Plotly`,
  { skip, timeout: 90_000 },
  async () => {
    await page.goto(address);
    await waitForKernel();
    await page.evaluate("Jupyter.notebook.clear_all_output()");
    await page.click("#menus a.dropdown-toggle:text-is('Cell')");
    await page.click("#run_all_cells");
    await page.waitForFunction(
      "Jupyter.notebook.get_cells().every((cell) => cell.cell_type !== 'code' || cell.get_text().trim() === '' || cell.input_prompt_number > 0)",
      undefined,
      { timeout: 80_000 },
    );
    await page.keyboard.press("Escape");
    await page.evaluate("Jupyter.notebook.save_notebook()");
    const saved = readSaved();
    const errors = codeCells(saved)
      .flatMap((cell) => cell.outputs)
      .filter((output) => output.output_type === "error");
    assert.deepEqual(errors, []);
    assert.ok(countFigures(saved) > 0, "the notebook shows no figure");
    await waitForFigures(countFigures(saved));
    await holds(async () =>
      assert.match(
        String(
          await page.evaluate(
            "[...document.scripts].map((script) => script.src).filter((src) => /plotly/.test(src)).join()",
          ),
        ),
        /^http:\/\/127\.0\.0\.1:\d+\/kernelspecs\/lowrank\/plotly\.min\.js$/,
      ),
    );
    await takePictures("run");
  },
);

test(
  "a saved notebook shows its figures again when it is opened anew, for it is trusted",
  { skip, timeout: 60_000 },
  async () => {
    await page.close();
    page = await openPage();
    await page.goto(address);
    await waitForKernel();
    await holds(async () => assert.equal(await page.evaluate("Jupyter.notebook.trusted"), true));
    await waitForFigures(countFigures(readSaved()));
    await takePictures("reloaded");
  },
);

test(
  "nbconvert's page draws the figures with Plotly beside it, and describes them without",
  { skip, timeout: 60_000 },
  async () => {
    const converted = spawnSync(
      "/usr/bin/jupyter",
      ["nbconvert", "--to", "html", path.join(notebooks, name)],
      { env: environment, encoding: "utf8" },
    );
    assert.equal(converted.status, 0, converted.stderr);
    const file = path.join(notebooks, name.replace(/ipynb$/, "html"));
    const count = countFigures(readSaved());
    await page.goto(pathToFileURL(file).href);
    await page.waitForFunction(
      `document.body.innerText.split("not drawn: Plotly was found neither beside this page nor on the network").length - 1 === ${count}`,
    );
    mkdirSync(path.join(notebooks, "assets"));
    copyFileSync(
      path.join(folder, "data", "kernels", "lowrank", "plotly.min.js"),
      path.join(notebooks, "assets", "plotly.min.js"),
    );
    await page.goto(pathToFileURL(file).href);
    await waitForFigures(count);
    await takePictures("nbconvert");
  },
);
