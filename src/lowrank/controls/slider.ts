import { checkOptions } from "../base/checkOptions";
import type { RangeSliderControl, SliderControl } from "./control";
import { checkOnScale, checkScale } from "./scale";

export interface SliderOptions {
  /** First value (default `minimum`). */
  value?: number;
  /** Distance of two values that follow each other (default 1). */
  step?: number;
  /** What stands beside it (default: the name that its value gets). */
  label?: string;
}

export interface RangeSliderOptions {
  /** First values, the lower one first (default: the whole scale). */
  value?: readonly [number, number];
  /** Distance of two values that follow each other (default 1). */
  step?: number;
  /** What stands beside it (default: the name that its value gets). */
  label?: string;
}

const known = { value: true, step: true, label: true } satisfies Record<keyof SliderOptions, true>;

/**
 * Describes a slider over numbers from `minimum` to `maximum`, for `interact` and `view`.
 *
 * Cost: none to speak of.
 *
 * @param minimum - smallest value
 * @param maximum - largest value
 * @throws RangeError if the scale is empty, or the value is not on it; TypeError if a number is
 *   none
 * @example
 * slider(1, 300, { value: 20 }).value; // 20
 */
export function slider(
  minimum: number,
  maximum: number,
  options: SliderOptions = {},
): SliderControl {
  checkOptions(options, known, "slider");
  const { value = minimum, step = 1, label } = options;
  checkScale(minimum, maximum, step, "slider");
  checkOnScale(value, minimum, maximum, "value");
  return { kind: "slider", minimum, maximum, step, value, ...(label !== undefined && { label }) };
}

/**
 * Describes a slider with two ends, for `interact` and `view`. Its value is a pair, the lower one
 * first.
 *
 * Cost: none to speak of.
 *
 * @param minimum - smallest value
 * @param maximum - largest value
 * @throws RangeError if the scale is empty, or the values are not on it in order; TypeError if a
 *   number is none
 * @example
 * rangeSlider(0, 1, { value: [0.2, 0.5], step: 0.1 }).value; // [0.2, 0.5]
 */
export function rangeSlider(
  minimum: number,
  maximum: number,
  options: RangeSliderOptions = {},
): RangeSliderControl {
  checkOptions(options, known, "rangeSlider");
  const { value = [minimum, maximum], step = 1, label } = options;
  checkScale(minimum, maximum, step, "rangeSlider");
  const [low, high] = value;
  checkOnScale(low, minimum, maximum, "value[0]");
  checkOnScale(high, minimum, maximum, "value[1]");
  if (low > high)
    throw new RangeError(`value is [${low}, ${high}]; put the lower end first: [${high}, ${low}]`);
  return {
    kind: "rangeSlider",
    minimum,
    maximum,
    step,
    value: [low, high],
    ...(label !== undefined && { label }),
  };
}
