import type { Cell } from "./cell";
import { withoutFunctions } from "./formatResult";
import type { MimeBundle } from "../notebook/notebook";
import type { Json } from "../wire";

/** What tslab's `display` and Lowrank's `show` hand over. */
interface DisplayContent {
  data: MimeBundle;
  metadata?: Json;
  transient?: Json;
}

interface DisplayModule {
  lastWriteDisplayData: (content: DisplayContent, update?: boolean) => void;
}

/**
 * Sends what cells display, through the hook that tslab's `display` and Lowrank's `show` call, to
 * `publish`.
 */
export function installDisplayHook(
  originOf: () => Cell | undefined,
  publish: (cell: Cell, type: "display_data" | "update_display_data", content: Json) => void,
): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the very module object that tslab's `display` reads
  const hook = require("tslab/dist/jupyter") as DisplayModule;
  hook.lastWriteDisplayData = ({ data, metadata = {}, transient = {} }, update) => {
    const cell = originOf();
    if (!cell || cell.silent) return;
    if (cell.pieces && !update) return cell.pieces.show(withoutFunctions(data));
    const content = { data: withoutFunctions(data), metadata, transient };
    publish(cell, update ? "update_display_data" : "display_data", withoutFunctions(content));
  };
}
