import type { Output } from "../../jupyter/notebook/notebook";
import { liveTypes } from "../../jupyter/notebook/plainControls";
import type { Message } from "../../jupyter/wire";
import { toControls } from "../pages/renderControls";

/** Writes what the kernel has heard of a control into the output that shows it. */
export function followControl(outputs: Iterable<Output>, { content }: Message): void {
  const data = content.data as { method?: unknown; state?: object } | undefined;
  if (data?.method !== "echo_update" || !data.state) return;
  for (const output of outputs) {
    if (!("data" in output)) continue;
    const controls = toControls(output.data[liveTypes[0]]);
    if (!controls?.some(({ comm }) => comm === content.comm_id)) continue;
    const moved = controls.map((control) =>
      control.comm === content.comm_id ? { ...control, ...data.state } : control,
    );
    output.data = { ...output.data, [liveTypes[0]]: { controls: moved } };
  }
}
