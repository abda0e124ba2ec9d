import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  joinText,
  type CodeCell,
  type Notebook,
} from "../../src/workbook/jupyter/notebook/notebook";

export const notebooksFolder = path.join(__dirname, "..", "..", "..", "notebooks");

/** A notebook file as the checks read it. */
export interface NotebookFile {
  /** Path below the notebooks' folder, without the ending. */
  name: string;
  bytes: number;
  notebook: Notebook;
  cells: readonly TextCell[];
}

/** A cell with its text; `place` counts all cells from 1. */
export interface TextCell {
  place: number;
  text: string;
  isCode: boolean;
  /** The whole cell, where it is a code cell. */
  code?: CodeCell;
}

/** Something a notebook misses: in which cell (0 for the whole notebook), and what. */
export interface Fault {
  cell: number;
  what: string;
}

export function readNotebooks(folder = ""): NotebookFile[] {
  const names = readdirSync(path.join(notebooksFolder, folder)).filter((name) =>
    name.endsWith(".ipynb"),
  );
  return names.sort().map((name) => readNotebookFile(path.posix.join(folder, name)));
}

function readNotebookFile(name: string): NotebookFile {
  const text = readFileSync(path.join(notebooksFolder, name), "utf8");
  return toNotebookFile(
    name.replace(/\.ipynb$/, ""),
    Buffer.byteLength(text),
    JSON.parse(text) as Notebook,
  );
}

export function toNotebookFile(name: string, bytes: number, notebook: Notebook): NotebookFile {
  const cells = notebook.cells.map((cell, i): TextCell => {
    const base = { place: i + 1, text: joinText(cell.source) };
    return cell.cell_type === "code"
      ? { ...base, isCode: true, code: cell }
      : { ...base, isCode: false };
  });
  return { name, bytes, notebook, cells };
}

export const countLines = (code: string): number =>
  code.split("\n").filter((line) => line.trim() !== "").length;

/** Faults as a reader of the test's output wants them: notebook, cell, what is missing. */
export function describeFaults(name: string, faults: readonly Fault[]): string[] {
  return faults.map(({ cell, what }) => `${name}${cell > 0 ? `, cell ${cell}` : ""}: ${what}`);
}
