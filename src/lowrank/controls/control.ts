import { describeValue } from "../base/describeValue";

/** A number chosen from `minimum`, `minimum + step`, …, up to `maximum`. */
export interface SliderControl {
  readonly kind: "slider";
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly value: number;
  readonly label?: string;
}

/** Two numbers of a slider's scale, the lower one first. */
export interface RangeSliderControl {
  readonly kind: "rangeSlider";
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly value: readonly [number, number];
  readonly label?: string;
}

/** One of several values, each under a name. */
export interface DropdownControl<Value = unknown> {
  readonly kind: "dropdown";
  readonly names: readonly string[];
  readonly values: readonly Value[];
  readonly value: Value;
  readonly label?: string;
}

/** Yes or no. */
export interface CheckboxControl {
  readonly kind: "checkbox";
  readonly value: boolean;
  readonly label?: string;
}

/** A line of text. */
export interface TextControl {
  readonly kind: "text";
  readonly placeholder: string;
  readonly value: string;
  readonly label?: string;
}

/** A button; its value is how often it has been pressed. */
export interface ButtonControl {
  readonly kind: "button";
  readonly value: number;
  readonly label: string;
}

/** The description of a control, with its first value; what knows it draws it. */
export type Control =
  | SliderControl
  | RangeSliderControl
  | DropdownControl
  | CheckboxControl
  | TextControl
  | ButtonControl;

/** The value that a control stands for: a number for a slider, a boolean for a checkbox. */
export type ControlValue<Described extends Control> = Described["value"];

/** The values of named controls, under the same names. */
export type ControlValues<Controls extends Readonly<Record<string, Control>>> = {
  readonly [Name in keyof Controls]: ControlValue<Controls[Name]>;
};

/**
 * Refuses what none of the functions that make controls has made.
 *
 * @throws TypeError that names the argument and what was found
 */
export function checkControl(control: unknown, name: string): asserts control is Control {
  const kind = (control as { kind?: unknown } | null | undefined)?.kind;
  const kinds = ["slider", "rangeSlider", "dropdown", "checkbox", "text", "button"];
  if (typeof kind === "string" && kinds.includes(kind)) return;
  throw new TypeError(
    `${name} is ${describeValue(control)}; pass a control, such as slider(1, 300)`,
  );
}
