import { readFileSync } from "node:fs";
import path from "node:path";

let script: string | undefined;

/**
 * The browser's side as one classic script that defines `lowrankExplorer.mount(element, payload)`:
 * this room and what it needs of the numeric rooms, bundled when the project is built.
 */
export function explorerScript(): string {
  // The same folder from the bundle of the package and from this room's own.
  return (script ??= readFileSync(path.join(__dirname, "..", "bundle", "explorer.js"), "utf8"));
}
