import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  compareNotebooks,
  formatDifference,
  type CompareOptions,
} from "../../../src/workbook/jupyter/compare/compareNotebooks";
import type { Picture } from "../../../src/workbook/jupyter/png/decodePng";
import { encodePalettePng } from "../../../src/workbook/jupyter/png/encodePng";
import type {
  CodeCell,
  MimeBundle,
  Notebook,
  Output,
} from "../../../src/workbook/jupyter/notebook/notebook";
import { parseNotebook } from "../../../src/workbook/jupyter/notebook/notebookSchema";
import { packRgb, samplePicture } from "./samplePicture";

const plotly = "application/vnd.plotly.v1+json";
const figure = {
  data: [{ type: "scatter", name: "error", x: [1, 2, 3], y: [0.8, 0.655123, 0.5] }],
  layout: { title: { text: "Error by rank" }, xaxis: { tickvals: [1, 2, 3] } },
  config: {},
  frames: [],
};
let png: string;
let whitePng: string;
let smallPng: string;
before(async () => {
  const write = async (picture: Picture): Promise<string> =>
    (await encodePalettePng(picture)).toString("base64");
  png = await write(samplePicture(320, 200));
  smallPng = await write(samplePicture(8, 8));
  const rgba = new Uint8Array(320 * 200 * 4).fill(255);
  whitePng = await write({ width: 320, height: 200, rgba });
});
const table = {
  "text/html": ["<table>\n", "<tr><td>5</td><td>0.387</td></tr>\n", "</table>"],
  "text/plain": "rank  accuracy\n   5     0.387",
};

const display = (data: MimeBundle): Output => ({ output_type: "display_data", data, metadata: {} });
const print = (text: string): Output => ({ output_type: "stream", name: "stdout", text });
const drawn = (picture: MimeBundle = { "image/png": png }, of: object = figure): Output =>
  display({ [plotly]: of, "text/plain": "Figure: Error by rank", ...picture });

/** A notebook with a title and, for each list, a code cell that shows these outputs. */
function notebookOf(...cells: Output[][]): Notebook {
  const code = cells.map((outputs, i) => ({
    cell_type: "code",
    metadata: {},
    source: `cell ${i + 1}`,
    execution_count: i + 1,
    outputs,
  }));
  return parseNotebook({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ cell_type: "markdown", metadata: {}, source: "# Title" }, ...code],
  });
}

const committed = (): Notebook =>
  notebookOf(
    [print("6,000 definitions\nmedian 10 words\n")],
    [display(table), print("done\n")],
    [drawn()],
    [print("fit took 12.3 ms\n")],
  );
const fresh = (): Notebook =>
  notebookOf(
    [print("6,000 definitions\n"), print("median 10 words\n")],
    [display(table), print("done\n")],
    [drawn({ "text/html": "<div>drawn by a script</div>" })],
    [print("fit took 9.8 ms\n")],
  );
const cellAt = (notebook: Notebook, index: number): CodeCell => notebook.cells[index] as CodeCell;

/**
 * Messages of all differences once `spoil` has changed the committed notebook, whose times are
 * tagged.
 */
async function messages(
  spoil: (notebook: Notebook) => void = () => undefined,
  options: CompareOptions = { needsPictures: true },
  found = fresh(),
): Promise<string[]> {
  const notebook = committed();
  cellAt(notebook, 4).metadata.tags = ["timing"];
  spoil(notebook);
  const differences = await compareNotebooks(notebook, found, options);
  return differences.map((difference) => formatDifference("n.ipynb", difference));
}

const dataOf = (notebook: Notebook, index: number): MimeBundle =>
  (cellAt(notebook, index).outputs[0] as Extract<Output, { data: MimeBundle }>).data;
const figureOf = (notebook: Notebook): typeof figure => {
  const copy = structuredClone(figure);
  dataOf(notebook, 3)[plotly] = copy;
  return copy;
};

test("compareNotebooks(n, run of n) finds nothing, though streams come in pieces, figures with HTML, and times differ", async () => {
  assert.deepEqual(await messages(), []);
});

const faults: [what: string, spoil: (notebook: Notebook) => void, message: RegExp][] = [
  [
    "a number in a text",
    (n) => (cellAt(n, 1).outputs = [print("6,000 definitions\nmedian 11 words\n")]),
    /^n\.ipynb, cell 2 \(code cell 1\), output 1, line 2\n {2}expected median 11 words\n {2}found {4}median 10 words$/,
  ],
  [
    "a word in a text",
    (n) => (cellAt(n, 1).outputs = [print("6,000 definition\nmedian 10 words\n")]),
    /cell 2 .*line 1\n {2}expected 6,000 definition\n/,
  ],
  [
    "a number in a table's text",
    (n) => (dataOf(n, 2)["text/plain"] = "rank  accuracy\n   5     0.378"),
    /cell 3 \(code cell 2\), output 1, text, line 2\n {2}expected {4}5 {5}0\.378\n {2}found {7}5 {5}0\.387/,
  ],
  [
    "a number in a table's HTML alone",
    (n) => (dataOf(n, 2)["text/html"] = "<table>\n<tr><td>5</td><td>0.378</td></tr>\n</table>"),
    /cell 3 .*output 1, text\/html, line 2\n {2}expected .*0\.378.*\n {2}found .*0\.387/,
  ],
  [
    "a number in a figure's trace",
    (n) => void (figureOf(n).data[0].y[1] = 0.655125),
    /cell 4 \(code cell 3\), output 1, figure, data\[0\]\.y\[1\]\n {2}expected 0\.655125\n {2}found {4}0\.655123$/,
  ],
  [
    "the length of a figure's trace",
    (n) => void figureOf(n).data[0].x.push(4),
    /figure, data\[0\]\.x\n {2}expected a list of 4\n {2}found {4}a list of 3$/,
  ],
  [
    "a figure's title",
    (n) => void (figureOf(n).layout.title.text = "Error by ranks"),
    /figure, layout\.title\.text\n {2}expected Error by ranks\n/,
  ],
  [
    "a trace's field gone",
    (n) => void delete (figureOf(n).data[0] as { name?: string }).name,
    /figure, data\[0\]\.name\n {2}expected \(nothing\)\n {2}found {4}"error"$/,
  ],
  [
    "an output missing",
    (n) => void cellAt(n, 2).outputs.pop(),
    /cell 3 \(code cell 2\), output 2\n {2}expected \(nothing\)\n {2}found {4}printed text: done$/,
  ],
  [
    "an extra output",
    (n) => void cellAt(n, 2).outputs.push(display(table)),
    /cell 3 \(code cell 2\), output 3\n {2}expected a table: rank accuracy 5 0\.387\n {2}found {4}\(nothing\)$/,
  ],
  [
    "an error output",
    (n) =>
      void cellAt(n, 1).outputs.push({
        output_type: "error",
        ename: "RangeError",
        evalue: "rank 40",
        traceback: [],
      }),
    /cell 2 .*output 2\n {2}expected an error: RangeError: rank 40\n {2}found {4}\(nothing\)$/,
  ],
  [
    "an output of another kind",
    (n) => (cellAt(n, 2).outputs[0] = print("done\n")),
    /cell 3 .*output 1\n {2}expected printed text: done done\n {2}found {4}a table: /,
  ],
  [
    "text on stderr",
    (n) =>
      (cellAt(n, 1).outputs = [
        { output_type: "stream", name: "stderr", text: "6,000 definitions\nmedian 10 words\n" },
      ]),
    /output 1\n {2}expected text on stderr: .*\n {2}found {4}printed text: /,
  ],
  [
    "a cell not run",
    (n) => (cellAt(n, 1).execution_count = null),
    /cell 2 \(code cell 1\), count of execution\n {2}expected \(not run\)\n {2}found {4}\[1\]$/,
  ],
  [
    "a figure without a picture",
    (n) => void delete dataOf(n, 3)["image/png"],
    /cell 4 \(code cell 3\), output 1, picture\n {2}expected a PNG .*lowrank run --in-place --static.*\n {2}found {4}\(nothing\)$/,
  ],
  [
    "a figure with HTML before its picture",
    (n) => void (dataOf(n, 3)["text/html"] = "<div></div>"),
    /output 1, picture\n {2}expected no text\/html .*\n {2}found {4}text\/html$/,
  ],
  [
    "a figure with a cut picture",
    (n) => void (dataOf(n, 3)["image/png"] = png.slice(0, 400)),
    /output 1, picture\n.*\n {2}found {4}PNG cut off or damaged: .*$/,
  ],
  [
    "a figure with a picture that is none",
    (n) => void (dataOf(n, 3)["image/png"] = "drawn!"),
    /output 1, picture\n.*\n {2}found {4}no PNG: it is not base64$/,
  ],
  [
    "a figure with a white picture",
    (n) => void (dataOf(n, 3)["image/png"] = whitePng),
    /found {4}an empty picture: all its pixels are alike$/,
  ],
  [
    "a figure with a picture of 8 × 8 pixels",
    (n) => void (dataOf(n, 3)["image/png"] = smallPng),
    /found {4}a picture of 8 × 8 pixels$/,
  ],
  [
    "a unit in a cell of times",
    (n) => (cellAt(n, 4).outputs = [print("fit took 12.3 s\n")]),
    /cell 5 \(code cell 4\), output 1\n {2}expected fit took 12\.3 s\n {2}found {4}fit took 9\.8 ms$/,
  ],
  [
    "times in a cell that is not tagged",
    (n) => delete cellAt(n, 4).metadata.tags,
    /cell 5 \(code cell 4\), output 1\n {2}expected fit took 12\.3 ms\n {2}found {4}fit took 9\.8 ms$/,
  ],
  [
    "a cell too few",
    (n) => void n.cells.pop(),
    /^n\.ipynb\n {2}expected 3 code cells\n {2}found {4}4$/,
  ],
];
for (const [what, spoil, message] of faults) {
  test(`compareNotebooks finds and names ${what}`, async () => {
    const found = await messages(spoil);
    assert.equal(found.length, 1, found.join("\n"));
    assert.match(found[0], message);
  });
}

test("compareNotebooks does not ask for pictures unless told", async () => {
  assert.deepEqual(await messages((n) => void delete dataOf(n, 3)["image/png"], {}), []);
});

test("compareNotebooks forgives what the tolerance allows, and no more", async () => {
  const spoil = (n: Notebook): void => void (figureOf(n).data[0].y[1] = 0.655123 * (1 + 5e-5));
  assert.equal((await messages(spoil)).length, 1);
  assert.deepEqual(await messages(spoil, { needsPictures: true, tolerance: 1e-4 }), []);
  assert.equal(
    (await messages((n) => void (figureOf(n).data[0].y[0] = 0.8 + 1e-15), { tolerance: 0 })).length,
    1,
  );
});

test("compareNotebooks tells each cell that differs once, results before pictures", async () => {
  const places = (
    await messages((n) => {
      delete dataOf(n, 3)["image/png"];
      cellAt(n, 4).outputs = [];
    })
  ).map((message) => message.split("\n")[0]);
  assert.deepEqual(places, [
    "n.ipynb, cell 5 (code cell 4), output 1",
    "n.ipynb, cell 4 (code cell 3), output 1, picture",
  ]);
});

test("compareNotebooks passes over a cell tagged skip-execution", async () => {
  assert.deepEqual(
    await messages((n) => {
      cellAt(n, 1).metadata.tags = ["skip-execution"];
      cellAt(n, 1).outputs = [];
    }),
    [],
  );
});

test("in a cell of times a figure's numbers and ticks are free, its traces are not", async () => {
  const timed = (of: object): Notebook => {
    const notebook = notebookOf([drawn(undefined, of)]);
    cellAt(notebook, 1).metadata.tags = ["timing"];
    return notebook;
  };
  const other = {
    ...figure,
    data: [{ ...figure.data[0], y: [7, 8, 9] }],
    layout: { ...figure.layout, xaxis: { tickvals: [10, 20] } },
  };
  assert.deepEqual(await compareNotebooks(timed(figure), timed(other)), []);
  const hovering = (format: string): object => ({
    ...other,
    data: [{ ...other.data[0], hovertemplate: `%{x:,}: %{y:,${format}} s` }],
  });
  assert.deepEqual(await compareNotebooks(timed(hovering(".2f")), timed(hovering(".3f"))), []);
  assert.equal(
    (await compareNotebooks(timed(hovering(".2f")), timed(hovering(".2e"))))[0].place,
    "output 1, figure, data[0].hovertemplate",
  );
  assert.equal(
    (
      await compareNotebooks(
        notebookOf([drawn(undefined, hovering(".2f"))]),
        notebookOf([drawn(undefined, hovering(".3f"))]),
      )
    )[0].place,
    "output 1, figure, data[0].hovertemplate",
  );
  assert.equal(
    (
      await compareNotebooks(
        timed(figure),
        timed({ ...other, data: [...other.data, other.data[0]] }),
      )
    )[0].place,
    "output 1, figure, data",
  );
  assert.equal(
    (
      await compareNotebooks(
        timed(figure),
        timed({ ...other, data: [{ ...other.data[0], name: "times" }] }),
      )
    )[0].place,
    "output 1, figure, data[0].name",
  );
});

test("an image that is no figure's is compared by its pixels, not its bytes", async () => {
  const image = (bytes: Buffer): Notebook =>
    notebookOf([display({ "image/png": bytes.toString("base64"), "text/plain": "an image" })]);
  const picture = samplePicture(32, 20);
  const changed = { ...picture, rgba: picture.rgba.slice() };
  changed.rgba[4 * (3 * 32 + 5)] ^= 255;
  const bytes = await encodePalettePng(picture);
  const repacked = packRgb(picture);
  assert.notDeepEqual(repacked, bytes);
  assert.deepEqual(await compareNotebooks(image(bytes), image(repacked)), []);
  assert.equal(
    (await compareNotebooks(image(bytes), image(await encodePalettePng(changed))))[0].place,
    "output 1, image/png, pixel 5, 3",
  );
  assert.equal(
    (await compareNotebooks(image(bytes), image(await encodePalettePng(samplePicture(32, 21)))))[0]
      .found,
    "32 × 21 pixels",
  );
});
