import type { ExplorerWords, RowKind } from "../explorerWords";
import type { OpenedExplorer, OpenedImages, OpenedTexts } from "../payload/openPayload";
import { copyRow, type RankSpace } from "../payload/rankSpace";
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
export function createTextPanel(
  { payload, space, v, labels }: OpenedExplorer,
  content: OpenedTexts,
  words: ExplorerWords,
  picker: HTMLElement,
): ChosenPanel {
  const [text, verdict] = [
    element("blockquote", { class: "document-text", tabindex: 0 }),
    element("p", { class: "summary" }),
  ];
  const table = createTermTable(words);
  const node = panel("document", words.copyTitle("texts"), picker, text, verdict, table.node);
  return {
    nodes: [node],
    show(document, position) {
      const coordinates = coordinatesOf(space, document);
      const { rank } = space.fits[position];
      const copy = copyRow(v, coordinates, rank);
      setText(text, content.texts[document]);
      setText(
        verdict,
        describeVerdict(
          payload.classes,
          labels[document],
          space.probabilities(position, coordinates),
          words,
        ),
      );
      const own = listOwnTerms(content.matrix, document).map(({ column, original }) => ({
        term: content.tfidf.terms[column],
        original,
        copy: copy[column],
      }));
      table.show(
        own,
        listAddedTerms(content.tfidf.terms, copy, columnsOf(content.matrix, document)),
        rank,
      );
    },
  };
}

/** The chosen image, its rank-k copy, what the copy lacks, and its class by rank. */
export function createImagePanels(
  { payload, space, v, labels }: OpenedExplorer,
  content: OpenedImages,
  words: ExplorerWords,
  picker: HTMLElement,
  onPick: (rank: number) => void,
): ChosenPanel {
  const { size, pixels, mean } = content;
  const most = pixels.data.reduce((largest, value) => Math.max(largest, value), 0) || 1;
  const original = createImageView({ size, most, label: words.original, isCaptioned: true });
  const copied = createImageView({ size, most, label: words.copy, isCaptioned: true });
  const missing = createImageView({
    size,
    most,
    label: words.missing,
    isCaptioned: true,
    signed: true,
  });
  const [verdict, error] = [element("p", { class: "summary" }), element("p", { class: "note" })];
  const bars = createClassBars(payload.classes);
  const chart = createProbabilityChart(payload, words, onPick);
  let charted = -1;
  const picture = panel(
    "document",
    words.copyTitle("images"),
    picker,
    element("div", { class: "images" }, original.node, copied.node, missing.node),
    error,
  );
  return {
    nodes: [picture, panel("sentence", words.itsClass, verdict, bars.node, chart.node)],
    show(document, position) {
      const coordinates = coordinatesOf(space, document);
      const { rank } = space.fits[position];
      const copy = copyRow(v, coordinates, rank).map((value, i) => value + mean[i]);
      const from = document * size * size;
      const difference = copy.map((value, i) => pixels.data[from + i] - value);
      original.show(pixels.data, from);
      copied.show(copy, 0);
      missing.show(difference, 0);
      const root = Math.sqrt(
        difference.reduce((sum, value) => sum + value * value, 0) / difference.length,
      );
      setText(
        error,
        words.imageError(formatCount(size * size), formatCount(rank), formatShare(root / most)),
      );
      const probabilities = space.probabilities(position, coordinates);
      setText(verdict, describeVerdict(payload.classes, labels[document], probabilities, words));
      bars.show(probabilities);
      if (charted !== document)
        chart.show(payload.ranks.map((_, at) => space.probabilities(at, coordinates)));
      charted = document;
      chart.setRank(rank);
    },
  };
}

function describeVerdict(
  classes: readonly string[],
  label: number,
  probabilities: Float64Array,
  words: ExplorerWords,
): string {
  const best = probabilities.indexOf(Math.max(...probabilities));
  const [name, said, probability] = [
    classes[label],
    classes[best],
    formatShare(probabilities[best]),
  ];
  return best === label
    ? words.verdict(name, said, probability)
    : words.wrongVerdict(name, said, probability, formatShare(probabilities[label]));
}

/** A number field and two buttons to choose a document. */
export function createPicker(
  kind: RowKind,
  words: ExplorerWords,
  count: number,
  onPick: (document: number) => void,
): { node: HTMLElement; show(document: number): void } {
  const id = newId("document");
  const field = element("input", {
    id,
    type: "number",
    min: 1,
    max: count,
    step: 1,
    inputmode: "numeric",
  });
  const step = (by: number, label: string, sign: string): HTMLButtonElement => {
    const button = element("button", { type: "button", "aria-label": label, text: sign });
    button.addEventListener("click", () => onPick((Number(field.value) - 1 + by + count) % count));
    return button;
  };
  field.addEventListener("change", () => {
    const wanted = Math.round(Number(field.value));
    onPick(Math.max(1, Math.min(count, Number.isFinite(wanted) ? wanted : 1)) - 1);
  });
  const node = element(
    "div",
    { class: "picker" },
    element("label", { for: id, text: words.picker(kind) }),
    step(-1, words.previous(kind), "‹"),
    field,
    step(1, words.next(kind), "›"),
    element("span", { class: "muted", text: words.of(formatCount(count)) }),
  );
  return {
    node,
    show: (document) =>
      field.value === String(document + 1) ? undefined : void (field.value = String(document + 1)),
  };
}
