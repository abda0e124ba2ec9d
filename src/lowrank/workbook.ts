/** For lowrank-workbook alone: what it shares with the library. It may change with any version. */
export * as elementary from "./base/elementary/functions";
export { checkOptions } from "./base/checkOptions";
export { escapeHtml } from "./base/escapeHtml";
export { formatBytes } from "./base/formatBytes";
export type { Control } from "./controls/control";
export { controlHostKey, type ControlHost, type Interaction } from "./controls/controlHost";
export { describeControl, describeControls } from "./controls/describeControls";
export type { ExplorerTheme } from "./explore/browser/theme";
export type { OpenTable, ReadTableOptions } from "./cli/readRecords";
export type { TableForm, TableFormOptions } from "./cli/tableForm";
export { adapterToolScript } from "./explore/adapters/adapterScript";
export type {
  ExplorerChoice,
  ExplorerReader,
  MountedExplorer,
} from "./explore/browser/mountedExplorer";
export { explorerScript } from "./explore/explorerScript";
export { toExplorerPayload, type AnyExplorerPayload } from "./explore/payload/anyPayload";
export { explorerType } from "./explore/payload/payload";
export { decodeText } from "./files/decodeText";
export { isChinese } from "./base/isChinese";
export { joinLines } from "./plot/drawing/hoverText";
export { measureText } from "./plot/drawing/measureText";
export { sliderHeight } from "./plot/drawing/slider";
export { tableBundle, type TableOptions, type TableRecord } from "./plot/tableBundle";
