import type { RankChoice, StoredSize } from "../../../adapt/adapters/rankRules";
import type { SpectrumOnPage } from "../../adapters/adapterPayload";

/** What the page asks its worker. */
export type ToolRequest =
  | { readonly type: "open"; readonly files: readonly File[] }
  | { readonly type: "resize"; readonly choices: readonly RankChoice[] };

/** What the worker says. */
export type ToolAnswer =
  | { readonly type: "reading" | "writing"; readonly done: number; readonly total: number }
  | {
      readonly type: "spectra";
      readonly modules: readonly SpectrumOnPage[];
      readonly stored: StoredSize;
    }
  | { readonly type: "made"; readonly files: readonly MadeFile[] }
  | { readonly type: "failed"; readonly message: string };

export interface MadeFile {
  readonly name: string;
  readonly blob: Blob;
}
