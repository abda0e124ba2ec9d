/*
 * Walks notebooks in JupyterLab 4.6 and Notebook 7.6, in Chromium and without a network:
 *
 *     npm run build && node --test dist/test/workbook/jupyter/frontEnds.js
 *
 * `.ci/run` makes the virtual environment; LOWRANK_JUPYTER names another. LOWRANK_NOTEBOOKS names notebooks to run
 * beside the sample, with spaces between: all of notebooks/ is the whole walk. LOWRANK_PICTURES names a folder for pictures.
 */
import assert from "node:assert/strict";
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import type { Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { code, markdown, notebook } from "../book/sampleNotebooks";
import {
  codeCells,
  countForms,
  FrontEnds,
  frontEnds,
  skipWithoutJupyter,
  type FrontEnd,
  type NotebookPage,
} from "./frontEndHarness";
import { root } from "./kernelHarness";
import { holds } from "../../holds";

const plotly = "application/vnd.plotly.v1+json";
const explorer = "application/vnd.lowrank.explorer.v1+json";

/** What Notebook 7.6 complains of by itself, whatever it opens. */
const ownComplaints = [
  "Cannot read properties of undefined (reading 'schema')",
  "Command 'filebrowser:open-path' not registered.",
];

/** Cells by name, in the order of the sample. */
const sources = {
  imports: `import { exploreRank, fitTfidf, interact, plotBars, plotScree, show, showTable, slider, transformTfidf, truncatedSvd, view } from "lowrank";
import { loadTeachingGlosses } from "lowrank/teaching";`,
  figure: `const documents = loadTeachingGlosses({ seed: 0 }).filter((_, i) => i % 8 === 0);
const texts = documents.map(({ text }) => text);
const labels = documents.map(({ label }) => label);
const tfidf = fitTfidf(texts, { minDocumentFrequency: 2 });
const svd = truncatedSvd(transformTfidf(tfidf, texts), 20, { seed: 0 });
show(plotScree(svd.singularValues));
showTable([{ rank: 1, accuracy: 0.5 }, { rank: 2, accuracy: 0.75 }]);`,
  explorer: "exploreRank({ tfidf: tfidf, svd: svd }, { texts: texts, labels: labels })",
  interact: "interact({ k: slider(1, 300, { value: 20 }) }, ({ k }) => `k is ${k}`)",
  bars: `interact({ n: slider(2, 9) }, ({ n }) => plotBars(
  Array.from({ length: n }, (_, i) => "bar " + i), [{ name: "value", values: Array.from({ length: n }, (_, i) => i + 1) }],
  { title: "Bars", categoryTitle: "Bar", valueTitle: "Value" }));`,
  view: "const j = view(slider(1, 300, { value: 20 }));",
  print: "console.log(`j is ${j}`);",
  try: "1 + 1",
};
type CellName = keyof typeof sources;
const place = (name: CellName): number => 1 + Object.keys(sources).indexOf(name);

function makeSample(): Notebook {
  const cells = Object.values(sources).map((source) => ({
    ...code(source),
    execution_count: null,
  }));
  return notebook(markdown("# A walk"), ...cells);
}

describe("front ends", { skip: skipWithoutJupyter, timeout: 900_000 }, () => {
  const jupyter = new FrontEnds();
  before(() => jupyter.start(), { timeout: 240_000 });
  after(() => jupyter.stop());

  for (const front of frontEnds) describe(front, () => walk(jupyter, front));

  for (const file of workbookNotebooks())
    for (const front of frontEnds)
      test(`${front} runs ${path.basename(file)} with Run All and draws every figure`, async () => {
        const name = `${front}-${path.basename(file)}`;
        copyFileSync(file, path.join(jupyter.notebooks, name));
        const page = await jupyter.open(front, name);
        await page.choose("Edit", /^Clear Outputs of All Cells$/);
        await page.runAll(300_000);
        await page.save();
        await checkDrawn(page, jupyter.read(name));
        await page.picture(name.replace(".ipynb", ""));
        await page.close();
      });

  for (const front of frontEnds)
    test(`${front} shows the pictures of a notebook that is not trusted`, async () => {
      const name = `${front}-untrusted.ipynb`;
      copyFileSync(
        path.join(root, "notebooks", "02-factor-matrix.ipynb"),
        path.join(jupyter.notebooks, name),
      );
      const page = await jupyter.open(front, name);
      await page.scrollThrough();
      await page.waitForCount(page.pictures, countForms(jupyter.read(name), "image/png"));
      await page.picture(`${front}-untrusted`);
      await page.close();
    });

  test("nbconvert's Markdown by our template holds no script, and says what each figure shows", () => {
    const options = ["--to", "markdown", "--template", "lowrank-markdown", `${frontEnds[0]}.ipynb`];
    jupyter.run("jupyter-nbconvert", options);
    const text = readFileSync(path.join(jupyter.notebooks, `${frontEnds[0]}.md`), "utf8");
    assert.ok(!text.includes("<script"));
    assert.ok(text.length < 10_000, `${text.length} characters`);
    assert.match(text, /^\*Figure: Singular values and cumulative energy/m);
    assert.match(text, /<td[^>]*>0\.7500<\/td>/);
  });

  test("papermill runs a notebook with our kernel, and refuses parameters, of which TypeScript is no language", () => {
    const plain = notebook(markdown("# Plain"), code("6 * 7"));
    jupyter.write("papermill.ipynb", plain);
    jupyter.run("papermill", ["papermill.ipynb", "done.ipynb"]);
    const [cell] = codeCells(jupyter.read("done.ipynb"));
    assert.deepEqual(
      cell.outputs.map((output) => "data" in output && output.data),
      [{ "text/plain": ["42"] }],
    );
    assert.throws(
      () => jupyter.run("papermill", ["papermill.ipynb", "done.ipynb", "-p", "rank", "5"]),
      /No parameter translator functions specified for kernel 'lowrank' or language 'typescript'/,
    );
  });

  test("no page asked for an address outside this machine, and no script of ours failed", () => {
    assert.deepEqual(jupyter.refused, []);
    assert.deepEqual(
      jupyter.complaints.filter((complaint) => !ownComplaints.includes(complaint)),
      [],
    );
  });
});

/** The notebooks that are run whole: a small one, unless others are named. */
function workbookNotebooks(): string[] {
  const folder = path.join(root, "notebooks");
  const named = process.env.LOWRANK_NOTEBOOKS ?? "02-factor-matrix.ipynb";
  if (named !== "all")
    return named
      .split(" ")
      .filter(Boolean)
      .map((name) => path.resolve(folder, name));
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .map((name) => path.join(folder, name));
}

/** Every figure, table and explorer of a saved notebook stands in the page, and nothing failed. */
async function checkDrawn(page: NotebookPage, saved: Notebook): Promise<void> {
  const outputs = codeCells(saved).flatMap((cell) => cell.outputs);
  assert.deepEqual(
    outputs.filter(({ output_type }) => output_type === "error"),
    [],
  );
  await page.scrollThrough();
  await page.waitForCount(page.figures, countForms(saved, plotly));
  await page.waitForCount(page.explorers, countForms(saved, explorer));
  const tables = outputs.filter(
    (output) => "data" in output && /^<table/.test(String(output.data["text/html"])),
  );
  await page.waitForCount(page.tables, tables.length);
}

function walk(jupyter: FrontEnds, front: FrontEnd): void {
  const name = `${front}.ipynb`;
  let page: NotebookPage;

  before(async () => {
    jupyter.write(name, makeSample());
    page = await jupyter.open(front, name);
  });
  after(() => page?.close());

  test(`${front} runs a notebook with Run All and draws each figure, table and explorer`, async () => {
    await page.runAll();
    await page.save();
    const saved = jupyter.read(name);
    assert.deepEqual([countForms(saved, plotly), countForms(saved, explorer)], [2, 1]);
    await checkDrawn(page, saved);
    await page.picture(`${front}-run`);
  });

  test(`${front}: the explorer moves by mouse and keys, and no key reaches the notebook`, async () => {
    const figure = page.output(place("explorer"));
    const slider = figure.locator("input[type=range]").first();
    const rank = async (): Promise<number> =>
      Number(await figure.locator(".rank-value").first().innerText());
    const cells = await page.countCells();
    const number = await page.prompt(place("explorer"));
    await slider.scrollIntoViewIfNeeded();
    const box = (await slider.boundingBox())!;
    await page.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.until(rank, (value) => value > 4 && value < 18, "the rank after a click");
    const middle = await rank();
    await page.press("ArrowRight");
    await page.until(rank, (value) => value > middle, "the rank after →");
    await page.press("ArrowLeft");
    await page.until(rank, (value) => value === middle, "the rank after ←");
    await page.press("ArrowUp");
    await page.until(rank, (value) => value > middle, "the rank after ↑");
    await page.press("ArrowDown");
    await page.until(rank, (value) => value === middle, "the rank after ↓");
    await page.press("a", "b", "d", "d", "Enter", "Shift+Enter");
    const sentence = figure.locator("textarea, input[type=text], input[type=search]").first();
    await sentence.click();
    await sentence.fill("");
    await page.press("a", "d", "d", "Space", "b", "Enter", "Shift+Enter");
    await holds(async () => assert.match(await sentence.inputValue(), /^add b\n?\n?$/));
    assert.equal(await page.countCells(), cells);
    assert.equal(await page.prompt(place("explorer")), number);
    await page.picture(`${front}-explorer`);
  });

  test(`${front}: interact computes as its slider moves, and view sets its name`, async () => {
    const cells = await page.countCells();
    const moved = page.output(place("interact"));
    await moved.locator(".noUi-handle").focus();
    await page.press("ArrowRight", "ArrowRight", "a", "b", "d", "d");
    await moved.getByText("k is 22", { exact: true }).waitFor();
    const track = (await moved.locator(".slider-container").boundingBox())!;
    await page.page.mouse.click(track.x + track.width / 2, track.y + track.height / 2);
    await moved.getByText(/^k is 1[45]\d$/).waitFor();
    const bars = page.output(place("bars"));
    await bars.locator(".noUi-handle").focus();
    await page.press("ArrowRight", "ArrowRight");
    await page.waitForCount(bars.locator(".bars .point"), 4);
    await page.output(place("view")).locator(".noUi-handle").focus();
    await page.press("ArrowRight", "ArrowRight", "ArrowRight");
    await page.runCell(place("print"));
    await page.output(place("print")).getByText("j is 23", { exact: true }).waitFor();
    assert.equal(await page.countCells(), cells);
    await page.picture(`${front}-interact`);
  });

  test(`${front}: figures follow a switch of the theme`, async () => {
    const title = page.output(place("figure")).locator(".gtitle");
    const fill = (): Promise<string> => title.evaluate((node) => getComputedStyle(node).fill);
    const light = await fill();
    await page.choose("Settings", "Theme", /^JupyterLab Dark$/);
    await page.until(fill, (color) => brightness(color) > 150, "the title's color in the dark");
    const dark = page.output(place("explorer")).locator('.explorer[data-theme="dark"]');
    await dark.waitFor();
    await page.picture(`${front}-dark`);
    await page.choose("Settings", "Theme", /^JupyterLab Light$/);
    await page.until(fill, (color) => color === light, "the title's color in the light again");
  });

  test(`${front}: Tab offers names with their kinds, and completes the one chosen`, async () => {
    await page.retype(place("try"), "svd.");
    await page.press("Tab");
    const shown = page.page.locator(".jp-Completer-item").filter({ hasText: "singularValues" });
    await shown.waitFor();
    await holds(async () => assert.match(await shown.innerText(), /property/));
    await shown.click();
    await page.until(
      () => page.text(place("try")),
      (text) => text === "svd.singularValues",
      "the completed cell",
    );
  });

  test(`${front}: Interrupt stops a cell, and the next one runs`, async () => {
    await page.retype(place("try"), "while (true) {}");
    await page.press("ControlOrMeta+Enter");
    await page.busy();
    await page.choose("Kernel", /^Interrupt Kernel$/);
    await page.output(place("try")).getByText("Interrupted", { exact: false }).first().waitFor();
    await page.retype(place("try"), "20 + svd.singularValues.length");
    await page.press("ControlOrMeta+Enter");
    await page.output(place("try")).getByText("40", { exact: true }).waitFor();
  });

  test(`${front}: a saved notebook that is loaded again shows all, and its sliders move`, async () => {
    await page.save();
    await page.page.reload();
    await page.ready();
    await checkDrawn(page, jupyter.read(name));
    await page.output(place("view")).locator(".noUi-handle").focus();
    await page.press("Home", "ArrowRight");
    await page.runCell(place("print"));
    await page.output(place("print")).getByText("j is 2", { exact: true }).waitFor();
    // The output below a slider of interact follows again once the cell is run.
    await page.runCell(place("interact"));
    const moved = page.output(place("interact"));
    await moved.getByText("k is 20", { exact: true }).waitFor();
    await moved.locator(".noUi-handle").focus();
    await page.press("ArrowRight");
    await moved.getByText("k is 21", { exact: true }).waitFor();
    await page.picture(`${front}-again`);
  });

  test(`${front}: after a restart no name is left, and Run All works`, async () => {
    await page.choose("Kernel", /^Restart Kernel…$/);
    await page.page.locator(".jp-Dialog button", { hasText: "Restart" }).click();
    await page.retype(place("try"), "svd");
    await page.idle();
    await page.press("ControlOrMeta+Enter");
    await page
      .output(place("try"))
      .getByText(/Cannot find name 'svd'/)
      .first()
      .waitFor();
    await page.retype(place("try"), "2 + 2");
    await page.runAll();
    await page.output(place("try")).getByText("4", { exact: true }).waitFor();
    await page.waitForCount(page.figures, 2);
    await page.save();
  });
}

function brightness(color: string): number {
  const [red, green, blue] = color.match(/\d+/g)!.map(Number);
  return (red + green + blue) / 3;
}
