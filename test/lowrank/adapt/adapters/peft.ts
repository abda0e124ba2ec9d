import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { repository } from "../../../paths";

const python = process.env.LOWRANK_PEFT_PYTHON ?? "";

/** Why tests that ask PEFT are skipped; false where it can be asked. */
export const lacksPeft =
  python !== "" && existsSync(python)
    ? false
    : "set LOWRANK_PEFT_PYTHON to a Python with torch, peft and transformers";

export interface PeftAnswer {
  modules: number;
  ranks: number[];
  /** Share of ‖ΔW‖ by which the worst module differs from the best of its rank. */
  update: number;
  /** Largest difference of the model's outputs. */
  outputs: number;
}

export interface PeftQuestion {
  model: "bert" | "gpt2" | "pictures" | "minilm";
  /** The adapter to load. */
  found: string;
  /** Adapters whose sum, each times its weight, it should be. */
  expected: readonly (readonly [weight: number, place: string])[];
}

/** Loads adapters by PEFT, and holds each against the sum of others. */
export function askPeft(questions: readonly PeftQuestion[]): PeftAnswer[] {
  const script = path.join(repository, "test/lowrank/adapt/adapters/peftOutputs.py");
  const options = { encoding: "utf8", input: JSON.stringify(questions) } as const;
  const { status, stdout, stderr } = spawnSync(python, [script], options);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1) as string) as PeftAnswer[];
}
