import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { formatNotebook } from "../../../src/workbook/jupyter/notebook/formatNotebook";
import { joinText, type Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { readNotebook, writeNotebook } from "../../../src/workbook/jupyter/notebook/notebookFile";
import { parseNotebook } from "../../../src/workbook/jupyter/notebook/notebookSchema";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-test-"));
after(() => rmSync(folder, { recursive: true }));
const python = "/usr/bin/python3";
const withoutNbformat =
  spawnSync(python, ["-c", "import nbformat"]).status === 0
    ? false
    : "Debian's python3-nbformat is not installed";

function place(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const codeCell = (source: string, extra: object = {}): object => ({
  cell_type: "code",
  metadata: {},
  source,
  execution_count: null,
  outputs: [],
  ...extra,
});
const notebookOf = (cells: object[], extra: object = {}): object => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells,
  ...extra,
});

/**
 * Every kind of cell and output, with what Jupyter lays out in a way of its own: lines, sorted
 * keys, images, JSON.
 */
const rich = notebookOf(
  [
    {
      cell_type: "markdown",
      id: "intro",
      metadata: { tags: ["a"] },
      source: "# Tïtle 中文 🎓\nline\u2028two\n",
      attachments: { "a.png": { "image/png": "aGk=" } },
    },
    { cell_type: "raw", id: "raw-1", metadata: {}, source: "" },
    codeCell("1 +\n 1\r\n", {
      id: "Code_1",
      execution_count: 2,
      outputs: [
        { output_type: "stream", name: "stdout", text: "a\n\x1b[31mb\x1b[0m\n\n" },
        {
          output_type: "display_data",
          metadata: { "image/png": { width: 4 } },
          data: {
            "text/html": "<b>\n</b>",
            "image/png": "aGk=\n",
            "application/json": { b: 1, a: [{}, []], 10: 1, 9: 2 },
            "image/svg+xml": "<svg>\n</svg>",
          },
        },
        {
          output_type: "execute_result",
          execution_count: 2,
          metadata: {},
          data: { "text/plain": "2" },
        },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["l1\nl2"] },
      ],
    }),
  ],
  {
    metadata: {
      kernelspec: { name: "lowrank", display_name: "x", language: "typescript" },
      widgets: { z: null, a: true },
    },
  },
);

test("readNotebook(path) gives cells of nbformat 4.0 files ids, the same each time and never twice", async () => {
  const file = place(
    "old.ipynb",
    notebookOf(
      [codeCell("x"), codeCell("x"), codeCell("x", { id: "kept" }), codeCell("y", { id: "kept" })],
      { nbformat_minor: 0 },
    ),
  );
  const first = await readNotebook(file);
  const ids = first.cells.map((cell) => cell.id);
  assert.equal(first.nbformat_minor, 5);
  assert.equal(new Set(ids).size, 4);
  assert.equal(ids[2], "kept");
  for (const id of ids) assert.match(id, /^[a-zA-Z0-9-_]{1,64}$/);
  assert.deepEqual(await readNotebook(file), first);
});

test("readNotebook(path) keeps fields that the format does not know", async () => {
  const output = { output_type: "stream", name: "stdout", text: "", odd: 1 };
  const file = place(
    "unknown.ipynb",
    notebookOf([codeCell("x", { id: "a", vendor: { b: 2 }, outputs: [output] })], { extra: [3] }),
  );
  const notebook = JSON.parse(JSON.stringify(await readNotebook(file))) as {
    extra: unknown;
    cells: { vendor: unknown; outputs: unknown[] }[];
  };
  assert.deepEqual(
    [notebook.extra, notebook.cells[0].vendor, notebook.cells[0].outputs[0]],
    [[3], { b: 2 }, output],
  );
});

test("readNotebook(path) reads a file with a byte order mark and one without cells", async () => {
  assert.deepEqual(
    (await readNotebook(place("bom.ipynb", `\uFEFF${JSON.stringify(notebookOf([]))}`))).cells,
    [],
  );
});

const wrong: [name: string, content: unknown, message: RegExp][] = [
  [
    "empty.ipynb",
    "",
    /empty\.ipynb:1:1: is not valid JSON: Unexpected end of file.*restore the file/,
  ],
  [
    "comma.ipynb",
    '{\n "cells": [],\n}',
    /comma\.ipynb:2:13: is not valid JSON: JSON does not support trailing commas/,
  ],
  ["nan.ipynb", '{\n "metadata": {"a":\n  NaN}}', /nan\.ipynb: has no nbformat number/],
  ["cut.ipynb", '{"cells": [{"a', /cut\.ipynb:1:\d+: is not valid JSON/],
  ["html.ipynb", "<!doctype html>", /html\.ipynb:1:1: is not valid JSON/],
  ["list.ipynb", [1], /list\.ipynb: has no nbformat number: it is not a Jupyter notebook/],
  ["null.ipynb", "null", /null\.ipynb: has no nbformat number/],
  [
    "three.ipynb",
    { nbformat: 3, worksheets: [] },
    /three\.ipynb: is nbformat 3; .*open and save it in Jupyter first/,
  ],
  [
    "five.ipynb",
    { nbformat: 5, nbformat_minor: 0 },
    /five\.ipynb: is nbformat 5\.0; Lowrank reads 4\.0 to 4\.5/,
  ],
  ["six.ipynb", notebookOf([], { nbformat_minor: 6 }), /six\.ipynb: is nbformat 4\.6/],
  [
    "nocells.ipynb",
    { nbformat: 4, nbformat_minor: 5, metadata: {} },
    /nocells\.ipynb: cells: .*array/,
  ],
  [
    "source.ipynb",
    notebookOf([codeCell("x"), { ...codeCell("x"), source: 7 }]),
    /source\.ipynb: cell 2, source: /,
  ],
  [
    "type.ipynb",
    notebookOf([{ ...codeCell("x"), cell_type: "heading" }]),
    /type\.ipynb: cell 1, cell_type: /,
  ],
  [
    "nosource.ipynb",
    notebookOf([codeCell("x"), { ...codeCell("x"), source: undefined }]),
    /nosource\.ipynb: cell 2, source: /,
  ],
  [
    "output.ipynb",
    notebookOf([codeCell("x", { outputs: [{ output_type: "pyout" }] })]),
    /output\.ipynb: cell 1, outputs\[0\]\.output_type: /,
  ],
  [
    "text.ipynb",
    notebookOf([codeCell("x", { outputs: [{ output_type: "stream", name: "stdout", text: 7 }] })]),
    /text\.ipynb: cell 1, outputs\[0\]\.text: /,
  ],
  [
    "data.ipynb",
    notebookOf([codeCell("x", { outputs: [{ output_type: "display_data", data: "png" }] })]),
    /data\.ipynb: cell 1, outputs\[0\]\.data: /,
  ],
  ["metadata.ipynb", notebookOf([], { metadata: [] }), /metadata\.ipynb: metadata: /],
];
for (const [name, content, message] of wrong) {
  test(`readNotebook("${name}") says what is wrong and where`, async () => {
    await assert.rejects(readNotebook(place(name, content)), { message });
  });
}

/** What is read here and not by nbformat 5.5. */
const beyondNbformat = [
  "outputs that are null",
  "no metadata of a cell",
  "no metadata of the notebook",
  "attachments that are null",
];
/** Slightly wrong, each in one place; the cell runs all the same. */
const mended: Record<string, unknown> = {
  "a null id": notebookOf([codeCell("1", { id: null })]),
  "an id with a space": notebookOf([codeCell("1", { id: "a b" })]),
  "an id that is a number": notebookOf([codeCell("1", { id: 7 })]),
  "no outputs": notebookOf([codeCell("1", { outputs: undefined })]),
  "outputs that are null": notebookOf([codeCell("1", { outputs: null })]),
  "no execution count": notebookOf([codeCell("1", { execution_count: undefined })]),
  "an execution count that is text": notebookOf([codeCell("1", { execution_count: "3" })]),
  "no metadata of a cell": notebookOf([codeCell("1", { metadata: undefined })]),
  "no metadata of the notebook": notebookOf([codeCell("1")], { metadata: undefined }),
  "no minor version": notebookOf([codeCell("1")], { nbformat_minor: undefined }),
  "a stream of another name": notebookOf([
    codeCell("1", { outputs: [{ output_type: "stream", name: "log", text: "a" }] }),
  ]),
  "a stream without a name": notebookOf([
    codeCell("1", { outputs: [{ output_type: "stream", text: ["a"] }] }),
  ]),
  "an error without traceback": notebookOf([
    codeCell("1", { outputs: [{ output_type: "error", ename: "E", evalue: "v" }] }),
  ]),
  "an error whose traceback is text": notebookOf([
    codeCell("1", { outputs: [{ output_type: "error", ename: "E", evalue: "v", traceback: "t" }] }),
  ]),
  "a display without metadata": notebookOf([
    codeCell("1", { outputs: [{ output_type: "display_data", data: { "text/plain": "a" } }] }),
  ]),
  "attachments that are null": notebookOf([
    { cell_type: "markdown", metadata: {}, source: "a", attachments: null },
    codeCell("1"),
  ]),
  "NaN and Infinity in metadata": JSON.stringify(
    notebookOf([codeCell('"NaN", -Infinity')], {
      metadata: { a: "NaN", b: ["@", "@@", '"NaN'] },
    }),
  )
    .replace('"@"', "NaN")
    .replace('"@@"', "-Infinity"),
};
for (const [what, content] of Object.entries(mended)) {
  test(`readNotebook(path) mends ${what}, and what it writes then is valid`, async (t) => {
    const file = place("mended.ipynb", content);
    const notebook = await readNotebook(file);
    const code = notebook.cells.find((cell) => cell.cell_type === "code");
    assert.ok(code && Array.isArray(code.outputs) && typeof code.metadata === "object");
    assert.match(code.id, /^[a-zA-Z0-9-_]{1,64}$/);
    if (what.startsWith("NaN")) {
      assert.equal(joinText(code.source), '"NaN", -Infinity');
      assert.deepEqual(notebook.metadata, { a: "NaN", b: [null, null, '"NaN'] });
    }
    if (withoutNbformat) return t.skip(withoutNbformat);
    const script =
      "import nbformat, sys, logging; logging.disable(50); nbformat.read(sys.argv[1], 4); nbformat.validate(nbformat.read(sys.argv[2], 4))";
    const ours = path.join(folder, "ours.ipynb");
    await writeNotebook(ours, notebook);
    const theirs = beyondNbformat.includes(what) ? ours : file;
    execFileSync(python, ["-c", script, theirs, ours]);
  });
}

test("writeNotebook(path, n, no) writes nothing, and leaves no temporary file", async () => {
  const file = place("kept.ipynb", "mine");
  const notebook = parseNotebook(notebookOf([]));
  assert.equal(await writeNotebook(file, notebook, () => Promise.resolve(false)), false);
  assert.equal(readFileSync(file, "utf8"), "mine");
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".tmp")),
    [],
  );
});

test("readNotebook(path) names a file that is missing or is a folder", async () => {
  await assert.rejects(
    readNotebook(path.join(folder, "none.ipynb")),
    /cannot read .*none\.ipynb: no such file/,
  );
  await assert.rejects(readNotebook(folder), /cannot read .*: it is a folder/);
});

test("formatNotebook(parse(formatNotebook(n))) is formatNotebook(n) for any text", () => {
  const line = fc.stringMatching(/^[a\n\r\v\f\x1c\x85\u2028 é🎓"\\]*$/);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 4 }), fc.jsonValue(), (sources, json) => {
      const outputs = [
        {
          output_type: "display_data",
          metadata: {},
          data: { "application/json": json, "text/plain": sources.join("") },
        },
      ];
      const notebook = parseNotebook(
        notebookOf(sources.map((source) => codeCell(source, { outputs }))),
      );
      const text = formatNotebook(notebook);
      const again = parseNotebook(JSON.parse(text));
      assert.equal(formatNotebook(again), text);
      assert.deepEqual(
        again.cells.map((cell) => joinText(cell.source)),
        sources,
      );
    }),
  );
});

test(
  "writeNotebook(path, n) writes what Jupyter would, byte for byte",
  { skip: withoutNbformat },
  async () => {
    const [source, jupyter, ours] = ["rich.ipynb", "jupyter.ipynb", "ours.ipynb"].map((name) =>
      path.join(folder, name),
    );
    writeFileSync(source, JSON.stringify(rich));
    execFileSync(python, [
      "-c",
      "import nbformat, sys; nbformat.write(nbformat.read(sys.argv[1], 4), sys.argv[2])",
      source,
      jupyter,
    ]);
    await writeNotebook(ours, await readNotebook(source));
    assert.equal(readFileSync(ours, "utf8"), readFileSync(jupyter, "utf8"));
    await writeNotebook(ours, await readNotebook(jupyter));
    assert.equal(readFileSync(ours, "utf8"), readFileSync(jupyter, "utf8"));
  },
);

test(
  "writeNotebook(path, n) writes files that nbformat accepts, upgraded ones too",
  { skip: withoutNbformat },
  async () => {
    for (const [name, notebook] of [
      ["v.ipynb", rich],
      [
        "w.ipynb",
        notebookOf([codeCell("x"), codeCell("x")], {
          nbformat_minor: 2,
          metadata: { orig_nbformat: 3 },
        }),
      ],
    ] as const) {
      const file = place(name, notebook);
      await writeNotebook(file, await readNotebook(file));
      const script =
        "import nbformat, sys, json; n = json.loads(sys.stdin.read()); nbformat.validate(n); assert n['nbformat_minor'] == 5";
      execFileSync(python, ["-W", "error", "-c", script], { input: readFileSync(file) });
    }
  },
);

test("writeNotebook(path, n) keeps permissions, follows links and leaves no temporary file", async () => {
  const inside = path.join(folder, "perm");
  mkdirSync(inside);
  const [file, link] = [path.join(inside, "a.ipynb"), path.join(inside, "link.ipynb")];
  writeFileSync(file, "old");
  chmodSync(file, 0o640);
  symlinkSync("a.ipynb", link);
  await writeNotebook(link, parseNotebook(notebookOf([codeCell("new")])));
  assert.equal(statSync(file).mode & 0o777, 0o640);
  assert.equal((await readNotebook(file)).cells.length, 1);
  assert.deepEqual(readdirSync(inside).sort(), ["a.ipynb", "link.ipynb"]);
});

test("writeNotebook(path, n) leaves the old file whole when it cannot write the new one", async () => {
  const file = place("whole.ipynb", "old");
  const cyclic = parseNotebook(notebookOf([])) as Notebook & { self?: unknown };
  cyclic.self = cyclic;
  await assert.rejects(writeNotebook(file, cyclic), /cannot write .*whole\.ipynb/);
  assert.equal(readFileSync(file, "utf8"), "old");
  await assert.rejects(
    writeNotebook(path.join(file, "x.ipynb"), parseNotebook(notebookOf([]))),
    /cannot write .*x\.ipynb: part of its path is a file/,
  );
  await assert.rejects(
    writeNotebook(path.join(folder, "no", "x.ipynb"), parseNotebook(notebookOf([]))),
    /cannot write .*: no such file or folder/,
  );
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".tmp")),
    [],
  );
});
