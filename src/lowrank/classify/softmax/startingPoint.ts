import { log } from "../../base/elementary/log";
import type { LogisticRegression } from "../logisticModel";

/**
 * Parameters with W = 0 and intercepts that predict each class by its share.
 *
 * @param counts - number, or weight, of each class's documents
 */
export function startFromShares(
  { counts }: { readonly counts: ArrayLike<number> },
  columns: number,
): Float64Array {
  const start = new Float64Array(counts.length * (columns + 1));
  start.set(centre(Float64Array.from(counts, (count) => log(count))), counts.length * columns);
  return start;
}

/**
 * Parameters of a model, with zeros for the columns it lacks.
 *
 * @throws RangeError if the model has other classes, or more columns
 */
export function startFromModel(
  initial: LogisticRegression,
  classes: readonly string[],
  columns: number,
): Float64Array {
  const missing =
    classes.find((name) => !initial.classes.includes(name)) ??
    initial.classes.find((name) => !classes.includes(name));
  if (missing !== undefined) {
    const where = classes.includes(missing) ? "the initial model" : "the labels";
    throw new RangeError(
      `class ${JSON.stringify(missing)} is missing from ${where}; ` +
        "start from a model of the same classes, or without one",
    );
  }
  const { coefficients } = initial;
  if (coefficients.columns > columns) {
    throw new RangeError(
      `the initial model has ${coefficients.columns} columns, the features ${columns}; ` +
        `start from a model with at most ${columns}`,
    );
  }
  const parameters = new Float64Array(coefficients.data.length + classes.length);
  parameters.set(coefficients.data);
  parameters.set(centre(initial.intercepts), coefficients.data.length);
  return widenParameters(parameters, classes.length, columns);
}

/** Parameters for more columns: coefficients 0 for those that are new. */
export function widenParameters(
  parameters: Float64Array,
  classes: number,
  columns: number,
): Float64Array {
  const width = parameters.length / classes - 1;
  const wide = new Float64Array(classes * (columns + 1));
  for (let k = 0; k < classes; k++)
    wide.set(parameters.subarray(k * width, (k + 1) * width), k * columns);
  wide.set(parameters.subarray(classes * width), classes * columns);
  return wide;
}

/** The parameters of some of the columns. */
export function gatherParameters(
  parameters: Float64Array,
  columns: number,
  chosen: Int32Array,
): Float64Array {
  const classes = parameters.length / (columns + 1);
  const few = new Float64Array(classes * (chosen.length + 1));
  for (let k = 0; k < classes; k++)
    chosen.forEach((column, i) => (few[k * chosen.length + i] = parameters[k * columns + column]));
  few.set(parameters.subarray(classes * columns), classes * chosen.length);
  return few;
}

/** The reverse of `gatherParameters`: 0 for the columns that were left out. */
export function scatterParameters(
  few: Float64Array,
  columns: number,
  chosen: Int32Array,
): Float64Array {
  const classes = few.length / (chosen.length + 1);
  const parameters = new Float64Array(classes * (columns + 1));
  for (let k = 0; k < classes; k++)
    chosen.forEach((column, i) => (parameters[k * columns + column] = few[k * chosen.length + i]));
  parameters.set(few.subarray(classes * chosen.length), classes * columns);
  return parameters;
}

/** Numbers moved so that they add up to 0. */
export function centre(values: Float64Array): Float64Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  return values.map((value) => value - mean);
}
