import { statSync } from "node:fs";
import { formatCellError, stripColors } from "../jupyter/notebook/cellError";
import { formatDifference } from "../jupyter/compare/compareNotebooks";
import type { RunCommandOptions } from "./runOptions";
import type { Task } from "../book/run/runTasks";

/**
 * Prints what came of each notebook: a table, then on stderr what went wrong; returns the exit
 * code.
 */
export async function reportRun(
  tasks: readonly Task[],
  options: RunCommandOptions,
): Promise<number> {
  await printTable(tasks, options);
  const errors = tasks.flatMap(({ result }) => result?.error ?? []);
  const different = tasks.filter(({ differences = [] }) => differences.length > 0);
  for (const error of errors) {
    const text = formatCellError(error);
    console.error(`\n${process.stderr.isTTY ? text : stripColors(text)}`);
  }
  for (const task of different) console.error(`\n${describeDifferences(task)}`);
  if (errors.length > 0 || different.length > 0) {
    console.error(
      options.inPlace
        ? "\nNotebooks that failed were left as they were."
        : `\nWhat ran is in ${options.out}.`,
    );
    return 1;
  }
  console.log(describeSuccess(tasks.length, options));
  return 0;
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
      ? [result && !result.error ? Math.round(statSync(target).size / 1000) : ""]
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

function describeOutcome({ result, differences }: Task, { check }: RunCommandOptions): string {
  if (result === undefined) return "not run";
  if (result.error) return `failed at cell ${result.error.cell}`;
  if (!check) return "ok";
  return differences?.length ? `differs at cell ${differences[0].cell}` : "same";
}

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
