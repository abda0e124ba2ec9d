import { script } from "#adapterScript";
import { script as toolScript } from "#adapterToolScript";

/**
 * The browser's side of the pages on adapters as one classic script that defines
 * `lowrankAdapters.mountPage(element, payload)`: this room and what it needs of the numeric rooms,
 * bundled when the project is built.
 */
export function adapterScript(): string {
  return script;
}

/**
 * The tool that reads dropped adapters, as one classic script that defines
 * `lowrankAdapterTool.mountTool(element, title)`; under a Chinese title it speaks Chinese.
 */
export function adapterToolScript(): string {
  return toolScript;
}
