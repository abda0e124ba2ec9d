import type { DenseMatrix } from "../../linalg/denseMatrix";
import { checkList } from "../../base/checkList";

/**
 * Checks that inputs and labels can train a network.
 *
 * @throws RangeError if there are no rows, rows and labels differ in number, or an entry is NaN or
 *   infinite
 */
export function checkTrainingSet(inputs: DenseMatrix, labels: readonly string[]): void {
  checkList(labels, "labels", "strings, one a row of inputs");
  if (inputs.rows !== labels.length)
    throw new RangeError(
      `${inputs.rows} rows of inputs, ${labels.length} labels; pass one label a row`,
    );
  if (inputs.rows === 0) throw new RangeError("0 rows cannot train a network; pass at least 2");
  if (inputs.columns === 0)
    throw new RangeError("inputs of 0 columns tell nothing apart; pass at least 1 column");
  checkInputs(inputs, inputs.columns);
}

/** Checks that inputs have the network's number of columns, and finite entries. */
export function checkInputs({ columns, data }: DenseMatrix, expected: number): void {
  if (columns !== expected)
    throw new RangeError(
      `inputs have ${columns} columns, the network takes ${expected}; ` +
        "give the columns that it was trained on",
    );
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0)
    throw new RangeError(
      `input ${data[at]} at row ${Math.floor(at / columns)}, column ${at % columns}; ` +
        "clean or drop the row",
    );
}

/** The number of each label's class. */
export function numberLabels(labels: readonly string[], classes: readonly string[]): Int32Array {
  const numbers = new Map(classes.map((name, k) => [name, k]));
  return Int32Array.from(labels, (label, row) => {
    const number = numbers.get(label);
    if (number === undefined) {
      throw new RangeError(
        `label ${JSON.stringify(label)} at row ${row} is none of the network's ` +
          `${classes.length} classes; leave the row out, or fit a new network`,
      );
    }
    return number;
  });
}
