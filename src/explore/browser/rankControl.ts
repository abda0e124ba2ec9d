import type { ExplorerPayload } from "../payload";
import { element, newId, setText } from "./elements";
import { formatBytes, formatPercent, formatShare } from "./format";
import { bytesOfFactors, nameRows } from "./rankCharts";

export interface RankControl {
  readonly node: HTMLElement;
  show(position: number): void;
}

/** The slider over the ranks, buttons for the chosen ones, and the figures of the rank at hand. */
export function createRankControl(payload: ExplorerPayload, onChange: (position: number) => void): RankControl {
  const { ranks, curve } = payload;
  const id = newId("rank");
  const slider = element("input", { id, type: "range", min: 0, max: ranks.length - 1, step: 1 });
  const value = element("output", { for: id, class: "rank-value" });
  const facts = element("p", { class: "facts" });
  slider.addEventListener("input", () => onChange(slider.valueAsNumber));
  const jumps = element("div", { class: "jumps" });
  const jump = (rank: number, symbol: string, words: string): void => {
    const position = ranks.indexOf(rank);
    if (position < 0) return;
    const button = element("button", { type: "button", "aria-label": `${words} ${rank}` }, element("span", { text: symbol }), element("span", { class: "jump-words", text: words }), element("span", { text: rank }));
    button.addEventListener("click", () => onChange(position));
    jumps.append(button);
  };
  if (curve) {
    jump(curve.oneStandardErrorRank, "▼", "one-standard-error rank");
    if (curve.bestRank !== curve.oneStandardErrorRank) jump(curve.bestRank, "★", "best rank");
  }
  const line = element("div", { class: "slider-line" }, element("label", { for: id, text: "Rank k" }), slider, value);
  return {
    node: element("div", { class: "control" }, line, element("div", { class: "control-foot" }, facts, jumps)),
    show(position) {
      const rank = ranks[position];
      if (slider.valueAsNumber !== position) slider.value = String(position);
      slider.setAttribute("aria-valuetext", `rank ${rank}`);
      setText(value, String(rank));
      setText(facts, describeRank(payload, position));
    },
  };
}

/** Accuracy, energy and bytes of a rank in one line. */
export function describeRank(payload: ExplorerPayload, position: number): string {
  const { ranks, curve, energy, trainingAccuracy } = payload;
  const rank = ranks[position];
  const place = curve ? curve.ranks.indexOf(rank) : -1;
  const accuracy = curve && place >= 0 ? `accuracy ${formatShare(curve.mean[place])} ± ${formatShare(curve.standardError[place])} held out` : `accuracy ${formatShare(trainingAccuracy[position])} on the ${nameRows(payload)} themselves`;
  return `${accuracy} · energy ${formatPercent(energy[position])} · factors ${formatBytes(bytesOfFactors(payload, rank))}`;
}
