import { readFileSync } from "node:fs";
import path from "node:path";
import { packageFolder } from "../packageFolder";
import type { CatalogueEntry } from "./catalogueSchema";

export type { CatalogueEntry, CatalogueFile, Reader } from "./catalogueSchema";

const shipped = path.join(packageFolder, "dist", "data", "catalogue.json");

/**
 * Reads the catalogue of data sets that a reader can add, and checks its form.
 *
 * @param file - default the catalogue that comes with Lowrank, data/catalogue.json
 * @throws Error that names the file and the field
 */
export function readCatalogue(file: string = shipped): readonly CatalogueEntry[] {
  // Only when it is needed: zod takes longer to load than the rest of the library.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { catalogueSchema } = require("./catalogueSchema") as typeof import("./catalogueSchema");
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}; install Lowrank again`, {
      cause: error,
    });
  }
  const parsed = catalogueSchema.safeParse(value);
  if (parsed.success) return parsed.data.sets;
  const { path: field, message } = parsed.error.issues[0];
  throw new Error(`${file}, ${field.join(".") || "top level"}: ${message}; install Lowrank again`);
}

/**
 * Finds a set by its name.
 *
 * @throws RangeError that lists the names
 */
export function findEntry(
  name: string,
  catalogue: readonly CatalogueEntry[] = readCatalogue(),
): CatalogueEntry {
  const found = catalogue.find((entry) => entry.name === name);
  if (found === undefined)
    throw new RangeError(
      `no data set "${name}"; choose from ${catalogue.map((entry) => entry.name).join(", ")}`,
    );
  return found;
}
