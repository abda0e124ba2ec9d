import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** A hash of files and of folders' contents, by name and content. */
export function hashFiles(places) {
  const hash = createHash("sha256");
  for (const place of places) {
    const files = statSync(place).isDirectory()
      ? readdirSync(place, { recursive: true, encoding: "utf8" })
          .sort()
          .map((name) => path.join(place, name))
          .filter((file) => statSync(file).isFile())
      : [place];
    for (const file of files) hash.update(path.basename(file)).update(readFileSync(file));
  }
  return hash.digest("hex");
}
