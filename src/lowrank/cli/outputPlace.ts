import { existsSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Checks, before any work is done, that a result can be written.
 *
 * @param inputs - files that the result must not replace
 * @throws Error if the place is taken and `force` is not set, is an input, or has no folder
 */
export function checkOutput(out: string, force: boolean, inputs: readonly string[]): void {
  const place = path.resolve(out);
  const folder = path.dirname(place);
  if (inputs.some((input) => path.resolve(input) === place))
    throw new Error(`--out ${out} is a file that is read; name another`);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new Error(`there is no folder ${folder} for --out; make it first: mkdir -p ${folder}`);
  if (!existsSync(place)) return;
  if (statSync(place).isDirectory())
    throw new Error(`--out ${out} is a folder; name a file inside it`);
  if (!force)
    throw new Error(`${out} exists; pass --force to replace it, or name another with --out`);
}
