import assert from "node:assert/strict";
import { test } from "node:test";
import type { Notebook } from "../../src/workbook/jupyter/notebook/notebook";
import { findAnatomyFaults, headings, seen } from "./anatomyFaults";
import { findFileFaults } from "./fileFaults";
import {
  describeFaults,
  readNotebooks,
  toNotebookFile,
  type Fault,
  type NotebookFile,
} from "./notebookFiles";
import { findNumberFaults, readNumbers } from "./numberFaults";

const notebooks = readNotebooks();
const solutions = readNotebooks("solutions");

/**
 * Numbers in the prose that no cell prints: how each comes about, and why it is said. An entry that
 * is wrong or no longer needed fails.
 */
const derived: Record<string, Record<string, [value: number, reason: string]>> = {
  "01-turn-text-into-matrix": {
    "90": [90, "degrees in a right angle"],
    "0.026": [
      (100 * 546151) / (82192 * 25304),
      "non-zero share of the whole dictionary, in percent; the cell above prints its parts",
    ],
    "16.6": [(8 * 82192 * 25304) / 1e9, "GB of the whole dictionary as a dense matrix"],
  },
  "02-factor-matrix": {
    "45": [(Math.atan2(1, 1) * 180) / Math.PI, "degrees of the direction (1, 1)"],
    "95": [95, "percent that a prediction asks for"],
    "4771": [4771, "columns of the matrix, which the first notebook prints"],
  },
  "03-choose-rank": {
    "0.167": [1 / 6, "one class of six"],
    "72": [6 * 12, "bytes of a sparse row of six words"],
  },
  "04-classify-text": {
    "200": [1200 / 6, "held-out definitions of a class"],
    "1.79": [Math.log(6), "log loss of guessing one class of six"],
    "0.99": [0.99, "a probability that one might expect"],
    "4771": [4771, "columns of the matrix, which the first notebook prints"],
  },
  "09-adapt-network": {
    "660": [2 * (2 * (64 + 64) + (10 + 64)), "numbers of rank 2 in three layers"],
    "640": [10 * 64, "weights of the last layer"],
  },
  "12-scale-out": {
    "27000": [(6000 / 200) ** 3, "growth of the flops with the third power of the side"],
    "23": [(324 / 68) ** 2, "squares of the bases at ranks 160 and 10"],
    "256": [(160 / 10) ** 2, "squares of those ranks"],
    "3.2": [(8 * 1e6 * (300 + 100)) / 1e9, "GB of basis and V at a million columns"],
    "32": [(8 * 1e7 * (300 + 100)) / 1e9, "GB of basis and V at ten million columns"],
  },
  "13-choose-factors": {
    "0.75": [3 / 4, "power of the contexts' counts in word2vec"],
  },
};

for (const file of notebooks) {
  test(`notebook ${file.name} has every part of the anatomy, within its budget`, () => {
    assert.deepEqual(describeFaults(file.name, findAnatomyFaults(file)), []);
  });
  test(`notebook ${file.name} is executed, with at least four titled figures, and its links exist`, () => {
    assert.deepEqual(describeFaults(file.name, findFileFaults(file, 4)), []);
  });
}

for (const file of solutions) {
  test(`notebook ${file.name} is executed, with a figure, and its links exist`, () => {
    assert.deepEqual(describeFaults(file.name, findFileFaults(file, 1)), []);
  });
  test(`notebook ${file.name} restates each exercise, says what its result shows, asserts it, and leads back`, () => {
    assert.deepEqual(describeFaults(file.name, findSolutionFaults(file)), []);
  });
}

for (const file of [...notebooks, ...solutions]) {
  test(`notebook ${file.name} says only numbers that its cells print`, () => {
    const reasons = derived[file.name] ?? {};
    const faults = findNumberFaults(file);
    assert.deepEqual(
      describeFaults(
        file.name,
        faults.filter(({ number }) => !(number in reasons)),
      ),
      [],
    );
    assert.deepEqual(
      Object.keys(reasons).filter((number) => !faults.some((fault) => fault.number === number)),
      [],
      "these are not said, or stand in an output now; take them off the list",
    );
    for (const [number, [value, reason]] of Object.entries(reasons))
      assert.equal(value.toFixed(readNumbers(number)[0].decimals), number, reason);
  });
}

function findSolutionFaults({ name, cells }: NotebookFile): Fault[] {
  const exercises = headings(cells).filter(({ title }) => /^\d+\. /.test(title));
  const back = `](../${name.replace(/^solutions\/(.*)-solutions$/, "$1.ipynb")})`;
  const faults = exercises.flatMap(({ cell }, i): Fault[] => {
    const own = cells.slice(cell - 1, (exercises[i + 1]?.cell ?? cells.length + 1) - 1);
    return [
      {
        cell,
        what: /^## .+\n\n\*[A-Z]/.test(own[0].text)
          ? ""
          : "it does not restate the question in italics",
      },
      { cell, what: own.some(({ text }) => text.startsWith(seen)) ? "" : `no ${seen}` },
      {
        cell,
        what: own.some(({ isCode, text }) => isCode && text.includes("throw new Error"))
          ? ""
          : "no code of it can throw",
      },
    ];
  });
  return [
    ...faults,
    ...[cells[0], cells[cells.length - 1]].map(({ place, text }) => ({
      cell: place,
      what: text.includes(back) ? "" : "no link to the notebook",
    })),
  ].filter(({ what }) => what !== "");
}

const firstLesson = notebooks.find(({ name }) => name.startsWith("01-"))!;

/** A copy of the first lesson with one thing spoilt. */
function spoil(change: (notebook: Notebook) => void): NotebookFile {
  const notebook = structuredClone(firstLesson.notebook);
  for (const cell of notebook.cells) cell.source = [cell.source].flat().join("");
  change(notebook);
  return toNotebookFile(firstLesson.name, Buffer.byteLength(JSON.stringify(notebook)), notebook);
}

const replace =
  (from: string | RegExp, to: string) =>
  (notebook: Notebook): void => {
    for (const cell of notebook.cells) cell.source = (cell.source as string).replace(from, to);
  };

/** Puts what the notebook says it sees last into its second cell, above all outputs. */
function moveClaim({ cells }: Notebook): void {
  const claims = cells
    .map(({ source }) => source as string)
    .filter((source) => source.startsWith(seen) && /\d\.\d{2}/.test(source));
  cells[1].source = `${claims[claims.length - 1]}\n\n${cells[1].source as string}`;
}

const spoilt: [how: string, change: (notebook: Notebook) => void, complaint: RegExp][] = [
  [
    "without its title",
    replace("# Turn text into a matrix", "Turn text into a matrix"),
    /cell 1: the first line is no title/,
  ],
  [
    "with no stage in bold",
    replace("**text → matrix**", "text → matrix"),
    /cell 1: no strip of stages/,
  ],
  ["without what one needs", replace("**What you'll need.**", ""), /cell 2: it lacks one of/],
  [
    "with a second import",
    replace("const titleTexts", 'import { show } from "lowrank";\nconst titleTexts'),
    /cell 7: an import outside/,
  ],
  [
    "with a noun for a heading",
    replace("## Count words", "## The words"),
    /cell 4: the heading "The words in nine titles" does not start with a verb/,
  ],
  ["without predictions", replace(/\*Predict:\*/g, "Guess:"), /0 times \*Predict:\*/],
  [
    "with a prediction that nothing answers",
    replace("*What we see:* *system* weighs", "*System* weighs"),
    /cell 11: no \*What we see:\* follows/,
  ],
  ["without its recap", replace("## Recap", "Recap"), /the last sections are/],
  [
    "with one exercise",
    replace(/\n[23]\. (Keep|Put)/g, "\n- $1"),
    /1 exercises; there should be 2 to 4/,
  ],
  [
    "with a bare link",
    replace(": the dictionary.", "."),
    /it does not say what this is good for: - Princeton/,
  ],
  [
    "with a long cell",
    replace("const seed", `${"void 0;\n".repeat(16)}const seed`),
    /cell 3: .* lines of code/,
  ],
  [
    "with a dead link",
    replace("02-factor-matrix.ipynb", "02-factor.ipynb"),
    /it links to 02-factor\.ipynb, which does not exist/,
  ],
  [
    "with an output gone",
    (notebook) =>
      notebook.cells.forEach((cell) => cell.cell_type === "code" && (cell.outputs = [])),
    /cell 5: it prints or shows something, but its output is missing/,
  ],
  [
    "for another kernel",
    (notebook) => void (notebook.metadata.kernelspec = { name: "tslab" }),
    /its kernel is tslab/,
  ],
  [
    "with two cells of one id",
    (notebook) => void (notebook.cells[1].id = notebook.cells[0].id),
    /ids are not unique/,
  ],
  [
    "with a number from another run",
    replace("the median definition has 10 words", "the median definition has 11 words in 17.25 %"),
    /17\.25 stands in no output/,
  ],
  [
    "with a result in its lead",
    replace("# Turn text into a matrix\n\n", "# Turn text into a matrix\n\nAccuracy is 0.7351. "),
    /cell 1: 0\.7351 stands in no output and no code$/m,
  ],
  [
    "with a result of one digit",
    replace(/\*What we see:\*/, "*What we see:* 0.7 of all,"),
    /: 0\.7 stands in no output and no code above/,
  ],
  [
    "with a result in a formula",
    replace(/\*What we see:\*/, "*What we see:* $\\sigma_1 = 31.377$,"),
    /: 31\.377 stands in no output/,
  ],
  [
    "with a number that only a later cell prints",
    (notebook) => void moveClaim(notebook),
    /cell 2: .* stands in no output and no code above/,
  ],
  [
    "of two megabytes",
    (notebook) => void (notebook.metadata.padding = "x".repeat(2e6)),
    /MB; it should be below 1\.5 MB/,
  ],
];
for (const [how, change, complaint] of spoilt) {
  test(`a notebook ${how} is found out`, () => {
    const file = spoil(change);
    assert.match(
      describeFaults(file.name, [
        ...findAnatomyFaults(file),
        ...findFileFaults(file, 4),
        ...findNumberFaults(file),
      ]).join("\n"),
      complaint,
    );
  });
}

test("readNumbers reads thousands, percent and powers, and no formula, address or name", () => {
  const read = (text: string): [string, number, boolean][] =>
    readNumbers(text).map(({ text: number, decimals, isPercent }) => [number, decimals, isPercent]);
  assert.deepEqual(read("1,200 of 82,192: 0.13 %, 4.1e-4"), [
    ["1200", 0, false],
    ["82192", 0, false],
    ["0.13", 2, true],
    ["4.1e-4", 5, false],
  ]);
  assert.deepEqual(read("to $10^{-12}$, title c3, [page](04-classify.ipynb)"), []);
});
