import assert from "node:assert/strict";
import { test } from "node:test";
import type { Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { parseNotebook } from "../../../src/workbook/jupyter/notebook/notebookSchema";
import {
  findUnknownParameters,
  injectParameters,
  readParameterValue,
} from "../../../src/workbook/jupyter/notebook/parameters";

// What papermill 2.6's _resolve_type gives (papermill/cli.py), and the three words of JavaScript.
const values: [text: string, value: unknown][] = [
  ["50", 50],
  ["-5", -5],
  ["+5", 5],
  [" 7 ", 7],
  ["1_000", 1000],
  ["007", 7],
  ["0.5", 0.5],
  [".5", 0.5],
  ["5.", 5],
  ["1e-6", 1e-6],
  ["1E3", 1000],
  ["nan", NaN],
  ["-inf", -Infinity],
  ["Infinity", Infinity],
  ["True", true],
  ["False", false],
  ["None", null],
  ["true", true],
  ["null", null],
  ["", ""],
  ["TRUE", "TRUE"],
  ["50 %", "50 %"],
  ["0x10", "0x10"],
  ["1__0", "1__0"],
  ["[1, 2]", "[1, 2]"],
  ["1,5", "1,5"],
];
for (const [text, value] of values) {
  test(`readParameterValue(${JSON.stringify(text)}) is ${String(value)}`, () => {
    assert.deepEqual(readParameterValue(text), value);
  });
}

test("readParameterValue(n) refuses a whole number that is not exact", () => {
  assert.throws(() => readParameterValue("9007199254740993"), /9007199254740993 is beyond .* -r/);
});

const notebookOf = (...cells: { source: string; tags?: string[]; id?: string }[]): Notebook =>
  parseNotebook({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map(({ source, tags, id }) => ({
      cell_type: "code",
      ...(id !== undefined && { id }),
      metadata: { tags },
      source,
    })),
  });
const sourcesOf = ({ cells }: Notebook): unknown[] => cells.map(({ source }) => source);

test("injectParameters(n, p) adds a cell after the one tagged `parameters`", () => {
  const given = notebookOf(
    { source: "import 1" },
    { source: "let rank = 20;", tags: ["parameters"] },
    { source: "rank" },
  );
  const made = injectParameters(given, {
    rank: 50,
    title: 'a "b"\n',
    share: NaN,
    none: null,
    least: -0,
    $é: true,
  });
  assert.deepEqual(sourcesOf(made), [
    "import 1",
    "let rank = 20;",
    '// Parameters\nlet rank = 50;\nlet title = "a \\"b\\"\\n";\nlet share = NaN;\nlet none = null;\nlet least = -0;\nlet $é = true;',
    "rank",
  ]);
  assert.deepEqual(made.cells[2].metadata, { tags: ["injected-parameters"] });
  assert.equal(given.cells.length, 3);
});

test("injectParameters(n, p) replaces the cell that an earlier run has injected, wherever it is", () => {
  const twice = injectParameters(
    injectParameters(notebookOf({ source: "1" }, { source: "let a = 1;", tags: ["parameters"] }), {
      a: 2,
    }),
    { a: 3 },
  );
  assert.deepEqual(sourcesOf(twice), ["1", "let a = 1;", "// Parameters\nlet a = 3;"]);
});

test("injectParameters(n, p) puts the cell first where none is tagged, under an id that is free", () => {
  const made = injectParameters(notebookOf({ source: "1", id: "injected-parameters" }), { a: 2 });
  assert.deepEqual(sourcesOf(made), ["// Parameters\nlet a = 2;", "1"]);
  assert.equal(new Set(made.cells.map(({ id }) => id)).size, 2);
});

for (const [name, message] of [
  ["class", /parameter class is a word of the language/],
  ["a-b", /parameter "a-b" cannot be a variable's name/],
  ["1a", /cannot be a variable's name/],
  ["", /cannot be a variable's name/],
  ["a = 1; process.exit(); let b", /cannot be a variable's name/],
] as const) {
  test(`injectParameters(n, { ${JSON.stringify(name)} }) says that it is no name`, () => {
    assert.throws(() => injectParameters(notebookOf(), { [name]: 1 }), message);
  });
}

test("findUnknownParameters(n, names) lists what the tagged cell does not name", () => {
  const notebook = notebookOf({ source: "let rank = 2, seed = 1;", tags: ["parameters"] });
  assert.deepEqual(findUnknownParameters(notebook, ["rank", "rnak", "see"]), ["rnak", "see"]);
  assert.deepEqual(findUnknownParameters(notebookOf(), ["a"]), ["a"]);
});
