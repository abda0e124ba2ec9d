import type { OpenedExplorer, OpenedImages, OpenedTexts } from "../openPayload";
import { copyRow, type RankSpace } from "../rankSpace";
import { createClassBars } from "./classBars";
import { element, newId, panel, setText } from "./elements";
import { columnsOf, listAddedTerms, listOwnTerms } from "./findTerms";
import { formatCount, formatShare } from "./format";
import { createImageView } from "./imageView";
import { createProbabilityChart } from "./probabilityChart";
import { createTermTable } from "./termTable";

/** A view of the chosen document or image. */
export interface ChosenPanel {
  readonly nodes: readonly HTMLElement[];
  show(document: number, position: number): void;
}

/** Coordinates of a document at the largest rank. */
export function coordinatesOf({ coordinates, width }: RankSpace, document: number): Float32Array {
  return coordinates.subarray(document * width, (document + 1) * width);
}

/** The chosen document's text, its class, and its terms beside those of its rank-k copy. */
export function createTextPanel({ payload, space, v, labels }: OpenedExplorer, content: OpenedTexts, picker: HTMLElement): ChosenPanel {
  const [text, verdict] = [element("blockquote", { class: "document-text", tabindex: 0 }), element("p", { class: "summary" })];
  const table = createTermTable();
  const node = panel("document", "A document and its rank-k copy", picker, text, verdict, table.node);
  return {
    nodes: [node],
    show(document, position) {
      const coordinates = coordinatesOf(space, document);
      const { rank } = space.fits[position];
      const copy = copyRow(v, coordinates, rank);
      setText(text, content.texts[document]);
      setText(verdict, describeVerdict(payload.classes, labels[document], space.probabilities(position, coordinates)));
      const own = listOwnTerms(content.matrix, document).map(({ column, original }) => ({ term: content.tfidf.terms[column], original, copy: copy[column] }));
      table.show(own, listAddedTerms(content.tfidf.terms, copy, columnsOf(content.matrix, document)), rank);
    },
  };
}

/** The chosen image, its rank-k copy, what the copy lacks, and its class by rank. */
export function createImagePanels({ payload, space, v, labels }: OpenedExplorer, content: OpenedImages, picker: HTMLElement, onPick: (rank: number) => void): ChosenPanel {
  const { size, pixels, mean } = content;
  const most = pixels.data.reduce((largest, value) => Math.max(largest, value), 0) || 1;
  const original = createImageView({ size, most, caption: "original" });
  const copied = createImageView({ size, most, caption: "rank-k copy" });
  const missing = createImageView({ size, most, caption: "original − copy", signed: true });
  const [verdict, error] = [element("p", { class: "summary" }), element("p", { class: "note" })];
  const bars = createClassBars(payload.classes);
  const chart = createProbabilityChart(payload, onPick);
  let charted = -1;
  const picture = panel("document", "An image and its rank-k copy", picker, element("div", { class: "images" }, original.node, copied.node, missing.node), error);
  return {
    nodes: [picture, panel("sentence", "Its class", verdict, bars.node, chart.node)],
    show(document, position) {
      const coordinates = coordinatesOf(space, document);
      const { rank } = space.fits[position];
      const copy = copyRow(v, coordinates, rank).map((value, i) => value + mean[i]);
      const from = document * size * size;
      const difference = copy.map((value, i) => pixels.data[from + i] - value);
      original.show(pixels.data, from);
      copied.show(copy, 0);
      missing.show(difference, 0);
      const root = Math.sqrt(difference.reduce((sum, value) => sum + value * value, 0) / difference.length);
      setText(error, `${formatCount(size * size)} pixels from ${formatCount(rank)} numbers; root mean square error of a pixel ${formatShare(root / most)}, ink being 1. Orange: ink that the copy lacks; blue: ink that it adds.`);
      const probabilities = space.probabilities(position, coordinates);
      setText(verdict, describeVerdict(payload.classes, labels[document], probabilities));
      bars.show(probabilities);
      if (charted !== document) chart.show(payload.ranks.map((_, at) => space.probabilities(at, coordinates)));
      charted = document;
      chart.setRank(rank);
    },
  };
}

function describeVerdict(classes: readonly string[], label: number, probabilities: Float64Array): string {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return `Its class is ${classes[label]}; the classifier of this rank says ${classes[best]} (${formatShare(probabilities[best])})${best === label ? "." : `, and gives its class ${formatShare(probabilities[label])}.`}`;
}

/** A number field and two buttons to choose a document. */
export function createPicker(noun: string, count: number, onPick: (document: number) => void): { node: HTMLElement; show(document: number): void } {
  const id = newId("document");
  const field = element("input", { id, type: "number", min: 1, max: count, step: 1, inputmode: "numeric" });
  const step = (by: number, label: string, sign: string): HTMLButtonElement => {
    const button = element("button", { type: "button", "aria-label": label, text: sign });
    button.addEventListener("click", () => onPick((Number(field.value) - 1 + by + count) % count));
    return button;
  };
  field.addEventListener("change", () => {
    const wanted = Math.round(Number(field.value));
    onPick(Math.max(1, Math.min(count, Number.isFinite(wanted) ? wanted : 1)) - 1);
  });
  const name = `${noun[0].toUpperCase()}${noun.slice(1)}`;
  const node = element("div", { class: "picker" }, element("label", { for: id, text: name }), step(-1, `previous ${noun}`, "‹"), field, step(1, `next ${noun}`, "›"), element("span", { class: "muted", text: `of ${formatCount(count)}` }));
  return { node, show: (document) => (field.value === String(document + 1) ? undefined : void (field.value = String(document + 1))) };
}
