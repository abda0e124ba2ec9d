/**
 * Follows the name of a shared variable in the code that runs, so that it meets no global of the
 * same name: a character that identifiers may hold and that nobody sees, the last variation
 * selector (U+E01EF).
 *
 * A message of the engine thus reads as it should, `rows is not a function`; `withoutMarks` takes
 * the character out where a text leaves the kernel.
 */
export const mark = "\u{E01EF}";

/** The name of a shared variable in the code that runs. */
export function sharedName(name: string): string {
  return name + mark;
}

/** Takes what was put beside shared variables out of a text, such as a message of the engine. */
export function withoutMarks(text: string): string {
  return text.includes(mark) ? text.replace(asked, "$1").replaceAll(mark, "") : text;
}

/** Parameter through which a cell's code reaches what runs it: a `CellFrame`. */
export const frameName = "__cell__";

/**
 * A use that first asks whether its variable is set, as V8 writes it: `(__cell__.need(...) , rows)
 * is not a function`, `(((__cell__.reached < 2) && __cell__.need(...)) , rows)`.
 */
const need = `${frameName}\\.need(?:\\(\\.\\.\\.\\))?`;
const asked = new RegExp(
  `\\((?:\\(\\(${frameName}\\.reached < \\d+\\) && ${need}\\)|${need}) , ([\\p{ID_Continue}$]+${mark})\\)`,
  "gu",
);

/** Parameters of the function that a cell becomes. */
export const cellParameters = [
  frameName,
  "require",
  "module",
  "exports",
  "__filename",
  "__dirname",
] as const;
