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

/** The module whose function tslab's `display` and Lowrank's `show` call. */
export interface DisplayModule {
  lastWriteDisplayData: ((content: DisplayContent, update?: boolean) => void) | null;
}

/**
 * Sends what cells display, through the hook that tslab's `display` and Lowrank's `show` call, to
 * `publish`.
 */
export function installDisplayHook(
  hook: DisplayModule,
  originOf: () => Cell | undefined,
  publish: (cell: Cell, type: "display_data" | "update_display_data", content: Json) => void,
): void {
  hook.lastWriteDisplayData = ({ data, metadata = {}, transient = {} }, update) => {
    const cell = originOf();
    if (!cell || cell.silent) return;
    if (cell.pieces && !update) return cell.pieces.show(withoutFunctions(data));
    const content = { data: withoutFunctions(data), metadata, transient };
    publish(cell, update ? "update_display_data" : "display_data", withoutFunctions(content));
  };
}
