import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import type { RunSummary } from "../../../src/workbook/cli/runSummary";
import {
  joinText,
  type CodeCell,
  type Output,
} from "../../../src/workbook/jupyter/notebook/notebook";
import { readNotebook } from "../../../src/workbook/jupyter/notebook/notebookFile";
import { command } from "../../paths";

// What happens to notebooks that are edited, parametrised, failing, foreign or wrong.

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "lowrank-test-")));
after(() => rmSync(folder, { recursive: true }));

interface Given {
  source: string;
  id?: string;
  tags?: string[];
  metadata?: object;
}

function write(name: string, cells: readonly (string | Given)[], metadata: object = {}): string {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(contentOf(cells, metadata)));
  return file;
}

const contentOf = (cells: readonly (string | Given)[], metadata: object = {}): object => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata,
  cells: cells.map((cell, i) => {
    const given: Given = typeof cell === "string" ? { source: cell } : cell;
    const { source, id = `c${i + 1}`, tags } = given;
    const own = { ...given.metadata, ...(tags && { tags }) };
    return { cell_type: "code", id, metadata: own, source, execution_count: null, outputs: [] };
  }),
});

function lowrank(
  ...args: readonly string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, "run", ...args], {
      cwd: folder,
      env: { ...process.env, LOWRANK_DEBUG: "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (ended.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (ended.stderr += text));
    child.once("close", (code) => resolve({ code, ...ended }));
  });
}

const textOf = (output: Output): string =>
  output.output_type === "stream"
    ? joinText(output.text)
    : output.output_type === "error"
      ? output.ename
      : String(output.data["text/plain"]);

async function shownBy(file: string): Promise<[source: string, ...outputs: string[]][]> {
  const { cells } = await readNotebook(file);
  return cells
    .filter((cell): cell is CodeCell => cell.cell_type === "code")
    .map((cell) => [joinText(cell.source), ...cell.outputs.map(textOf)]);
}

/** A cell that saves another state of its notebook, as an editor beside the run would. */
const saving = (file: string, content: string): string =>
  `require("fs").writeFileSync(${JSON.stringify(path.join(folder, file))}, ${content});`;

test("run --in-place keeps an edit that was saved while it ran, and merges its outputs by cell id", async () => {
  const save = saving(
    "edited.ipynb",
    `JSON.stringify((() => { const n = JSON.parse(require("fs").readFileSync("edited.ipynb", "utf8"));
      n.metadata.title = "mine";
      n.cells[2].source = "'changed by me'";
      n.cells[2].outputs = [{ output_type: "stream", name: "stdout", text: "my own" }];
      n.cells.splice(1, 0, { cell_type: "markdown", id: "prose", metadata: {}, source: "New prose." });
      n.cells.push({ cell_type: "code", id: "new", metadata: {}, source: "'new'", execution_count: null, outputs: [] });
      return n; })())`,
  );
  const file = write("edited.ipynb", [save, "'two'", "'three'", "'four'"]);
  const { code, stdout, stderr } = await lowrank("--in-place", "edited.ipynb");
  assert.equal(code, 1);
  assert.match(stdout, /edited\.ipynb .* ok, edited meanwhile/);
  assert.match(
    stderr,
    /edited\.ipynb: it was edited while it ran; the edit is kept, and cells 4, 6 did not run/,
  );
  assert.deepEqual((await shownBy(file)).slice(1), [
    ["'two'", "'two'"],
    ["'changed by me'", "my own"],
    ["'four'", "'four'"],
    ["'new'"],
  ]);
  const { cells, metadata } = await readNotebook(file);
  assert.equal(joinText(cells[1].source), "New prose.");
  assert.equal(metadata.title, "mine");
});

test("run --in-place around an edit of the prose alone is a success, and says so", async () => {
  const save = saving(
    "prose.ipynb",
    `require("fs").readFileSync("prose.ipynb", "utf8").replace('"metadata":{}', '"metadata":{"by":"me"}')`,
  );
  const file = write("prose.ipynb", [save, "'two'"]);
  const { code, stdout, stderr } = await lowrank("--in-place", "prose.ipynb");
  assert.equal(code, 0);
  assert.match(stdout, /ok, around an edit/);
  assert.match(stderr, /the edit is kept, and the outputs are those of this run/);
  assert.equal((await readNotebook(file)).metadata.by, "me");
  assert.deepEqual((await shownBy(file))[1], ["'two'", "'two'"]);
});

for (const [what, act, why] of [
  ["half saved", saving("gone.ipynb", "'{ half'"), /gone\.ipynb:1:3: is not valid JSON/],
  ["removed", `require("fs").rmSync("gone.ipynb");`, /no such file/],
] as const) {
  test(`run --in-place leaves a notebook that was ${what} meanwhile, and keeps what ran aside`, async () => {
    write("gone.ipynb", [act, "'two'"]);
    const { code, stdout, stderr } = await lowrank("--in-place", "gone.ipynb", "--out", "aside");
    assert.equal(code, 1);
    assert.match(stdout, /ok, not written/);
    assert.match(stderr, why);
    assert.match(stderr, /The executed copy is aside.gone\.ipynb/);
    assert.deepEqual((await shownBy(path.join(folder, "aside", "gone.ipynb")))[1], [
      "'two'",
      "'two'",
    ]);
    if (what === "half saved")
      assert.equal(readFileSync(path.join(folder, "gone.ipynb"), "utf8"), "{ half");
  });
}

test("run -p name value and -r name value set variables below the cell tagged parameters", async () => {
  write("report.ipynb", [
    { source: "let rank = 20, low = 0, label = 'none', on = false;", tags: ["parameters"] },
    "[rank + 1, low, label, on]",
  ]);
  const { code, stderr } = await lowrank(
    ..."-p rank 50 report.ipynb -p low -5 -r label 007 --parameters on true --out p".split(" "),
  );
  assert.deepEqual([code, stderr], [0, ""]);
  const shown = await shownBy(path.join(folder, "p", "report.ipynb"));
  assert.equal(
    shown[1][0],
    '// Parameters\nlet rank = 50;\nlet low = -5;\nlet on = true;\nlet label = "007";',
  );
  assert.equal(shown[2][1], "[ 51, -5, '007', true ]");
});

test("run -p says what is no name, what has no value, what no cell names, and what cannot go together", async () => {
  write("slips.ipynb", [{ source: "let rank = 20;", tags: ["parameters"] }, "rank"]);
  for (const [args, message] of [
    ["slips.ipynb -p 1a 2", /parameter "1a" cannot be a variable's name/],
    ["slips.ipynb -p rank", /Give a name and a value/],
    ["slips.ipynb -p rank 9007199254740993", /is beyond/],
    ["slips.ipynb --in-place -p rank 2", /--in-place with parameters would leave/],
    ["slips.ipynb --check -p rank 2", /'--check' cannot be used with option '-p, --parameters/],
  ] as const) {
    const { code, stdout, stderr } = await lowrank(...args.split(" "));
    assert.deepEqual([code, stdout], [1, ""], args);
    assert.match(stderr, message);
  }
  const { code, stderr } = await lowrank("slips.ipynb", "-p", "rnak", "2", "--out", "p");
  assert.equal(code, 0);
  assert.match(stderr, /no cell tagged `parameters` names rnak; set all the same/);
});

test("run --allow-errors goes on to the end and exits with 0; --json says what came of each", async () => {
  write("errors.ipynb", ["throw new RangeError('one')", "const x: number = 'a';", "'three'"]);
  write("fails.ipynb", ["throw new Error('no')"]);
  const all = await lowrank(
    "--allow-errors",
    "--json",
    "errors.ipynb",
    "fails.ipynb",
    "--out",
    "e",
  );
  assert.equal(all.code, 0);
  const { notebooks } = JSON.parse(all.stdout) as RunSummary;
  assert.deepEqual(
    notebooks.map(({ result, cells, allowed }) => [
      result,
      cells,
      allowed?.map(({ cell }) => cell),
    ]),
    [
      ["ok", 3, [1, 2]],
      ["ok", 1, [1]],
    ],
  );
  assert.match(all.stderr, /RangeError: one/);
  assert.deepEqual((await shownBy(path.join(folder, "e", "errors.ipynb")))[2], [
    "'three'",
    "'three'",
  ]);
  const strict = await lowrank(
    "--json",
    "--jobs",
    "1",
    "fails.ipynb",
    "errors.ipynb",
    "--out",
    "e",
  );
  assert.equal(strict.code, 1);
  const [first, second] = (JSON.parse(strict.stdout) as RunSummary).notebooks;
  assert.deepEqual(
    [first.result, first.error?.cell, first.error?.message, second.result],
    ["failed", 1, "no", "not run"],
  );
});

test("a notebook and a cell of another language are named and not compiled; the others run", async () => {
  const python = write("python.ipynb", ["print('a')"], {
    kernelspec: { name: "python3", language: "python" },
  });
  write("mixed.ipynb", [
    "'one'",
    { source: "print('b')", metadata: { vscode: { languageId: "python" } } },
    "'three'",
  ]);
  write("plain.ipynb", ["'ran'"]);
  const before = readFileSync(python, "utf8");
  const { code, stdout, stderr } = await lowrank(
    ..."--json --in-place --jobs 1 python.ipynb plain.ipynb mixed.ipynb".split(" "),
  );
  assert.equal(code, 1);
  assert.deepEqual(
    (JSON.parse(stdout) as RunSummary).notebooks.map(({ result, cells }) => [result, cells]),
    [
      ["other language", 0],
      ["ok", 1],
      ["failed", 1],
    ],
  );
  assert.match(stderr, /the notebook is in python \(metadata\.kernelspec\.language\)/);
  assert.match(
    stderr,
    /mixed\.ipynb, cell 2 .*\n.*\n.*\nLanguageError: the cell is marked as python|mixed\.ipynb, cell 2 \(code cell 2\)\nLanguageError: the cell is marked as python/,
  );
  assert.equal(readFileSync(python, "utf8"), before);
});
