import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { launchKernel } from "../../src/workbook/jupyter/client/client";
import type { TestedKernel } from "./testedKernel";

/** Cells of one line after which memory is read. */
const cells = 1000;
/** Starts that are timed, the kernels taking turns. */
const starts = 5;
/** Seconds without a cell, after which memory is read again. */
const pause = 10;
/** In which Linux counts processor time, on every machine. */
const ticksPerSecond = 100;

/** Megabytes that a process holds. */
function memoryOf(pid: number): number {
  if (process.platform !== "linux")
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)])) / 1024;
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
}

/** Seconds of processor time that a process has taken; NaN where Linux does not tell. */
function processorSeconds(pid: number): number {
  if (process.platform !== "linux") return NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

interface Start {
  /** Seconds from the start of the process to the first cell's output. */
  wall: number;
  /** Processor seconds that the kernel has taken by then. */
  processor: number;
}

async function timeStart({ command }: TestedKernel, cwd: string): Promise<Start> {
  const began = performance.now();
  const start = { wall: NaN, processor: NaN };
  const client = await launchKernel({ command, cwd });
  const onMessage = ({ header }: { header: { msg_type: string } }): void => {
    if (header.msg_type !== "stream" || !Number.isNaN(start.wall)) return;
    start.wall = (performance.now() - began) / 1000;
    start.processor = processorSeconds(client.pid);
  };
  await client.execute('console.log("first")', { onMessage });
  await client.shutdown();
  return start;
}

/** Megabytes after one cell, after all and after a pause, and processor milliseconds a cell. */
async function measureCells({ command }: TestedKernel, cwd: string): Promise<number[]> {
  const client = await launchKernel({ command, cwd });
  try {
    await client.execute("const first = 1;");
    const before = { memory: memoryOf(client.pid), seconds: processorSeconds(client.pid) };
    for (let i = 0; i < cells; i++) await client.execute(`const value${i} = ${i} + 1; value${i}`);
    const taken = processorSeconds(client.pid) - before.seconds;
    const after = memoryOf(client.pid);
    await wait(pause * 1000);
    return [before.memory, after, memoryOf(client.pid), (taken / cells) * 1000];
  } finally {
    await client.shutdown();
  }
}

function describeSpread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b).map((value) => value.toFixed(1));
  return `${sorted[Math.floor(sorted.length / 2)]} (${sorted[0]} to ${sorted.at(-1)})`;
}

/** Prints, for each kernel, its time from start to first output and its memory over many cells. */
export async function measureKernels(
  kernels: readonly TestedKernel[],
  makeFolder: () => string,
): Promise<void> {
  const folder = makeFolder();
  const taken = kernels.map((): Start[] => []);
  for (let turn = 0; turn < starts; turn++)
    for (const [i, kernel] of kernels.entries()) taken[i].push(await timeStart(kernel, folder));
  console.log(
    `| kernel | start to first output, s | processor time of it, s | memory after 1 cell, MB | after ${cells} cells, MB | ${pause} s later, MB | processor time of a cell, ms |`,
  );
  console.log("|---|---|---|---|---|---|---|");
  for (const [i, kernel] of kernels.entries()) {
    const wall = describeSpread(taken[i].map((start) => start.wall));
    const processor = describeSpread(taken[i].map((start) => start.processor));
    const figures = (await measureCells(kernel, folder)).map((figure) => figure.toFixed(0));
    console.log(`| ${[kernel.name, wall, processor, ...figures].join(" | ")} |`);
  }
  rmSync(path.dirname(folder), { recursive: true, force: true });
}
