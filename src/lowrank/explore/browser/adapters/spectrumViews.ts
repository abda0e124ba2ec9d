import type { ModuleSpectrum } from "../../../adapt/adapters/adapterSpectrum";
import { formatBytes } from "../../../base/formatBytes";
import type { SpectraPayload } from "../../adapters/adapterPayload";
import { countModules, type AdapterWords } from "../../adapters/adapterWords";
import { element, panel, setText } from "../elements";
import { createCurves, tensBetween, type Curve } from "./curves";
import { formatValue } from "./formatEnergy";
import { createHeatMap } from "./heatMap";
import { bytesAt, createRuleControl, type RuleState } from "./ruleControl";
import { shortNames } from "./shortNames";
import { createKeptTable } from "./keptTable";

/** Parts of a page that draw themselves, and draw anew when the theme changes. */
export interface PageViews {
  readonly nodes: readonly HTMLElement[];
  readonly draw: () => void;
}

export interface SpectrumViews extends PageViews {
  readonly state: () => RuleState;
}

/** Decades below σ₁ that colors and curves show. */
const decades = 3;
/** Most curves of other modules that are drawn. */
const mostCurves = 120;

/** The views of a page of spectra. */
export function createSpectrumViews(payload: SpectraPayload, words: AdapterWords): SpectrumViews {
  const { modules } = payload;
  const spectra = modules.map((module): ModuleSpectrum => ({
    ...module,
    singularValues: Float64Array.from(module.singularValues),
  }));
  const names = shortNames(modules.map(({ name }) => name));
  const most = modules.reduce((largest, { rank }) => Math.max(largest, rank), 1);
  let chosen = 0;
  let state: RuleState | undefined;
  const rowHeight = modules.length <= 40 ? 17 : modules.length <= 120 ? 12 : 5;
  const heat = createHeatMap({
    label: words.heatMapReads(countModules(modules.length, words), String(most)),
    rowHeight,
    apart: rowHeight > 6,
    names,
    columns: most,
    rows: modules.length,
    value: (row, column) => shade(modules[row].singularValues, column),
    describe: (row, column) => describeCell(names[row], modules[row].singularValues, column),
    onPick: (row) => choose(row),
  });
  const curves = createCurves();
  const curvesTitle = element("p", { class: "note" });
  const table = createKeptTable(modules, words, (row) => choose(row));
  const draw = (): void => {
    if (!state) return;
    heat.draw(
      chosen,
      state.choices.map(({ rank }) => rank),
    );
    drawSpectrum(curves, payload, chosen, state, words);
    setText(curvesTitle, modules[chosen].name);
    table.show(state.choices, chosen);
  };
  const choose = (row: number): void => {
    chosen = row;
    draw();
  };
  const control = createRuleControl(payload, spectra, words, (next) => {
    state = next;
    draw();
  });
  const size = formatBytes(
    Math.round(
      bytesAt(
        payload,
        modules.map(({ rank }) => rank),
      ),
    ),
  );
  const map = element("div", { class: "heat-frame", tabindex: 0 }, heat.node);
  return {
    nodes: [
      element("h1", { class: "title", text: payload.title }),
      element("p", {
        class: "note",
        text: words.about(countModules(modules.length, words), String(most), size),
      }),
      control.node,
      element(
        "div",
        { class: "panels two" },
        panel(
          "map",
          words.heatMap,
          map,
          colorKey(),
          element("p", { class: "note", text: words.heatMapNote }),
        ),
        panel(
          "curves",
          words.curves,
          curvesTitle,
          curves.node,
          element("p", { class: "note", text: words.curvesNote }),
        ),
        panel(
          "kept",
          words.table,
          table.node,
          element("p", { class: "note", text: words.warning }),
        ),
      ),
    ],
    draw,
    state: control.state,
  };
}

/** The colors of a thousandth of σ₁ and of σ₁ itself, and what lies between. */
function colorKey(): HTMLElement {
  return element(
    "p",
    { class: "color-key", "aria-hidden": "true" },
    element("span", { text: "0.001 σ₁" }),
    element("span", { class: "colors" }),
    element("span", { text: "σ₁" }),
  );
}

/** How dark a cell is: log of σ over σ₁, from 1 down three decades. */
function shade(values: readonly number[], column: number): number | undefined {
  if (column >= values.length) return undefined;
  const share = values[0] > 0 ? values[column] / values[0] : 0;
  return share <= 0 ? 0 : Math.max(0, 1 + Math.log10(share) / decades);
}

function describeCell(name: string, values: readonly number[], column: number): string {
  if (column >= values.length) return `${name}: ${values.length}`;
  const of = values[0] > 0 ? values[column] / values[0] : 0;
  return `${name}: σ${subscript(column + 1)} = ${formatValue(values[column])} = ${formatValue(of)} σ₁`;
}

const subscript = (value: number): string =>
  String(value).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]);

function drawSpectrum(
  curves: ReturnType<typeof createCurves>,
  { modules }: SpectraPayload,
  chosen: number,
  { choices }: RuleState,
  words: AdapterWords,
): void {
  const tops = modules.map(({ singularValues }) => singularValues[0]).filter((top) => top > 0);
  const high = tops.length > 0 ? Math.max(...tops) * 1.25 : 1;
  const low = (tops.length > 0 ? Math.min(...tops) : 0.1) / 10 ** (decades - 1);
  const step = Math.ceil(modules.length / mostCurves);
  const others = modules
    .filter((_, i) => i !== chosen && i % step === 0)
    .map(({ singularValues }): Curve => ({
      values: singularValues,
      color: "var(--faint)",
      width: 1,
    }));
  const { singularValues, name, rank } = modules[chosen];
  const kept = choices[chosen].rank;
  curves.show(
    {
      height: 300,
      across: words.index,
      up: words.singularValue,
      domain: [low, high],
      logarithmic: true,
      ticks: tensBetween(low, high),
      format: (tick) => formatValue(tick),
      length: modules.reduce((most, one) => Math.max(most, one.rank), rank),
    },
    [...others, { values: singularValues, color: "var(--accent)", width: 2.5, dots: kept }],
    `${name}: ${singularValues.slice(0, 8).map(formatValue).join(", ")} … ${words.kept} ${kept}`,
  );
}
