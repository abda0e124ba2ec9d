import { createHash } from "node:crypto";
import type { Language } from "../jupyter/notebook/notebookLanguage";
import { languageMetadata } from "../jupyter/notebook/notebookLanguage";
import type { Cell, Notebook } from "../jupyter/notebook/notebook";
import { classCells } from "./cells/classCells";
import { plain, prose, type DraftCell } from "./cells/draftCell";
import { nextCells } from "./cells/nextCells";
import { readingCells } from "./cells/readingCells";
import { topicCells } from "./cells/topicCells";
import type { NotebookPlan } from "./planNotebook";
import type { ProjectFile } from "./projectFile";
import type { ProjectWords } from "./words/englishWords";
import { projectWords } from "./words/projectWords";

/** Names of the library that the cells may use. */
const libraryNames = [
  "accuracy",
  "confusionMatrix",
  "explainText",
  "exploreRank",
  "fitTextClassifier",
  "fitTransformTfidf",
  "loadDelimited",
  "nearestRows",
  "plotBars",
  "plotConfusion",
  "plotDocumentMap",
  "plotRankCurve",
  "plotScree",
  "plotTermLoadings",
  "predictTexts",
  "projectRows",
  "rowCoordinates",
  "saveModel",
  "show",
  "showTable",
  "stratifiedSplit",
  "transformTfidf",
  "truncatedSvd",
];

/** Columns that a line of a cell may have. */
const widest = 90;

/**
 * Writes the notebook on a table: read and look, weigh the words, topics, neighbours; with labels
 * the rank curve, the classifier with its confusion and mistakes, and the explorer.
 */
export function tableNotebook(
  title: string,
  file: ProjectFile,
  plan: NotebookPlan,
  language: Language = "en",
): Notebook {
  const words = projectWords(language);
  const body = [
    ...readingCells(file, plan, words),
    ...topicCells(plan, words),
    ...(plan.classes.length > 0 ? classCells(plan, file.names, words) : []),
    ...nextCells(plan, words),
  ];
  const cells = [openingCell(title, plan, words), importCell(body), ...body];
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        display_name: "TypeScript (Lowrank)",
        language: "typescript",
        name: "lowrank",
      },
      ...(language === "en" ? {} : languageMetadata(language)),
    },
    cells: cells.map(toCell),
  };
}

function openingCell(
  title: string,
  { rows, classes }: NotebookPlan,
  { opening }: ProjectWords,
): DraftCell {
  return prose(`# ${plain(title)}`, opening.aim(rows, classes.length), opening.run);
}

function importCell(cells: readonly DraftCell[]): DraftCell {
  const used = new Set(
    cells.flatMap(({ kind, source }) => (kind === "code" ? (source.match(/\w+/g) ?? []) : [])),
  );
  const names = libraryNames.filter((name) => used.has(name));
  const lines = names.reduce<string[]>((all, name) => {
    const last = all[all.length - 1];
    if (last === undefined || last.length + name.length + 2 > widest) return [...all, `  ${name},`];
    return [...all.slice(0, -1), `${last} ${name},`];
  }, []);
  const source = ["import {", ...lines, '} from "lowrank";', "", "const seed = 0;"].join("\n");
  return { kind: "code", source };
}

function toCell({ kind, source }: DraftCell, place: number): Cell {
  const hash = createHash("sha256").update(`${place} ${source}`).digest("hex").slice(0, 8);
  const common = { id: `cell-${place + 1}-${hash}`, metadata: {}, source };
  return kind === "markdown"
    ? { cell_type: "markdown", ...common }
    : { cell_type: "code", ...common, execution_count: null, outputs: [] };
}
