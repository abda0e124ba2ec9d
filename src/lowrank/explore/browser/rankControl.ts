import type { ExplorerWords } from "../explorerWords";
import type { ExplorerPayload } from "../payload/payload";
import { element, newId, setText } from "./elements";
import { formatBytes, formatPercent, formatShare } from "./format";
import { bytesOfFactors } from "./rankCharts";

export interface RankControl {
  readonly node: HTMLElement;
  show(position: number): void;
}

/** The slider over the ranks, buttons for the chosen ones, and the figures of the rank at hand. */
export function createRankControl(
  payload: ExplorerPayload,
  words: ExplorerWords,
  onChange: (position: number) => void,
): RankControl {
  const { ranks, curve } = payload;
  const id = newId("rank");
  const slider = element("input", { id, type: "range", min: 0, max: ranks.length - 1, step: 1 });
  const value = element("output", { for: id, class: "rank-value" });
  const facts = element("p", { class: "facts" });
  slider.addEventListener("input", () => onChange(slider.valueAsNumber));
  const jumps = element("div", { class: "jumps" });
  const jump = (rank: number, symbol: string, name: string): void => {
    const position = ranks.indexOf(rank);
    if (position < 0) return;
    const button = element(
      "button",
      { type: "button", "aria-label": `${name} ${rank}` },
      element("span", { text: symbol }),
      element("span", { class: "jump-words", text: name }),
      element("span", { text: rank }),
    );
    button.addEventListener("click", () => onChange(position));
    jumps.append(button);
  };
  if (curve) {
    jump(curve.oneStandardErrorRank, "▼", words.oneStandardErrorRank);
    if (curve.bestRank !== curve.oneStandardErrorRank) jump(curve.bestRank, "★", words.bestRank);
  }
  const line = element(
    "div",
    { class: "slider-line" },
    element("label", { for: id, text: words.rankLabel }),
    slider,
    value,
  );
  return {
    node: element(
      "div",
      { class: "control" },
      line,
      element("div", { class: "control-foot" }, facts, jumps),
    ),
    show(position) {
      const rank = ranks[position];
      if (slider.valueAsNumber !== position) slider.value = String(position);
      slider.setAttribute("aria-valuetext", words.rank(rank));
      setText(value, String(rank));
      setText(facts, describeRank(payload, position, words));
    },
  };
}

/** Accuracy, energy and bytes of a rank in one line. */
export function describeRank(
  payload: ExplorerPayload,
  position: number,
  words: ExplorerWords,
): string {
  const { ranks, curve, energy, trainingAccuracy, content } = payload;
  const rank = ranks[position];
  const place = curve ? curve.ranks.indexOf(rank) : -1;
  const accuracy =
    curve && place >= 0
      ? words.heldOutFacts(formatShare(curve.mean[place]), formatShare(curve.standardError[place]))
      : words.trainingFacts(content.kind, formatShare(trainingAccuracy[position]));
  return (
    accuracy +
    words.otherFacts(formatPercent(energy[position]), formatBytes(bytesOfFactors(payload, rank)))
  );
}
