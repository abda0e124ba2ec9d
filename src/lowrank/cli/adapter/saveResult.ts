import type { AdapterProgress } from "../../adapt/adapters/adapterSpectrum";
import type { AdapterSvd } from "../../adapt/adapters/adapterSvd";
import type { OutputFile } from "../../adapt/adapters/byteSource";
import type { RankChoice } from "../../adapt/adapters/rankRules";
import { formatBytes } from "../../base/formatBytes";
import { throwIfStopped, type StopSignal } from "../../base/stopSignal";
import { saveFiles } from "../../files/saveFiles";
import { withModuleBar } from "./moduleBar";
import { formatShare } from "./rankTable";

/** Makes files and saves them, with a bar over the modules; an interrupt leaves nothing behind. */
export async function saveWithBar(
  out: string,
  { force, signal }: { readonly force: boolean; readonly signal: StopSignal },
  make: (onProgress?: (progress: AdapterProgress) => void) => readonly OutputFile[],
): Promise<readonly OutputFile[]> {
  return withModuleBar("writing", async (onProgress) => {
    const files = make((progress) => {
      throwIfStopped(signal);
      onProgress?.(progress);
    });
    await saveFiles(out, files, { force });
    return files;
  });
}

/** What came of it, in a line and for programs. */
export function describeResult(
  { adapter, modules }: AdapterSvd,
  choices: readonly RankChoice[],
  out: string,
  files: readonly OutputFile[],
): { line: string; json: object } {
  const read = modules
    .flatMap(({ update }) => update.terms)
    .flatMap(({ up, down }) => [up.source, down.source])
    .concat(adapter.carried.map(({ source }) => source));
  const before = [...new Set(read)].reduce((sum, { size }) => sum + size, 0);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const energy = modules
    .flatMap(({ singularValues }) => Array.from(singularValues))
    .reduce((sum, value) => sum + value * value, 0);
  const lost = choices.reduce((sum, { error }) => sum + error * error, 0);
  const kept = energy > 0 ? 1 - lost / energy : 1;
  return {
    line: `${out}: ${choices.length} modules, ${formatBytes(before)} → ${formatBytes(bytes)}, ${formatShare(kept)} of the energy kept`,
    json: { out, bytesBefore: before, bytes, energyKept: kept },
  };
}
