import type { Output } from "./notebook";

/** Forms of an output that speak to a kernel: without it they are dead. */
export const liveTypes = [
  "application/vnd.lowrank.controls+json",
  "application/vnd.jupyter.widget-view+json",
] as const;

/** Outputs as a file keeps them: of controls, the words remain. */
export function withPlainControls(outputs: readonly Output[]): Output[] {
  return outputs.map((output) => {
    if (!("data" in output) || !liveTypes.some((type) => type in output.data)) return output;
    const data = Object.entries(output.data).filter(
      ([type]) => !liveTypes.some((live) => live === type),
    );
    return { ...output, data: Object.fromEntries(data) };
  });
}
