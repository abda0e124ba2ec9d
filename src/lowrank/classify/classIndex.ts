import { checkList } from "../base/checkList";

/** The distinct labels, and for each document the position of its label among them. */
export interface ClassIndex {
  /** Distinct labels, sorted by UTF-16 code unit as Array.prototype.sort does. */
  readonly classes: readonly string[];
  /** For each document, the position of its label in `classes`. */
  readonly indices: Int32Array;
  /** For each class, its number of documents. */
  readonly counts: Int32Array;
}

/**
 * Numbers the distinct labels 0 … K − 1 in sorted order.
 *
 * Cost: one pass over the labels and a sort of the distinct ones.
 *
 * @throws TypeError if a label is not a string
 * @example
 * indexClasses(["plant", "animal", "plant"]).indices; // Int32Array [1, 0, 1]
 */
export function indexClasses(labels: readonly string[]): ClassIndex {
  checkList(labels, "labels", "strings, one a document");
  labels.forEach((label, i) => {
    if (typeof label !== "string") {
      throw new TypeError(
        `label ${i} is ${String(label)}, a ${typeof label}; pass strings, e.g. labels.map(String)`,
      );
    }
  });
  const classes = [...new Set(labels)].sort();
  const indices = locateClasses(labels, classes);
  const counts = new Int32Array(classes.length);
  for (const index of indices) counts[index]++;
  return { classes, indices, counts };
}

/**
 * Finds each label's position in a given list of classes.
 *
 * @throws RangeError if a label is not among the classes
 */
export function locateClasses(labels: readonly string[], classes: readonly string[]): Int32Array {
  const position = new Map(classes.map((name, k) => [name, k]));
  if (position.size < classes.length) {
    const twice = classes.find((name, k) => position.get(name) !== k);
    throw new RangeError(`class ${JSON.stringify(twice)} is listed twice; name each class once`);
  }
  return Int32Array.from(labels, (label, i) => {
    const found = position.get(label);
    if (found === undefined) {
      throw new RangeError(
        `label ${i} is ${JSON.stringify(label)}, ` +
          `which is not among the ${classes.length} classes; add it to the classes`,
      );
    }
    return found;
  });
}
