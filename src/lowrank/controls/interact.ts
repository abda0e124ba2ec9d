import { describeValue } from "../base/describeValue";
import { findDisplay, publishText } from "../plot/show";
import { checkControl, type Control, type ControlValues } from "./control";
import { findControlHost } from "./controlHost";
import { describeControls } from "./describeControls";
import { resultForms } from "./resultForms";

/**
 * Shows controls, and below them what `compute` makes of their values, again at each move.
 *
 * In Lowrank's kernel and pages the output is replaced as the controls move; of several moves only
 * the newest is computed, and an error shows in the output's place. Elsewhere `compute` runs once
 * with the first values: another kernel shows that output, and a plain script gets it back.
 *
 * Cost: that of `compute`, a move.
 *
 * @param controls - controls by name
 * @param compute - gets the values by the same names; returns a figure, text, a number, a value
 *   with a method `[Symbol.for("Jupyter.display")]()`, or a promise of one
 * @returns the first result where nothing shows it, else undefined
 * @throws TypeError if `controls` holds none, or `compute` is no function; what `compute` throws at
 *   the first values
 * @example
 * interact({ k: slider(1, 300, { value: 20 }) }, ({ k }) => k ** 2); // 400
 */
export function interact<Controls extends Readonly<Record<string, Control>>, Result>(
  controls: Controls,
  compute: (values: ControlValues<Controls>) => Result,
): Result | undefined {
  checkInteraction(controls, compute);
  const run = compute as (values: Readonly<Record<string, unknown>>) => unknown;
  const host = findControlHost();
  if (host)
    return host.interact({ controls, compute: run, forms: resultForms }) as Result | undefined;
  const values = Object.entries(controls).map(([name, { value }]) => [name, value]);
  const result = compute(Object.fromEntries(values) as ControlValues<Controls>);
  if (!findDisplay()) return result;
  publishText(describeControls(controls));
  return (result instanceof Promise ? result.then(showOnce) : showOnce(result)) as
    Result | undefined;
}

/** Shows a result in the kernel at hand; gives back what the kernel itself must show. */
function showOnce(result: unknown): unknown {
  const forms = resultForms(result);
  if (!forms) return result;
  findDisplay()?.({ data: forms, metadata: {}, transient: {} }, false);
  return undefined;
}

function checkInteraction(controls: unknown, compute: unknown): void {
  if (typeof controls !== "object" || controls === null || Object.keys(controls).length === 0)
    throw new TypeError(
      `controls is ${describeValue(controls)}; ` +
        "pass controls by name, such as { k: slider(1, 300) }",
    );
  for (const [name, control] of Object.entries(controls)) checkControl(control, `controls.${name}`);
  if (typeof compute !== "function")
    throw new TypeError(
      `compute is ${describeValue(compute)}; pass a function of the controls' values`,
    );
}
