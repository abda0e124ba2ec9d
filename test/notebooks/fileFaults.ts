import { existsSync } from "node:fs";
import path from "node:path";
import {
  countLines,
  notebooksFolder,
  type Fault,
  type NotebookFile,
  type TextCell,
} from "./notebookFiles";

interface Axis {
  title?: { text?: string };
}

interface PlotlyJson {
  data: {
    type: string;
    x?: unknown[];
    y?: unknown[];
    z?: unknown[][];
    visible?: boolean;
    xaxis?: string;
    yaxis?: string;
  }[];
  layout: Record<string, Axis | undefined>;
}

/**
 * What any notebook in the repository must have, solutions included: results, drawable figures, a
 * kernel, addresses that exist.
 */
export function findFileFaults(file: NotebookFile, figures: number): Fault[] {
  return [
    ...checkFormat(file),
    ...file.cells.flatMap((cell) => [...checkResult(cell), ...checkLinks(file, cell)]),
    ...checkFigures(file, figures),
  ];
}

function checkFormat({ notebook, cells, bytes }: NotebookFile): Fault[] {
  const ids = notebook.cells.map(({ id }) => id);
  const kernel = (notebook.metadata.kernelspec as { name?: string } | undefined)?.name;
  const faults = cells
    .filter(({ isCode, text }) => isCode && countLines(text) > 15)
    .map(({ place, text }) => ({
      cell: place,
      what: `${countLines(text)} lines of code; there should be at most 15`,
    }));
  if (bytes >= 1.5e6)
    faults.push({ cell: 0, what: `${(bytes / 1e6).toFixed(2)} MB; it should be below 1.5 MB` });
  if (kernel !== "lowrank") faults.push({ cell: 0, what: `its kernel is ${kernel}, not lowrank` });
  if (notebook.nbformat !== 4 || notebook.nbformat_minor < 5)
    faults.push({ cell: 0, what: "its format is not nbformat 4.5" });
  if (new Set(ids).size !== ids.length || !ids.every((id) => /^[a-zA-Z0-9-_]{1,64}$/.test(id)))
    faults.push({ cell: 0, what: "its cells' ids are not unique, or hold odd characters" });
  return faults;
}

function checkResult({ place, text, code }: TextCell): Fault[] {
  if (code === undefined) return [];
  const faults: Fault[] = [];
  if (code.execution_count === null) faults.push({ cell: place, what: "it was not run" });
  // At the start of a line: a call inside a function prints only when that is called.
  if (/^(console\.log|show|showTable)\(/m.test(text) && code.outputs.length === 0)
    faults.push({ cell: place, what: "it prints or shows something, but its output is missing" });
  for (const output of code.outputs) {
    if (output.output_type === "error")
      faults.push({ cell: place, what: `it ended with ${output.ename}: ${output.evalue}` });
    if (output.output_type === "stream" && output.name === "stderr")
      faults.push({ cell: place, what: "it wrote to stderr" });
  }
  return faults;
}

function checkLinks({ name }: NotebookFile, { place, text, isCode }: TextCell): Fault[] {
  if (isCode) return [];
  const addresses = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, address]) => address)
    .filter((address) => !/^(https?|mailto):|^#/.test(address));
  const missing = addresses.filter(
    (address) =>
      !existsSync(
        path.join(notebooksFolder, path.dirname(name), decodeURIComponent(address.split("#")[0])),
      ),
  );
  return missing.map((address) => ({
    cell: place,
    what: `it links to ${address}, which does not exist`,
  }));
}

function checkFigures({ cells }: NotebookFile, wanted: number): Fault[] {
  const found = cells.flatMap(({ place, code }) =>
    (code?.outputs ?? []).flatMap((output) => {
      const figure = "data" in output ? output.data["application/vnd.plotly.v1+json"] : undefined;
      return figure === undefined ? [] : [{ place, figure: figure as PlotlyJson }];
    }),
  );
  const few =
    found.length < wanted
      ? [{ cell: 0, what: `${found.length} Plotly figures; there should be at least ${wanted}` }]
      : [];
  return [
    ...few,
    ...found.flatMap(({ place, figure }) =>
      describeFigure(figure).map((what) => ({ cell: place, what })),
    ),
  ];
}

function describeFigure({ data, layout }: PlotlyJson): string[] {
  const axes = new Set(data.flatMap(({ xaxis = "x", yaxis = "y" }) => [xaxis, yaxis]));
  const untitled = [...axes].filter((axis) => titleOf(layout, axis) === "");
  // An image trace is one picture, whatever its pixels: it counts no points.
  const points = data
    .filter(({ visible }) => visible !== false)
    .reduce(
      (sum, { x = [], y = [], z }) => sum + (z ? z.flat().length : Math.max(x.length, y.length)),
      0,
    );
  return [
    ...untitled.map((axis) => `the figure's ${axis} axis has no title`),
    ...(points > 2000 ? [`the figure shows ${points} points; there should be at most 2,000`] : []),
  ];
}

/** Panels side by side share one title for y: that of the first. */
function titleOf(layout: PlotlyJson["layout"], axis: string): string {
  const own = layout[`${axis[0]}axis${axis.slice(1)}`]?.title?.text;
  const shared = axis[0] === "y" && own === "" ? layout.yaxis?.title?.text : own;
  return shared?.trim() ?? "";
}
