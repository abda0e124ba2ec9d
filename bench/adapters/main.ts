// Adapters resized, merged and extracted: ours and the Python ways in turns, each a process of its
// own from file to file, reading and writing included:
//   node dist/bench/adapters/main.js [resize] [merge] [extract] --python PYTHON
//     [--sd-scripts FOLDER] [--layers 1] [--width 4096] [--repeat 3] [--full-svd]
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { raceInExtracting } from "./extract";
import { raceInMerging } from "./merge";
import { runRace } from "./race";
import { raceInResizing } from "./resize";

const races = { resize: raceInResizing, merge: raceInMerging, extract: raceInExtracting };

function isRace(name: string): name is keyof typeof races {
  return name in races;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      python: { type: "string", default: process.env.LOWRANK_PEFT_PYTHON ?? "" },
      "sd-scripts": { type: "string", default: "" },
      layers: { type: "string", default: "1" },
      width: { type: "string", default: "4096" },
      repeat: { type: "string", default: "3" },
      "full-svd": { type: "boolean", default: false },
    },
  });
  if (!existsSync(values.python))
    console.log("--python names no Python with torch, safetensors, tqdm and PEFT: ours run alone");
  for (const name of positionals.length > 0 ? positionals : Object.keys(races)) {
    if (!isRace(name)) throw new Error(`no race "${name}"; choose of resize, merge and extract`);
    const folder = mkdtempSync(path.join(tmpdir(), "lowrank-bench-adapters-"));
    try {
      const race = await races[name]({
        ...{ folder, python: values.python, scripts: values["sd-scripts"] },
        ...{ layers: Number(values.layers), width: Number(values.width) },
        full: values["full-svd"],
      });
      console.log(name);
      for (const line of await runRace(race, folder, Number(values.repeat))) console.log(line);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

void main();
