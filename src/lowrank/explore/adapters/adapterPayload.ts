import type { ModuleComparison } from "../../adapt/adapters/compareAdapters";
import type { SubspaceComparison } from "../../adapt/adapters/compareFactors";
import type { ModuleSpectrum } from "../../adapt/adapters/adapterSpectrum";
import type { StoredSize } from "../../adapt/adapters/rankRules";
import type { DenseMatrix } from "../../linalg/denseMatrix";
import { packNumbers } from "../payload/packed";
import type { PackedNumbers } from "../payload/payload";

/** What a page of spectra needs: plain JSON. */
export interface SpectraPayload {
  readonly kind: "spectra";
  readonly title: string;
  readonly modules: readonly SpectrumOnPage[];
  /** What numbers cost, for the slider over the size. */
  readonly stored: StoredSize;
  /** How a reader gets the adapter that the slider stands at; RULE stands for the rule. */
  readonly command?: string;
}

export interface SpectrumOnPage extends Omit<ModuleSpectrum, "singularValues"> {
  readonly singularValues: readonly number[];
  /** ‖W‖_F of the weight that is changed, if it was read. */
  readonly baseNorm?: number;
}

/** What a page that compares two adapters needs: plain JSON. */
export interface ComparisonPayload {
  readonly kind: "comparison";
  readonly title: string;
  readonly modules: readonly ComparisonOnPage[];
}

export interface ComparisonOnPage {
  readonly name: string;
  readonly up: SubspacesOnPage;
  readonly down: SubspacesOnPage;
}

/** φ, row after row, and the principal angles in degrees. */
export interface SubspacesOnPage {
  readonly rows: number;
  readonly columns: number;
  readonly similarity: PackedNumbers;
  readonly angles: readonly number[];
}

export type AdapterPayload = SpectraPayload | ComparisonPayload;

/** Rounded to six digits that count, which no eye tells apart. */
export function spectraOnPage(
  spectra: readonly ModuleSpectrum[],
  baseNorms?: readonly number[],
): SpectrumOnPage[] {
  return spectra.map(({ name, shape, rank, scale, singularValues }, i) => ({
    ...{ name, shape, rank, scale },
    singularValues: Array.from(singularValues, (value) => Number(value.toPrecision(6))),
    ...(baseNorms && { baseNorm: Number(baseNorms[i].toPrecision(6)) }),
  }));
}

/** Steps of φ, which lies between 0 and 1. */
const stepOfSimilarity = 1 / 1000;

export function comparisonsOnPage(compared: readonly ModuleComparison[]): ComparisonOnPage[] {
  const side = ({ similarity, angles }: SubspaceComparison): SubspacesOnPage => ({
    ...sizeOf(similarity),
    similarity: packNumbers(similarity.data, stepOfSimilarity),
    angles: Array.from(angles, (angle) => Number(((angle * 180) / Math.PI).toFixed(1))),
  });
  return compared.map(({ name, up, down }) => ({ name, up: side(up), down: side(down) }));
}

const sizeOf = ({ rows, columns }: DenseMatrix): { rows: number; columns: number } => ({
  rows,
  columns,
});
