/* Stands for node:util in a browser's worker. */
import * as extracted from "node-inspect-extracted";
import * as types from "./utilTypes";

export { types };
export const { inspect, format, formatWithOptions, stripVTControlCharacters } = extracted;
export const { TextDecoder, TextEncoder } = globalThis;

export function promisify<Result>(
  work: (...args: unknown[]) => void,
): (...args: unknown[]) => Promise<Result> {
  return (...args) =>
    new Promise((resolve, reject: (reason: Error) => void) => {
      work(...args, (error: Error | null, value: Result) =>
        error ? reject(error) : resolve(value),
      );
    });
}

export default { inspect, format, formatWithOptions, stripVTControlCharacters, promisify, types };
