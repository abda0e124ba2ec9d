import type { ExplorerWords } from "../explorerWords";
import type { OpenedExplorer, OpenedTexts } from "../payload/openPayload";
import { createClassBars } from "./classBars";
import { element, newId, panel, setText } from "./elements";
import { formatCount } from "./format";
import { createProbabilityChart } from "./probabilityChart";

export interface SentencePanel {
  readonly node: HTMLElement;
  /** Coordinates of what is typed; undefined where no word of it is known. */
  readonly coordinates: () => Float32Array | undefined;
  show(position: number): void;
  readonly text: () => string;
  readonly setText: (text: string) => void;
}

/** A text box whose sentence is classified at every rank as it is typed. */
export function createSentencePanel(
  { payload, space }: OpenedExplorer,
  content: OpenedTexts,
  words: ExplorerWords,
  query: string,
  onChange: () => void,
  onPick: (rank: number) => void,
): SentencePanel {
  const id = newId("sentence");
  const box = element("textarea", { id, rows: 2, maxlength: 2000, spellcheck: "false" });
  box.value = query;
  const known = element("p", { class: "note words" });
  const bars = createClassBars(payload.classes);
  const chart = createProbabilityChart(payload, words, onPick);
  const label = element("label", { for: id, text: words.typeSentence });
  const node = panel("sentence", words.sentence, label, box, known, bars.node, chart.node);
  let coordinates: Float32Array | undefined;
  const read = (): void => {
    const { row, coordinates: projected } = content.project(box.value);
    coordinates = row.nonZeros > 0 ? projected : undefined;
    setText(
      known,
      describeWords(
        words,
        Array.from(row.columnIndices, (column) => content.tfidf.terms[column]),
        box.value,
        content.tfidf.terms.length,
      ),
    );
    chart.show(
      coordinates &&
        payload.ranks.map((_, position) => space.probabilities(position, coordinates!)),
    );
  };
  box.addEventListener("input", () => {
    read();
    onChange();
  });
  read();
  return {
    node,
    coordinates: () => coordinates,
    text: () => box.value,
    setText(text) {
      box.value = text.slice(0, box.maxLength);
      read();
      onChange();
    },
    show(position) {
      bars.show(coordinates && space.probabilities(position, coordinates));
      chart.setRank(payload.ranks[position]);
    },
  };
}

function describeWords(
  words: ExplorerWords,
  known: readonly string[],
  text: string,
  terms: number,
): string {
  if (known.length > 0) return words.knownTerms(known);
  return text.trim() === "" ? words.nothingTyped : words.noneKnown(formatCount(terms));
}
