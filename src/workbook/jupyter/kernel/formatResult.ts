import { inspect } from "node:util";
import { isPromise } from "node:util/types";
import { withoutMarks } from "../../cells/running/runtimeNames";
import { InterruptedError } from "./cellDriver";
import { withFewFields } from "./fewFields";
import { canvasForms } from "./views/canvasForms";
import { collectionTable } from "./views/collectionTable";
import { elementForms } from "./views/elementForms";
import { frameTable, polarsTable } from "./views/frameTable";
import { recordTable } from "./views/recordTable";
import { vegaForms } from "./views/vegaForms";
import type { MimeBundle } from "../notebook/notebook";

const displayMethod = Symbol.for("Jupyter.display");
/** Characters of the plain text form. */
const textLimit = 100_000;
/** Fields of an object in its plain text form. */
const fieldLimit = 10_000;
/** Levels of a form that is JSON: beyond it front ends cannot read it. */
const depthLimit = 500;

/**
 * Turns a value into the forms a notebook shows: what its `[Symbol.for("Jupyter.display")]()`
 * returns, what it draws, a table, and plain text.
 *
 * @throws whatever the value's own code throws; TypeError if its forms are none
 */
export async function formatResult(value: unknown): Promise<MimeBundle> {
  if (isObject(value)) {
    // The forms that it has of its own hold all of its rows.
    const polars = attempt(() => polarsTable(value));
    if (polars) return { "text/html": polars.html, "text/plain": polars.text };
    const method = attempt(() => (value as Displayable)[displayMethod]);
    if (typeof method === "function") {
      const bundle: unknown = method.call(value);
      // A promise of Node's: an object may claim to be one, and never be kept.
      return checkForms(isPromise(bundle) ? await bundle : bundle);
    }
    const forms = await attempt(
      () => vegaForms(value) ?? canvasForms(value) ?? elementForms(value),
    );
    if (forms) return forms;
    const frame = attempt(() => frameTable(value));
    if (frame) return { "text/html": frame.html, "text/plain": frame.text };
  }
  const text = plainText(value);
  // What stands on one line is read best as that line.
  const table = attempt(
    () => recordTable(value) ?? (text.includes("\n") ? collectionTable(value) : undefined),
  );
  return table ? { "text/html": table.html, "text/plain": text } : { "text/plain": text };
}

type Displayable = Readonly<Record<typeof displayMethod, unknown>>;

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** What only looks like something known, and fails as that, is shown as any other value. */
function attempt<Form>(make: () => Form): Form | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return undefined;
  }
}

function plainText(value: unknown): string {
  const options = { maxArrayLength: 100, maxStringLength: 10_000, depth: 4, breakLength: 100 };
  const text = withoutMarks(inspect(withFewFields(value, fieldLimit), options));
  return text.length <= textLimit
    ? text
    : `${text.slice(0, textLimit)}\n… ${text.length - textLimit} more characters`;
}

function checkForms(bundle: unknown): MimeBundle {
  if (typeof bundle !== "object" || bundle === null || Array.isArray(bundle))
    throw new TypeError(
      `[Symbol.for("Jupyter.display")]() returned ${inspect(bundle)}; return an object of MIME types`,
    );
  return withoutFunctions(bundle as MimeBundle);
}

/**
 * What a message can carry.
 *
 * @throws in the cell's name, on what JSON cannot hold, and on what is nested too deeply
 */
export function withoutFunctions(bundle: MimeBundle): MimeBundle {
  const copy = JSON.parse(JSON.stringify(bundle)) as MimeBundle;
  if (isDeeper(copy, depthLimit))
    throw new RangeError(`what is to be shown is nested more than ${depthLimit} levels deep`);
  return copy;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1));
}
