import type { Control } from "./control";

/** Most choices of a dropdown that are named. */
const mostNames = 8;

/** Named controls as plain text, a line each: what stands where nothing draws them. */
export function describeControls(controls: Readonly<Record<string, Control>>): string {
  return Object.entries(controls)
    .map(([name, control]) => `${control.label ?? name}: ${describeControl(control)}`)
    .join("\n");
}

/** What a control offers, in words; its value is left out, for a reader may move it. */
export function describeControl(control: Control): string {
  switch (control.kind) {
    case "slider":
      return `slider from ${control.minimum} to ${control.maximum}`;
    case "rangeSlider":
      return `two ends from ${control.minimum} to ${control.maximum}`;
    case "dropdown": {
      const rest = control.names.length - mostNames;
      const named = control.names.slice(0, mostNames).join(", ");
      return `one of ${named}${rest > 0 ? ` and ${rest} more` : ""}`;
    }
    case "checkbox":
      return "yes or no";
    case "text":
      return "a line of text";
    case "button":
      return "a button";
  }
}
