import path from "node:path";
import Table from "cli-table3";
import { adapterSpectrum, type ModuleSpectrum } from "../../adapt/adapters/adapterSpectrum";
import { baseNorms } from "../../adapt/adapters/baseWeights";
import { storedSize } from "../../adapt/adapters/resizeAdapter";
import { summariseSpectrum } from "../../adapt/adapters/spectrumSummary";
import { spectrumPage } from "../../explore/adapters/adapterPage";
import { openAdapter, openWeights } from "../../files/adapterFiles";
import { untilInterrupted } from "../untilInterrupted";
import { withModuleBar } from "./moduleBar";
import { checkPagePlace, savePage, type PageOptions } from "./savePage";

export interface SpectrumCommandOptions extends PageOptions {
  /** The base model's weights. */
  base?: string;
  json?: boolean;
  threads?: number;
}

/**
 * Prints an adapter's singular values, module by module, and writes a page of them where one is
 * asked for.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export function spectrumCommand(place: string, options: SpectrumCommandOptions): Promise<number> {
  return untilInterrupted("nothing was written", async (signal) => {
    checkPagePlace(options);
    const adapter = await openAdapter(place);
    const norms = options.base
      ? await baseNorms(adapter, await openWeights(options.base))
      : undefined;
    const spectra = await withModuleBar("reading spectra", (onProgress) =>
      adapterSpectrum(adapter, { threads: options.threads, onProgress, signal }),
    );
    console.log(options.json ? toJson(spectra, norms) : formatSpectra(spectra, norms));
    await savePage(options, () =>
      spectrumPage(spectra, {
        title: path.basename(path.resolve(place)),
        stored: storedSize(adapter),
        baseNorms: norms,
        command: `lowrank adapter resize ${quote(place)} RULE --out smaller`,
      }),
    );
  });
}

/** A place as a shell takes it. */
function quote(place: string): string {
  return /^[\w./\\:-]+$/.test(place) ? place : `"${place}"`;
}

function toJson(spectra: readonly ModuleSpectrum[], norms?: readonly number[]): string {
  const modules = spectra.map(({ singularValues, ...rest }, i) => ({
    ...rest,
    singularValues: Array.from(singularValues),
    ...(norms && { baseNorm: norms[i] }),
  }));
  return JSON.stringify({ modules }, null, 2);
}

function formatSpectra(spectra: readonly ModuleSpectrum[], norms?: readonly number[]): string {
  const head = ["module", "shape", "rank", "scale", "‖ΔW‖", ...(norms ? ["/ ‖W‖"] : [])];
  const table = new Table({
    head: [...head, "σ₁", "stable", "effective", "for 90 %", "for 99 %"],
    colAligns: head.concat(Array<string>(5).fill("")).map((_, i) => (i === 0 ? "left" : "right")),
    style: process.stdout.isTTY ? { compact: true } : { compact: true, head: [], border: [] },
  });
  for (const [i, spectrum] of spectra.entries()) {
    const { norm, stableRank, effectiveRank, rankForEnergy } = summariseSpectrum(spectrum);
    table.push([
      spectrum.name,
      spectrum.shape.join(" × "),
      String(spectrum.rank),
      formatNumber(spectrum.scale),
      formatNumber(norm),
      ...(norms ? [formatNumber(norm / norms[i])] : []),
      formatNumber(spectrum.singularValues[0]),
      stableRank.toFixed(1),
      effectiveRank.toFixed(1),
      String(rankForEnergy["0.9"]),
      String(rankForEnergy["0.99"]),
    ]);
  }
  return `${table.toString()}\n${explain}`;
}

const explain = `stable: ‖ΔW‖² / σ₁²; effective: exp of the entropy of σ / Σσ; for 90 %: the least rank that keeps that share of Σσ².
A spectrum says what a rank can hold of this update, not what the task needs: check a resized adapter on held-out data.`;

/** Four digits that count. */
function formatNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}
