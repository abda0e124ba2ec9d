import type { Control } from "lowrank/workbook";
import type { Json } from "../../wire";

/** Ids of the three models that draw one control: itself, its layout and its style. */
export interface ModelIds {
  readonly model: string;
  readonly layout: string;
  readonly style: string;
}

const controls = "@jupyter-widgets/controls";
const base = "@jupyter-widgets/base";
const moduleVersion = "2.0.0";

/** The state of a model, as the front end's class of that name takes it. */
function model(module: string, name: string, view: string | null, fields: Json): Json {
  return {
    _model_module: module,
    _model_module_version: moduleVersion,
    _model_name: name,
    _view_module: module,
    _view_module_version: moduleVersion,
    _view_name: view,
    ...fields,
  };
}

export function layoutState(fields: Json = {}): Json {
  return model(base, "LayoutModel", "LayoutView", fields);
}

/** A control's style: its words may take the room they need. */
export function styleState({ kind }: Control): Json {
  const names = {
    slider: "SliderStyleModel",
    rangeSlider: "SliderStyleModel",
    dropdown: "DescriptionStyleModel",
    checkbox: "CheckboxStyleModel",
    text: "TextStyleModel",
    button: "ButtonStyleModel",
  };
  const fields = kind === "button" ? {} : { description_width: "initial" };
  return {
    ...model(controls, names[kind], "StyleView", fields),
    _view_module: base,
  };
}

/** The state of a control's own model, of version 2.0.0 of Jupyter's controls. */
export function controlState(
  control: Control,
  value: unknown,
  description: string,
  ids: ModelIds,
): Json {
  const fields = {
    description,
    layout: `IPY_MODEL_${ids.layout}`,
    style: `IPY_MODEL_${ids.style}`,
    ...valueState(control, value),
  };
  switch (control.kind) {
    case "slider":
    case "rangeSlider": {
      const { minimum: min, maximum: max, step } = control;
      const whole = [min, max, step].every(Number.isInteger);
      const name = `${whole ? "Int" : "Float"}${control.kind === "slider" ? "" : "Range"}Slider`;
      const readout_format = whole ? "d" : `.${decimals(step)}f`;
      const scale = { min, max, step, readout_format, continuous_update: true };
      return model(controls, `${name}Model`, `${name}View`, { ...fields, ...scale });
    }
    case "dropdown":
      return model(controls, "DropdownModel", "DropdownView", {
        ...fields,
        _options_labels: control.names,
      });
    case "checkbox":
      return model(controls, "CheckboxModel", "CheckboxView", { ...fields, indent: false });
    case "text": {
      const { placeholder } = control;
      const more = { placeholder, continuous_update: true };
      return model(controls, "TextModel", "TextView", { ...fields, ...more });
    }
    case "button":
      return model(controls, "ButtonModel", "ButtonView", { ...fields, icon: "" });
  }
}

/** A box that shows controls below one another. */
export function boxState(children: readonly string[], layout: string): Json {
  return model(controls, "VBoxModel", "VBoxView", {
    children: children.map((id) => `IPY_MODEL_${id}`),
    layout: `IPY_MODEL_${layout}`,
    box_style: "",
    _dom_classes: [boxClass],
  });
}

const boxClass = "lowrank-controls";

/** Run by the page as the output of a widget, before the box around it stands there. */
const keepKeys = `
  const keep = (tries) => {
    for (const part of document.querySelectorAll(".${boxClass} *")) part.dataset.lmSuppressShortcuts = "true";
    if (tries > 0) setTimeout(keep, 100, tries - 1);
  };
  keep(50);`;

/**
 * An unseen part of a box that keeps the keys typed in it from the notebook around it, where `a`
 * adds a cell and `d d` deletes one: JupyterLab and Notebook 7 read an attribute for this from the
 * element that has the focus, which no widget sets.
 */
export function keyKeeperState(layout: string): Json {
  const data = { "text/html": `<script>{${keepKeys}}</script>` };
  return {
    ...model("@jupyter-widgets/output", "OutputModel", "OutputView", {
      msg_id: "",
      outputs: [{ output_type: "display_data", data, metadata: {} }],
      layout: `IPY_MODEL_${layout}`,
    }),
    _model_module_version: "1.0.0",
    _view_module_version: "1.0.0",
  };
}

/** The part of a control's state that says its value. */
export function valueState(control: Control, value: unknown): Json {
  if (control.kind === "dropdown") return { index: control.values.indexOf(value) };
  return control.kind === "button" ? {} : { value };
}

/**
 * The value that a front end's change of a control's state means; undefined where it means none, or
 * none that the control allows.
 */
export function readValue(control: Control, state: Json): unknown {
  switch (control.kind) {
    case "slider":
      return onScale(state.value, control);
    case "rangeSlider": {
      if (!Array.isArray(state.value) || state.value.length !== 2) return undefined;
      const [low, high] = state.value.map((end) => onScale(end, control));
      return low === undefined || high === undefined || low > high ? undefined : [low, high];
    }
    case "dropdown":
      return typeof state.index === "number" ? control.values[state.index] : undefined;
    case "checkbox":
      return typeof state.value === "boolean" ? state.value : undefined;
    case "text":
      return typeof state.value === "string" ? state.value : undefined;
    case "button":
      return undefined;
  }
}

function onScale(
  value: unknown,
  { minimum, maximum }: { minimum: number; maximum: number },
): number | undefined {
  if (typeof value !== "number" || Number.isNaN(value)) return undefined;
  return Math.min(maximum, Math.max(minimum, value));
}

/** Digits after the point by which steps differ. */
function decimals(step: number): number {
  const [mantissa, exponent = "0"] = String(step).split("e");
  return Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent));
}
