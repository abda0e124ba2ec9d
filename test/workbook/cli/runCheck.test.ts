import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { findPictureFault } from "../../../src/workbook/jupyter/compare/comparePictures";
import { encodePalettePng } from "../../../src/workbook/jupyter/png/encodePng";
import { formatNotebook } from "../../../src/workbook/jupyter/notebook/formatNotebook";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import type {
  CodeCell,
  MimeBundle,
  Notebook,
  Output,
} from "../../../src/workbook/jupyter/notebook/notebook";
import { readNotebook } from "../../../src/workbook/jupyter/notebook/notebookFile";
import { parseNotebook } from "../../../src/workbook/jupyter/notebook/notebookSchema";
import { runNotebook } from "../../../src/workbook/jupyter/notebook/runNotebook";
import { samplePicture } from "../jupyter/samplePicture";
import { browserOptions, skipWithoutBrowser } from "../../lowrank/plot/browser";
import { command } from "../../paths";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "lowrank-test-")));
after(() => rmSync(folder, { recursive: true }));

const sources = [
  'import { plotLines, show, showTable } from "lowrank";',
  'console.log("6,000 definitions, of 10.25 words");',
  'showTable([{ rank: 5, accuracy: 0.387 }, { rank: 10, accuracy: 0.511 }]);\nconsole.log("done");',
  'show(plotLines([{ name: "error", x: [1, 2, 3], y: [0.8, 0.655123, 0.5] }], { title: "Error by rank", xTitle: "Rank", yTitle: "Error" }));',
  "console.log(`it took ${process.hrtime()[1]} ns`);",
];

/** What the notebook holds after a run, with a picture for its figure. */
let held: Notebook;
before(async () => {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    metadata: i === 4 ? { tags: ["timing"] } : {},
    source,
    execution_count: null,
    outputs: [],
  }));
  const { notebook, error } = await runNotebook(
    parseNotebook({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }),
    { command: kernelCommand(), cwd: folder },
  );
  assert.equal(error, undefined);
  held = notebook;
  const bundle = bundleOf(held, 3);
  delete bundle["text/html"];
  bundle["image/png"] = (await encodePalettePng(samplePicture(320, 200))).toString("base64");
});

const cellAt = (notebook: Notebook, index: number): CodeCell => notebook.cells[index] as CodeCell;
const bundleOf = (notebook: Notebook, index: number): MimeBundle =>
  (cellAt(notebook, index).outputs[0] as Extract<Output, { data: MimeBundle }>).data;

function write(name: string, spoil: (notebook: Notebook) => void = () => undefined): string {
  const notebook = structuredClone(held);
  spoil(notebook);
  const file = path.join(folder, name);
  writeFileSync(file, formatNotebook(notebook));
  return file;
}

function lowrank(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, ...args], {
      cwd: folder,
      env: { ...process.env, LOWRANK_DEBUG: "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (ended.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (ended.stderr += text));
    child.once("close", (code) => resolve({ code, ...ended }));
  });
}

const faults: Record<string, [spoil: (notebook: Notebook) => void, message: string]> = {
  "a-number-in-text": [
    (n) =>
      (cellAt(n, 1).outputs = [
        { output_type: "stream", name: "stdout", text: "6,000 definitions, of 10.26 words\n" },
      ]),
    "cell 2 (code cell 2), output 1\n  expected 6,000 definitions, of 10.26 words\n  found    6,000 definitions, of 10.25 words",
  ],
  "a-number-in-a-table": [
    (n) =>
      (bundleOf(n, 2)["text/plain"] = String(bundleOf(n, 2)["text/plain"]).replace(
        "0.511",
        "0.512",
      )),
    "cell 3 (code cell 3), output 1, text, line 3\n  expected   10    0.5120\n  found      10    0.5110",
  ],
  "a-number-in-a-figure": [
    (n) =>
      ((
        bundleOf(n, 3)["application/vnd.plotly.v1+json"] as { data: { y: number[] }[] }
      ).data[0].y[1] = 0.655133),
    "cell 4 (code cell 4), output 1, figure, data[0].y[1]\n  expected 0.655133\n  found    0.655123",
  ],
  "a-missing-output": [
    (n) => void cellAt(n, 2).outputs.pop(),
    "cell 3 (code cell 3), output 2\n  expected (nothing)\n  found    printed text: done",
  ],
  "an-extra-output": [
    (n) => void cellAt(n, 1).outputs.push({ output_type: "stream", name: "stderr", text: "oh\n" }),
    "cell 2 (code cell 2), output 2\n  expected text on stderr: oh\n  found    (nothing)",
  ],
  "an-error-output": [
    (n) =>
      (cellAt(n, 4).outputs = [
        { output_type: "error", ename: "TypeError", evalue: "no time", traceback: [] },
      ]),
    "cell 5 (code cell 5), output 1\n  expected an error: TypeError: no time\n  found    printed text: it took",
  ],
  "a-time-without-its-tag": [
    (n) => (cellAt(n, 4).metadata = {}),
    "cell 5 (code cell 5), output 1\n  expected it took",
  ],
  "a-figure-without-picture": [
    (n) => void delete bundleOf(n, 3)["image/png"],
    "cell 4 (code cell 4), output 1, picture\n  expected a PNG (image/png) to show where no scripts run; `lowrank run --in-place --static` draws it\n  found    (nothing)",
  ],
};

test(
  "lowrank run --check finds and names a fault in each notebook that has one, runs them all, exits with 1 and writes to none",
  { timeout: 300_000 },
  async () => {
    const names = ["good", ...Object.keys(faults), "fails"].map((name) => `${name}.ipynb`);
    const files = names.map((name) =>
      write(
        name,
        name === "fails.ipynb"
          ? (n) => (cellAt(n, 1).source = "throw new Error('no')")
          : faults[name.replace(".ipynb", "")]?.[0],
      ),
    );
    const before = files.map((file) => readFileSync(file, "utf8"));
    const { code, stdout, stderr } = await lowrank(["run", "--check", ...names]);
    assert.equal(code, 1);
    assert.match(stdout, /good\.ipynb +│ +5 │ +\d+\.\d │ same/);
    assert.match(stdout, /fails\.ipynb +│ +1 │ +\d+\.\d │ failed at cell 2/);
    for (const [name, [, message]] of Object.entries(faults)) {
      assert.match(stdout, new RegExp(`${name}\\.ipynb +│ +5 │ +\\d+\\.\\d │ differs at cell \\d`));
      assert.ok(
        stderr.includes(`${name}.ipynb, ${message}`),
        `${name} is not named in:\n${stderr}`,
      );
    }
    assert.doesNotMatch(stderr, /good\.ipynb/);
    assert.deepEqual(
      files.map((file) => readFileSync(file, "utf8")),
      before,
    );
  },
);

test(
  "lowrank run --check of a notebook that shows what it holds exits with 0; --tolerance lets figures differ",
  { timeout: 120_000 },
  async () => {
    write("same.ipynb", faults["a-number-in-a-figure"][0]);
    const { code, stdout, stderr } = await lowrank([
      "run",
      "--check",
      "--tolerance",
      "1e-4",
      "same.ipynb",
    ]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /The notebook shows what it holds\.\n$/);
  },
);

for (const [args, message] of [
  [["--check", "--in-place"], /'--check' cannot be used with option '--in-place'/],
  [["--check", "--static"], /'--check' cannot be used with option '--static'/],
  [["--tolerance", "0.1"], /--tolerance says how --check compares; add --check/],
  [["--check", "--tolerance", "1"], /'1' is invalid\. Give a number from 0/],
] as const) {
  test(`lowrank run ${args.join(" ")} says what is wrong and runs nothing`, async () => {
    write("refused.ipynb");
    const { code, stdout, stderr } = await lowrank(["run", ...args, "refused.ipynb"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, message);
  });
}

test("lowrank run --static without a browser says so before anything runs", async () => {
  write("drawn.ipynb", (n) => (cellAt(n, 1).source = "require('fs').writeFileSync('ran', '')"));
  const { code, stdout, stderr } = await lowrank(["run", "--static", "drawn.ipynb"], {
    CHROME_PATH: path.join(folder, "none"),
  });
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^lowrank: CHROME_PATH is .*none, where there is no program/);
  assert.equal(existsSync(path.join(folder, "ran")), false);
});

test(
  "lowrank run --in-place --static draws the figures, and a check then finds nothing",
  { skip: skipWithoutBrowser, timeout: 300_000 },
  async () => {
    const file = write("static.ipynb", (n) => {
      for (const cell of n.cells)
        if (cell.cell_type === "code") [cell.outputs, cell.execution_count] = [[], null];
    });
    const { code, stdout, stderr } = await lowrank(
      ["run", "--in-place", "--static", "static.ipynb"],
      { CHROME_PATH: browserOptions().executablePath! },
    );
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /static\.ipynb │ +5 │ +\d+\.\d │ +\d+ │ ok/);
    const bundle = bundleOf(await readNotebook(file), 3);
    assert.deepEqual(Object.keys(bundle).sort(), [
      "application/vnd.plotly.v1+json",
      "image/png",
      "text/plain",
    ]);
    assert.equal(await findPictureFault(bundle["image/png"] as string), undefined);
    assert.match(String(bundleOf(await readNotebook(file), 2)["text/html"]), /<table>/);
    assert.equal((await lowrank(["run", "--check", "static.ipynb"])).code, 0);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".tmp")),
      [],
    );
  },
);
