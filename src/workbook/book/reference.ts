import { existsSync, readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { packageFolder } from "../packageFolder";

/** The reference's front page in a book. */
export const referencePage = "reference/index.html";

/** The library's API reference, which the build puts into this package. */
export function ownReference(): string | undefined {
  const folder = path.join(packageFolder, "dist", "book", "reference");
  return existsSync(path.join(folder, "index.html")) ? folder : undefined;
}

/** Files of a reference: path in the book → what reads the content. */
export function listReference(folder: string): Map<string, () => Promise<Uint8Array>> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort();
  const place = path.posix.dirname(referencePage);
  return new Map(
    names.map((name) => [
      path.posix.join(place, ...name.split(path.sep)),
      () => readFile(path.join(folder, name)),
    ]),
  );
}
