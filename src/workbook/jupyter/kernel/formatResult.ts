import { inspect } from "node:util";
import { withoutMarks } from "../../cells/running/runtimeNames";
import { resultTable } from "./resultTable";
import type { MimeBundle } from "../notebook/notebook";

const displayMethod = Symbol.for("Jupyter.display");
/** Characters of the plain text form. */
const textLimit = 100_000;

/**
 * Turns a value into the forms a notebook shows: what its `[Symbol.for("Jupyter.display")]()`
 * returns, a table for a matrix or an array of records, and plain text.
 */
export async function formatResult(value: unknown): Promise<MimeBundle> {
  const method = (value as Record<symbol, unknown> | null)?.[displayMethod];
  if (typeof method === "function") {
    const bundle = (await method.call(value)) as unknown;
    if (typeof bundle !== "object" || bundle === null || Array.isArray(bundle)) {
      throw new TypeError(
        `[Symbol.for("Jupyter.display")]() returned ${inspect(bundle)}; return an object of MIME types`,
      );
    }
    return withoutFunctions(bundle as MimeBundle);
  }
  const table = resultTable(value);
  const text = plainText(value);
  return table ? { "text/html": table, "text/plain": text } : { "text/plain": text };
}

function plainText(value: unknown): string {
  const options = { maxArrayLength: 100, maxStringLength: 10_000, depth: 4, breakLength: 100 };
  const text = withoutMarks(inspect(value, options));
  return text.length <= textLimit
    ? text
    : `${text.slice(0, textLimit)}\n… ${text.length - textLimit} more characters`;
}

/** What a message can carry; throws, in the cell's name, on what JSON cannot hold. */
export function withoutFunctions(bundle: MimeBundle): MimeBundle {
  return JSON.parse(JSON.stringify(bundle)) as MimeBundle;
}
