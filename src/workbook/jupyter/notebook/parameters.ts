import { Script } from "node:vm";
import { hasTag } from "./cellTags";
import { joinText, type CodeCell, type Notebook } from "./notebook";

/** A value that a parameter may have. */
export type ParameterValue = string | number | boolean | null;

/** Tags of the cell with the default values, and of the one that overrides them. */
export const parameterTags = { defaults: "parameters", injected: "injected-parameters" } as const;

/**
 * A value as it was typed on a command line, by papermill's rules: `True`, `False` and `None`, then
 * whole numbers, then numbers, else text; `true`, `false` and `null` count too.
 *
 * Source: https://papermill.readthedocs.io/en/latest/usage-cli.html
 *
 * @throws Error for a whole number that is not exact as a number
 */
export function readParameterValue(text: string): ParameterValue {
  const words: Record<string, ParameterValue> = {
    true: true,
    false: false,
    none: null,
    null: null,
  };
  if (/^(true|false|null|True|False|None)$/.test(text)) return words[text.toLowerCase()];
  const plain = text.trim().replace(/(?<=\d)_(?=\d)/g, "");
  if (/^[+-]?\d+$/.test(plain)) {
    if (Number.isSafeInteger(Number(plain))) return Number(plain);
    throw new Error(
      `${text} is beyond ±(2^53 − 1), where numbers are exact; give it as text by -r, and use BigInt in the notebook`,
    );
  }
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return Number(plain);
  const special = /^([+-]?)(nan|inf|infinity)$/i.exec(plain);
  if (special) return special[2].toLowerCase() === "nan" ? NaN : Number(`${special[1]}Infinity`);
  return text;
}

/**
 * A copy of a notebook with the parameters in a code cell of their own, tagged
 * `injected-parameters`: in the place of one that is there already, else after the first cell tagged
 * `parameters`, else before all cells. So papermill does it.
 *
 * @param parameters values by name, in order
 * @throws Error if a name cannot be a variable's
 */
export function injectParameters(
  notebook: Notebook,
  parameters: Readonly<Record<string, ParameterValue>>,
): Notebook {
  const lines = Object.entries(parameters).map(([name, value]) => {
    checkName(name);
    return `let ${name} = ${writeValue(value)};`;
  });
  const { cells } = notebook;
  const earlier = cells.findIndex((cell) => hasTag(cell, parameterTags.injected));
  const defaults = cells.findIndex((cell) => hasTag(cell, parameterTags.defaults));
  const taken = new Set(cells.map(({ id }) => id));
  let id = "injected-parameters";
  for (let i = 2; taken.has(id) && cells[earlier]?.id !== id; i++) id = `injected-parameters-${i}`;
  const injected: CodeCell = {
    cell_type: "code",
    id,
    metadata: { tags: [parameterTags.injected] },
    source: ["// Parameters", ...lines].join("\n"),
    execution_count: null,
    outputs: [],
  };
  const before = earlier >= 0 ? earlier : defaults + 1;
  const after = earlier >= 0 ? earlier + 1 : before;
  return { ...notebook, cells: [...cells.slice(0, before), injected, ...cells.slice(after)] };
}

/** Parameters that the cell tagged `parameters` does not name: they may be slips. */
export function findUnknownParameters(notebook: Notebook, names: readonly string[]): string[] {
  const defaults = notebook.cells.find((cell) => hasTag(cell, parameterTags.defaults));
  const words = new Set(
    joinText(defaults?.source ?? "").match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu),
  );
  return names.filter((name) => !words.has(name));
}

function checkName(name: string): void {
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
  try {
    if (isName) new Script(`"use strict"; let ${name};`); // Compiled, not run.
  } catch {
    throw new Error(`parameter ${name} is a word of the language; choose another name`);
  }
  if (!isName)
    throw new Error(
      `parameter ${JSON.stringify(name)} cannot be a variable's name; use letters, digits, _ and $, not a digit first`,
    );
}

function writeValue(value: ParameterValue): string {
  return typeof value === "number"
    ? Object.is(value, -0)
      ? "-0"
      : String(value)
    : JSON.stringify(value);
}
