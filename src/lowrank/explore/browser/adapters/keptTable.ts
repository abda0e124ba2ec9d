import type { RankChoice } from "../../../adapt/adapters/rankRules";
import type { SpectrumOnPage } from "../../adapters/adapterPayload";
import type { AdapterWords } from "../../adapters/adapterWords";
import { element, setText } from "../elements";
import { formatEnergy, formatValue } from "./formatEnergy";

export interface KeptTable {
  readonly node: HTMLElement;
  show(choices: readonly RankChoice[], chosen: number): void;
}

/** What each module is and keeps, a row a module; a click chooses one. */
export function createKeptTable(
  modules: readonly SpectrumOnPage[],
  words: AdapterWords,
  onPick: (row: number) => void,
): KeptTable {
  const withBase = modules.some(({ baseNorm }) => baseNorm !== undefined);
  const heads = [words.module, words.shape, words.norm, ...(withBase ? [words.share] : [])];
  const changing = [words.rank, words.newRank, words.energyKept, words.lost];
  const head = element(
    "tr",
    {},
    ...[...heads, ...changing].map((text) => element("th", { scope: "col", text })),
  );
  const rows = modules.map((module, i) => {
    const norm = Math.sqrt(module.singularValues.reduce((sum, value) => sum + value * value, 0));
    const pick = element("button", { type: "button", class: "name", text: module.name });
    pick.addEventListener("click", () => onPick(i));
    const share = formatValue(norm / (module.baseNorm ?? NaN));
    const fixed = [module.shape.join(" × "), formatValue(norm), ...(withBase ? [share] : [])];
    const cells = changing.map(() => element("td", { class: "number" }));
    setText(cells[0], String(module.rank));
    return {
      cells,
      row: element(
        "tr",
        {},
        element("th", { scope: "row" }, pick),
        ...fixed.map((text) => element("td", { class: "number", text })),
        ...cells,
      ),
    };
  });
  const table = element(
    "table",
    {},
    element("thead", {}, head),
    element("tbody", {}, ...rows.map(({ row }) => row)),
  );
  return {
    node: element("div", { class: "table-frame", tabindex: 0 }, table),
    show(choices, chosen) {
      for (const [i, { rank, energyKept, error }] of choices.entries()) {
        const { row, cells } = rows[i];
        setText(cells[1], String(rank));
        setText(cells[2], formatEnergy(energyKept));
        setText(cells[3], formatValue(error));
        row.classList.toggle("chosen", i === chosen);
      }
    },
  };
}
