import { statSync } from "node:fs";
import { formatCellError, stripColors, type CellError } from "../jupyter/notebook/cellError";
import { formatDifference } from "../jupyter/compare/compareNotebooks";
import { shortenPath } from "./findNotebooks";
import type { RunCommandOptions } from "./runOptions";
import { describeRun } from "./runSummary";
import type { Task } from "../book/run/runTasks";

/**
 * Prints what came of each notebook: a table or JSON, then on stderr what went wrong; returns the
 * exit code.
 */
export async function reportRun(
  tasks: readonly Task[],
  options: RunCommandOptions,
): Promise<number> {
  if (options.json) console.log(JSON.stringify(describeRun(tasks, options), undefined, 2));
  else await printTable(tasks, options);
  const isWrong = reportFaults(tasks, options);
  if (isWrong) return 1;
  if (!options.json) console.log(describeSuccess(tasks.length, options));
  return 0;
}

/** Says on stderr what went wrong; tells whether anything did. */
function reportFaults(tasks: readonly Task[], options: RunCommandOptions): boolean {
  for (const { result } of tasks) {
    for (const error of result?.allowed ?? []) printError(error);
    if (result?.error) printError(result.error);
  }
  const different = tasks.filter(({ differences = [] }) => differences.length > 0);
  for (const task of different) console.error(`\n${describeDifferences(task)}`);
  for (const { name, edit, refused } of tasks) {
    if (edit) console.error(`\n${name}: ${describeEdit(edit.cells)}`);
    if (refused)
      console.error(
        `\n${name} is left as it is: ${refused.why}. The executed copy is ${shortenPath(refused.copy)}.`,
      );
  }
  const failed = tasks.some(({ result }) => result?.error);
  if (failed)
    console.error(
      options.inPlace
        ? "\nNotebooks that failed were left as they were."
        : `\nWhat ran is in ${options.out}.`,
    );
  else if (different.length > 0) console.error(`\nWhat ran is in ${options.out}.`);
  const lacks = tasks.some(({ edit, refused }) => refused || (edit && edit.cells.length > 0));
  return failed || different.length > 0 || lacks;
}

function printError(error: CellError): void {
  const text = formatCellError(error);
  console.error(`\n${process.stderr.isTTY ? text : stripColors(text)}`);
}

function describeEdit(cells: readonly number[]): string {
  if (cells.length === 0)
    return "it was edited while it ran; the edit is kept, and the outputs are those of this run";
  return `it was edited while it ran; the edit is kept, and ${cells.length === 1 ? "cell" : "cells"} ${cells.join(", ")} did not run as ${cells.length === 1 ? "it is" : "they are"} now: run it again`;
}

async function printTable(tasks: readonly Task[], options: RunCommandOptions): Promise<void> {
  const { default: Table } = await import("cli-table3");
  const color = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  const head = ["notebook", "cells", "seconds", ...(options.static ? ["kB"] : []), "result"];
  const table = new Table({
    head,
    colAligns: head.map((name) => (name === "notebook" || name === "result" ? "left" : "right")),
    style: color ? {} : { head: [], border: [] },
  });
  for (const task of tasks) {
    const { name, result, target } = task;
    const size = options.static
      ? [result && !result.error && !task.refused ? Math.round(statSync(target).size / 1000) : ""]
      : [];
    table.push([
      name,
      result?.cells ?? "",
      result?.seconds.toFixed(1) ?? "",
      ...size,
      describeOutcome(task, options),
    ]);
  }
  console.log(table.toString());
}

function describeOutcome(task: Task, { check }: RunCommandOptions): string {
  const { result, differences, edit, refused } = task;
  if (result === undefined) return "not run";
  if (result.error?.kind === "language") return "another language";
  if (result.error) return `failed at cell ${result.error.cell}`;
  if (refused) return "ok, not written";
  if (edit) return edit.cells.length > 0 ? "ok, edited meanwhile" : "ok, around an edit";
  if (result.allowed?.length) return `ok, failures at cells ${listCells(result.allowed)}`;
  if (!check) return "ok";
  return differences?.length ? `differs at cell ${differences[0].cell}` : "same";
}

const listCells = (errors: readonly CellError[]): string =>
  errors.map(({ cell }) => cell).join(", ");

function describeDifferences({ name, differences = [] }: Task): string {
  const [first, ...rest] = differences;
  const others =
    rest.length === 0
      ? ""
      : `\n  and ${rest.length} more ${rest.length === 1 ? "cell differs" : "cells differ"}: ${rest.map(({ cell }) => cell).join(", ")}`;
  return formatDifference(name, first) + others;
}

function describeSuccess(count: number, { check, inPlace, out }: RunCommandOptions): string {
  if (check)
    return count === 1
      ? "The notebook shows what it holds."
      : `All ${count} notebooks show what they hold.`;
  return inPlace ? "Written in place." : `Executed copies are in ${out}.`;
}
