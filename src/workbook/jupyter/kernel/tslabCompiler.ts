import { createRequire } from "node:module";
import type * as TypeScript from "@tslab/typescript-for-tslab";

/** Loads what tslab itself would load. */
export const requireFromTslab = createRequire(require.resolve("tslab/dist/converter"));

/** The TypeScript compiler (5.0) that tslab's converter brings along. */
export const ts = requireFromTslab("@tslab/typescript-for-tslab") as typeof TypeScript;
