// Resizes a generated adapter from rank 64 to 16, ours and the Python ways in turns, each a process
// of its own from file to file:
//   node dist/bench/adapters/main.js --python PYTHON [--sd-scripts FOLDER] [--layers 2] [--repeat 3]
//     [--full-svd]
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { decomposeAdapter, decomposeSum, openAdapter, saveFiles } from "lowrank/adapters";
import { generateAdapter } from "./generateAdapter";

const [rank, newRank] = [64, 16];
const repository = path.join(__dirname, "..", "..", "..");

interface Entrant {
  readonly name: string;
  readonly command: string;
  readonly args: (source: string, target: string) => string[];
}

interface Run {
  seconds: number;
  bytes: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      python: { type: "string", default: process.env.LOWRANK_PEFT_PYTHON ?? "" },
      "sd-scripts": { type: "string", default: "" },
      layers: { type: "string", default: "2" },
      repeat: { type: "string", default: "3" },
      "full-svd": { type: "boolean", default: false },
    },
  });
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-bench-adapters-"));
  try {
    const source = path.join(folder, "adapter.safetensors");
    await saveFiles(source, [generateAdapter("adapter.safetensors", Number(values.layers), rank)]);
    const entrants = listEntrants(values.python, values["sd-scripts"], values["full-svd"]);
    const runs = takeTurns(entrants, source, folder, Number(values.repeat));
    for (const { name } of entrants)
      console.log(await describe(name, runs, source, path.join(folder, `${name}.safetensors`)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function listEntrants(python: string, scripts: string, full: boolean): Entrant[] {
  const ours = path.join(__dirname, "resizeOurs.js");
  const entrants: Entrant[] = [
    {
      name: "lowrank",
      command: process.execPath,
      args: (from, to) => [ours, from, to, String(newRank)],
    },
  ];
  if (!existsSync(python)) {
    console.log("--python names no Python with torch, safetensors and tqdm: its ways are left out");
    return entrants;
  }
  const peer = path.join(repository, "bench", "peers", "resize_lora.py");
  const script = path.join(scripts, "networks", "resize_lora.py");
  const ways = ["lowrank", ...(existsSync(script) ? ["script"] : []), ...(full ? ["svd"] : [])];
  if (!existsSync(script)) console.log("--sd-scripts names no clone: kohya's script is left out");
  for (const way of ways)
    entrants.push({
      name: { lowrank: "torch.svd_lowrank", svd: "torch.linalg.svd", script: "kohya" }[
        way
      ] as string,
      command: python,
      args: (from, to) => [peer, from, to, String(newRank), way, script],
    });
  return entrants;
}

function takeTurns(
  entrants: readonly Entrant[],
  source: string,
  folder: string,
  repeat: number,
): Map<string, Run[]> {
  const runs = new Map<string, Run[]>(entrants.map(({ name }) => [name, []]));
  for (let turn = 0; turn < repeat; turn++)
    for (const { name, command, args } of entrants) {
      // The full SVD takes minutes: once is enough.
      if (name === "torch.linalg.svd" && turn > 0) continue;
      const target = path.join(folder, `${name}.safetensors`);
      const text = execFileSync(command, args(source, target), {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        env: { ...process.env, OMP_NUM_THREADS: "2" },
      });
      runs.get(name)?.push(JSON.parse(text.trim().split("\n").pop() as string) as Run);
    }
  return runs;
}

/** Processor seconds, ratios turn by turn, memory, and the error against the least there is. */
async function describe(
  name: string,
  runs: ReadonlyMap<string, Run[]>,
  source: string,
  target: string,
): Promise<string> {
  const own = runs.get(name) as Run[];
  const ours = runs.get("lowrank") as Run[];
  const sorted = own.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const ratios = own.map(({ seconds }, i) => seconds / ours[i].seconds).sort((a, b) => a - b);
  const middle = (numbers: number[]): number => numbers[numbers.length >> 1];
  const peak = Math.max(...own.map(({ bytes }) => bytes));
  return [
    name.padEnd(18),
    `CPU s ${middle(sorted).toFixed(2)} (${sorted[0].toFixed(2)}–${sorted[sorted.length - 1].toFixed(2)}, ${own.length} runs)`,
    `ratio ${middle(ratios).toFixed(1)} (${ratios[0].toFixed(1)}–${ratios[ratios.length - 1].toFixed(1)})`,
    `peak ${(peak / 1e6).toFixed(0)} MB`,
    `error / least ${(await excess(source, target)).toFixed(7)}`,
  ].join(" | ");
}

/** ‖ΔW − ΔW′‖ of all modules together, over the least possible at the rank. */
async function excess(source: string, target: string): Promise<number> {
  const [before, after] = [await openAdapter(source), await openAdapter(target)];
  const squares = (values: Float64Array): number => values.reduce((sum, x) => sum + x * x, 0);
  const difference = await decomposeSum([
    { adapter: before, weight: 1 },
    { adapter: after, weight: -1 },
  ]);
  const found = difference.modules.reduce((sum, one) => sum + squares(one.singularValues), 0);
  const least = (await decomposeAdapter(before)).modules.reduce(
    (sum, one) => sum + squares(one.singularValues.subarray(newRank)),
    0,
  );
  return Math.sqrt(found / least);
}

void main();
