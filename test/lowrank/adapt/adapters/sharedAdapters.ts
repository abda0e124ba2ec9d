import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Adapters that other programs made, with what these say of them; not part of the project. */
const shared = process.env.LOWRANK_SHARED_ADAPTERS ?? "";

/** Why tests of them are skipped; false where they are there. */
export const lacksAdapters =
  shared !== "" && existsSync(path.join(shared, "formats"))
    ? false
    : "set LOWRANK_SHARED_ADAPTERS to the folder of the adapters";

export const sharedPlace = (...parts: string[]): string => path.join(shared, ...parts);

/** What torch says of a module: singular values of ΔW in double precision. */
export interface OracleSpectrum {
  readonly shape?: readonly [number, number];
  readonly scale?: number;
  readonly values: readonly number[];
}

/** All adapters with a spectrum, as parts of their path, and the place to open. */
export function adaptersWithSpectra(): { name: string; place: string }[] {
  if (lacksAdapters !== false) return [];
  return ["formats", "trained"]
    .flatMap((group) => readdirSync(sharedPlace(group)).map((name) => `${group}/${name}`))
    .filter((name) => existsSync(sharedPlace(name, "spectrum.json")))
    .map((name) => {
      const file = sharedPlace(name, "kohya.safetensors");
      return { name, place: existsSync(file) ? file : sharedPlace(name) };
    });
}

export function readOracle(name: string): Record<string, OracleSpectrum> {
  const text = readFileSync(sharedPlace(name, "spectrum.json"), "utf8");
  return JSON.parse(text) as Record<string, OracleSpectrum>;
}
