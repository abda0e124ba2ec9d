import {
  chooseAdapterRanks,
  type RankChoice,
  type RankRule,
} from "../../../adapt/adapters/rankRules";
import type { ModuleSpectrum } from "../../../adapt/adapters/adapterSpectrum";
import { formatBytes } from "../../../base/formatBytes";
import type { SpectraPayload } from "../../adapters/adapterPayload";
import type { AdapterWords } from "../../adapters/adapterWords";
import { element, newId, setText } from "../elements";
import { formatEnergy } from "./formatEnergy";

/** What the slider chose. */
export interface RuleState {
  readonly rule: RankRule;
  readonly choices: readonly RankChoice[];
}

export interface RuleControl {
  readonly node: HTMLElement;
  readonly state: () => RuleState;
}

const shares = [
  0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 0.995, 0.998,
  0.999, 0.9999, 1,
];
const sizeSteps = 100;
type By = "energy" | "size" | "rank";

/** The slider with its choice of rule; calls back when what it chose has changed. */
export function createRuleControl(
  payload: SpectraPayload,
  spectra: readonly ModuleSpectrum[],
  words: AdapterWords,
  changed: (state: RuleState) => void,
): RuleControl {
  const { stored, command } = payload;
  const whole = bytesAt(
    payload,
    payload.modules.map(({ rank }) => rank),
  );
  const least = bytesAt(
    payload,
    payload.modules.map(() => 1),
  );
  const most = payload.modules.reduce((largest, { rank }) => Math.max(largest, rank), 1);
  const last: Record<By, number> = { energy: shares.length - 1, size: sizeSteps, rank: most - 1 };
  const places: Record<By, number> = {
    energy: shares.indexOf(0.9),
    size: sizeSteps / 2,
    rank: Math.floor((most - 1) / 2),
  };
  let by: By = "energy";
  const id = newId("rule");
  const slider = element("input", { id, type: "range", min: 0, step: 1 });
  const value = element("output", { for: id, class: "rule-value" });
  const facts = element("p", { class: "facts", role: "status" });
  const shownCommand = element("code", { class: "command" });
  const ruleAt = (place: number): RankRule => {
    if (by === "rank") return { by, value: place + 1 };
    if (by === "energy") return { by, value: shares[place] };
    return {
      by,
      value: place === sizeSteps ? whole : least + ((whole - least) * place) / sizeSteps,
    };
  };
  let state: RuleState;
  const update = (): void => {
    const rule = ruleAt(places[by]);
    state = { rule, choices: chooseAdapterRanks(spectra, rule, stored) };
    slider.max = String(last[by]);
    slider.value = String(places[by]);
    const said = describeValue(rule, words);
    setText(value, said);
    slider.setAttribute("aria-valuetext", said);
    setText(facts, describeState(payload, state, whole, words));
    if (command !== undefined) setText(shownCommand, command.replace("RULE", ruleOption(rule)));
    changed(state);
  };
  slider.addEventListener("input", () => {
    places[by] = slider.valueAsNumber;
    update();
  });
  const name = newId("by");
  const choose = (one: By, text: string): HTMLElement => {
    const input = element("input", { type: "radio", name, value: one, checked: one === by });
    input.addEventListener("change", () => {
      by = one;
      update();
    });
    return element("label", { class: "by" }, input, element("span", { text }));
  };
  const ways = element(
    "div",
    { class: "ways", role: "radiogroup", "aria-label": words.rule },
    element("span", { class: "muted", text: words.rule }),
    choose("energy", words.byEnergy),
    choose("size", words.bySize),
    choose("rank", words.byRank),
  );
  const line = element("div", { class: "slider-line" }, slider, value);
  slider.setAttribute("aria-label", words.rule);
  const foot = element("div", { class: "control-foot" }, facts);
  if (command !== undefined)
    foot.append(
      element(
        "p",
        { class: "note" },
        element("span", { text: `${words.command}: ` }),
        shownCommand,
      ),
    );
  update();
  return { node: element("div", { class: "control" }, ways, line, foot), state: () => state };
}

/** Bytes of an adapter at these ranks, headers left out. */
export function bytesAt({ modules, stored }: SpectraPayload, ranks: readonly number[]): number {
  return modules.reduce(
    (sum, { shape: [m, n] }, i) => sum + ranks[i] * (m + n) * stored.bytesPerNumber,
    stored.fixed,
  );
}

function describeValue(rule: RankRule, words: AdapterWords): string {
  if (rule.by === "energy") return formatEnergy(rule.value);
  return rule.by === "size" ? formatBytes(Math.round(rule.value)) : `${words.byRank} ${rule.value}`;
}

/** The command's option for the rule; MB with as many digits as the rule needs to fit. */
function ruleOption({ by, value }: RankRule): string {
  return by === "size" ? `--size ${Math.ceil(value / 100) / 1e4}` : `--${by} ${value}`;
}

function describeState(
  payload: SpectraPayload,
  { choices }: RuleState,
  whole: number,
  words: AdapterWords,
): string {
  const ranks = choices.map(({ rank }) => rank);
  const lost = choices.reduce((sum, { error }) => sum + error * error, 0);
  const all = payload.modules.reduce(
    (sum, { singularValues }) => sum + singularValues.reduce((part, one) => part + one * one, 0),
    0,
  );
  return words.reads(
    formatBytes(Math.round(bytesAt(payload, ranks))),
    formatBytes(Math.round(whole)),
    formatEnergy(all > 0 ? 1 - lost / all : 1),
    words.ranks(Math.min(...ranks), Math.max(...ranks)),
  );
}
