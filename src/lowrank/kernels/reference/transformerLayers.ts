import { exp } from "../../base/elementary/exp";
import { log } from "../../base/elementary/log";
import type { Views } from "../views";
import { inPrecision, type Kind } from "./precision";

// What a transformer does beside its products, on rows of floats or doubles;
// ../wasm/transformerLayers.ts differs by rounding.

/** ε of layer norm, as PyTorch has it. */
const leastVariance = 1e-5;

/**
 * Layer norm over rows from … to: unit ← (x − mean) / √(variance + ε), out ← gain · unit + bias.
 *
 * @param norm - the gains, then the biases, `width` numbers each
 * @param spread - where 1 / √(variance + ε) of each row goes
 */
function normalizeRows(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  x: number,
  width: number,
  norm: number,
  unit: number,
  spread: number,
  out: number,
): void {
  const f = views[kind];
  const size = f.BYTES_PER_ELEMENT;
  for (let row = from; row < to; row++) {
    const values = f.subarray(x / size + row * width, x / size + (row + 1) * width);
    let [sum, squares] = [0, 0];
    for (const value of values) sum += value;
    const mean = sum / width;
    for (const value of values) squares += (value - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / width + leastVariance);
    f[spread / size + row] = scale;
    for (let j = 0; j < width; j++) {
      const value = (values[j] - mean) * scale;
      f[unit / size + row * width + j] = value;
      f[out / size + row * width + j] = value * f[norm / size + j] + f[norm / size + width + j];
    }
  }
}

/**
 * The gradient of layer norm: adds to `out` what `signal`, the gradient behind it, makes of its
 * input, and to `normGradient` what it makes of gains and biases.
 */
function normalizeRowsBack(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  signal: number,
  width: number,
  norm: number,
  unit: number,
  spread: number,
  normGradient: number,
  out: number,
): void {
  const f = views[kind];
  const size = f.BYTES_PER_ELEMENT;
  for (let row = from; row < to; row++) {
    const at = row * width;
    let [sum, along] = [0, 0];
    for (let j = 0; j < width; j++) {
      const value = f[signal / size + at + j];
      const place = f[unit / size + at + j];
      f[normGradient / size + j] += value * place;
      f[normGradient / size + width + j] += value;
      sum += value * f[norm / size + j];
      along += value * f[norm / size + j] * place;
    }
    for (let j = 0; j < width; j++)
      f[out / size + at + j] +=
        f[spread / size + row] *
        (f[signal / size + at + j] * f[norm / size + j] -
          sum / width -
          (f[unit / size + at + j] * along) / width);
  }
}

/** 2 √(2/π). */
const steepness = 1.5957691216057308;

/** 1 / (1 + e^−2z) with z = √(2/π) (x + 0.044715 x³): x times this is GELU (its tanh form). */
const gate = (x: number): number => 1 / (1 + exp(-steepness * x * (1 + 0.044715 * x * x)));

/**
 * out ← GELU(x), for the numbers from … to.
 *
 * Source: Hendrycks & Gimpel 2016, Gaussian error linear units.
 */
function gelu(kind: Kind, views: Views, from: number, to: number, x: number, out: number): void {
  const f = views[kind];
  const size = f.BYTES_PER_ELEMENT;
  for (let i = from; i < to; i++) f[out / size + i] = f[x / size + i] * gate(f[x / size + i]);
}

/** signal ← signal · GELU′(x). */
function geluBack(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  x: number,
  signal: number,
): void {
  const f = views[kind];
  const size = f.BYTES_PER_ELEMENT;
  for (let i = from; i < to; i++) {
    const value = f[x / size + i];
    const share = gate(value);
    f[signal / size + i] *=
      share + value * share * (1 - share) * steepness * (1 + 0.134145 * value * value);
  }
}

/**
 * loss ← −ln p(truth) of each row's softmax, and scores ← scale · (p − y), its gradient, over rows
 * from … to.
 *
 * @param truth - class number of each row, 32-bit integers
 * @param losses - where the losses go, doubles
 */
function wordLoss(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  scores: number,
  width: number,
  truth: number,
  scale: number,
  losses: number,
): void {
  const { int32, float64, [kind]: f } = views;
  const size = f.BYTES_PER_ELEMENT;
  for (let row = from; row < to; row++) {
    const first = scores / size + row * width;
    const mine = first + int32[truth / 4 + row];
    const values = f.subarray(first, first + width);
    let largest = -Infinity;
    for (const value of values) largest = Math.max(largest, value);
    const ahead = largest - f[mine];
    let sum = 0;
    for (let j = 0; j < width; j++) sum += values[j] = exp(values[j] - largest);
    for (let j = 0; j < width; j++) values[j] *= scale / sum;
    f[mine] -= scale;
    float64[losses / 8 + row] = ahead + log(sum);
  }
}

/**
 * A step of Adam for the numbers from … to, with β₁ = 0.9, β₂ = 0.999: values ← values − step · m /
 * (√v + epsilon), `step` = η √(1 − β₂ᵗ) / (1 − β₁ᵗ), `epsilon` = ε √(1 − β₂ᵗ).
 *
 * Source: Kingma & Ba 2015, algorithm 1, in the form of the last paragraph of section 2.
 */
function adamStep(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  values: number,
  gradient: number,
  mean: number,
  square: number,
  step: number,
  epsilon: number,
): void {
  const f = views[kind];
  const size = f.BYTES_PER_ELEMENT;
  const [p, d, m, s] = [values / size, gradient / size, mean / size, square / size];
  for (let i = from; i < to; i++) {
    const g = f[d + i];
    f[m + i] = 0.9 * f[m + i] + (1 - 0.9) * g;
    f[s + i] = 0.999 * f[s + i] + (1 - 0.999) * g * g;
    f[p + i] -= (step * f[m + i]) / (Math.sqrt(f[s + i]) + epsilon);
  }
}

export const adamStep32 = inPrecision("float32", adamStep);
export const adamStep64 = inPrecision("float64", adamStep);
export const gelu32 = inPrecision("float32", gelu);
export const gelu64 = inPrecision("float64", gelu);
export const geluBack32 = inPrecision("float32", geluBack);
export const geluBack64 = inPrecision("float64", geluBack);
export const normalizeRows32 = inPrecision("float32", normalizeRows);
export const normalizeRows64 = inPrecision("float64", normalizeRows);
export const normalizeRowsBack32 = inPrecision("float32", normalizeRowsBack);
export const normalizeRowsBack64 = inPrecision("float64", normalizeRowsBack);
export const wordLoss32 = inPrecision("float32", wordLoss);
export const wordLoss64 = inPrecision("float64", wordLoss);
