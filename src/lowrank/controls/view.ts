import { findDisplay, publishText } from "../plot/show";
import { checkControl, type Control, type ControlValue } from "./control";
import { findControlHost } from "./controlHost";
import { describeControl } from "./describeControls";

/**
 * Shows a control and gives its value: `const k = view(slider(1, 300))`.
 *
 * In Lowrank's kernel and pages a move of the control sets the variable that stands left of the
 * equals sign, for the cells that run afterwards; `const` keeps your code from setting it, not the
 * reader. A later cell that declares the name anew takes it away from the control. Elsewhere it is
 * the first value.
 *
 * Cost: none to speak of.
 *
 * @throws TypeError if it is no control
 * @example
 * view(slider(1, 300, { value: 20 })); // 20
 */
export function view<Described extends Control>(control: Described): ControlValue<Described> {
  checkControl(control, "control");
  const host = findControlHost();
  if (host) return host.view(control);
  if (findDisplay()) {
    const words = describeControl(control);
    publishText(control.label === undefined ? words : `${control.label}: ${words}`);
  }
  return control.value;
}
