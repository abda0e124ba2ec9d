import { existsSync } from "node:fs";
import path from "node:path";
import type { AdapterEntrant } from "./race";
import type { AdapterSize } from "./generateAdapter";

/** What a race is run with. */
export interface RaceOptions extends AdapterSize {
  /** For inputs and outputs. */
  readonly folder: string;
  /** An interpreter with torch, safetensors, tqdm and PEFT; where it is missing, ours run alone. */
  readonly python: string;
  /** A clone of kohya's scripts. */
  readonly scripts: string;
  /** With full SVDs, minutes a module at full width. */
  readonly full: boolean;
}

const repository = path.join(__dirname, "..", "..", "..");

/** The library as a process of its own. */
export function oursAs(
  way: "resize" | "merge" | "extract",
  rank: number,
  given: readonly string[],
  name = "lowrank",
): AdapterEntrant {
  const script = path.join(__dirname, "ours.js");
  const args = (target: string): string[] => [script, way, target, String(rank), ...given];
  return { name, command: process.execPath, args };
}

/** Ways of a script in bench/peers, by the names that the table gives them. */
export function peersAs(
  { python }: RaceOptions,
  script: string,
  ways: Readonly<Record<string, readonly string[]>>,
): AdapterEntrant[] {
  if (!existsSync(python)) return [];
  const file = path.join(repository, "bench", "peers", script);
  return Object.entries(ways).map(([name, words]) => ({
    name,
    command: python,
    args: (target) => [file, target, ...words],
    once: name.includes("full SVD"),
  }));
}

/** The root of the sum of squares. */
export function norm(lists: readonly Float64Array[]): number {
  let sum = 0;
  for (const list of lists) for (const value of list) sum += value * value;
  return Math.sqrt(sum);
}
