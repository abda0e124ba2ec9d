import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { isWithin } from "../pages/bookLinks";

/**
 * The file that an address means, relative to the book's folder; undefined where none is to be
 * served: it is no file, hidden, cannot be read, is none of the book's, or a link leads out of it.
 */
export function findBookFile(
  folder: string,
  asked: string,
  names: ReadonlySet<string> | undefined,
): string | undefined {
  if (asked.split("/").some((part) => part.startsWith("."))) return undefined;
  const name = path.posix.normalize(asked).replace(/^\/+|\/+$/g, "");
  const forms =
    name === "" ? ["index.html"] : ["", ".html", "/index.html"].map((end) => name + end);
  const found = forms.find((form) =>
    names ? names.has(form) : isReadable(path.join(folder, form)),
  );
  if (found === undefined) return undefined;
  const file = path.join(folder, found);
  return isReadable(file) && isWithin(file, folder) ? found : undefined;
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
