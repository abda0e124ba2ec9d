import { script } from "#explorerScript";

/**
 * The browser's side as one classic script that defines `lowrankExplorer.mount(element, payload)`:
 * this room and what it needs of the numeric rooms, bundled when the project is built.
 */
export function explorerScript(): string {
  return script;
}
