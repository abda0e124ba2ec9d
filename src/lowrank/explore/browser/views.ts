import type { ExplorerWords } from "../explorerWords";
import type { OpenedExplorer } from "../payload/openPayload";
import { createDocumentMap } from "./documentMap";
import { createImagePanels, createPicker, createTextPanel } from "./documentPanel";
import { element, panel, setText } from "./elements";
import { formatCount, shorten } from "./format";
import { createImageView } from "./imageView";
import { createNeighbourList } from "./neighbourList";
import { createRankCharts } from "./rankCharts";
import { createRankControl } from "./rankControl";
import { createSentencePanel } from "./sentencePanel";
import type { ExplorerTheme } from "./theme";

/** What the reader has chosen. */
export interface ExplorerState {
  /** Position of the slider. */
  readonly position: number;
  readonly document: number;
  readonly theme: ExplorerTheme;
  /** Whether points glide to their new places. */
  readonly glides: boolean;
}

export interface ExplorerActions {
  setPosition(this: void, position: number): void;
  pickDocument(this: void, document: number): void;
  /** Asks for a new drawing. */
  redraw(this: void): void;
}

export interface ExplorerViews {
  readonly nodes: readonly HTMLElement[];
  draw(state: ExplorerState): void;
  /** The typed sentence; undefined where there is no box for one. */
  sentence(): string | undefined;
  /** Types a sentence into the box, where there is one. */
  setSentence(text: string): void;
}

const neighbourCount = 6;

/** Makes all parts of the figure; each draws what the state asks for. */
export function createViews(
  opened: OpenedExplorer,
  words: ExplorerWords,
  { setPosition, pickDocument, redraw }: ExplorerActions,
): ExplorerViews {
  const {
    payload: { ranks, classes, content: packed },
    payload,
    space,
    labels,
    content,
  } = opened;
  const { kind } = content;
  const pickRank = (rank: number): void => setPosition(ranks.indexOf(rank));
  const control = createRankControl(payload, words, setPosition);
  const charts = createRankCharts(payload, words, pickRank);
  const describe = (document: number): string =>
    words.described(
      classes[labels[document]],
      content.kind === "texts"
        ? shorten(content.texts[document], 160)
        : words.imageNumber(formatCount(document + 1)),
    );
  const map = createDocumentMap({
    classes,
    kind,
    words,
    describe,
    onPick: pickDocument,
    onResize: redraw,
  });
  const picker = createPicker(kind, words, space.documents, pickDocument);
  const sentence =
    content.kind === "texts" && packed.kind === "texts"
      ? createSentencePanel(opened, content, words, packed.query, redraw, pickRank)
      : undefined;
  const chosen =
    content.kind === "texts"
      ? createTextPanel(opened, content, words, picker.node)
      : createImagePanels(opened, content, words, picker.node, pickRank);
  const list = createNeighbourList({
    classes,
    labels,
    kind,
    words,
    count: neighbourCount,
    render: createRenderer(opened, words),
    onPick: pickDocument,
  });
  // What the slider moves most comes first, so that it is seen beside it.
  const near = panel("near", words.neighbours(kind), list.node);
  const panels = element(
    "div",
    { class: "panels" },
    map.node,
    ...(sentence
      ? [sentence.node, ...charts.nodes, ...chosen.nodes, near]
      : [...[...chosen.nodes].reverse(), near, ...charts.nodes]),
  );
  return {
    nodes: [
      element("p", { class: "title", text: payload.title }),
      element("p", { class: "note", text: describeModel(opened, words) }),
      control.node,
      panels,
    ],
    sentence: () => sentence?.text(),
    setSentence: (text) => sentence?.setText(text),
    draw({ position, document, theme, glides }) {
      const neighbours = space.neighbours(position, document, neighbourCount);
      control.show(position);
      charts.setRank(ranks[position]);
      picker.show(document);
      chosen.show(document, position);
      list.show(neighbours, document);
      sentence?.show(position);
      const query = sentence?.coordinates();
      map.draw({
        view: space.view(position),
        theme,
        glides,
        labels,
        document,
        neighbours: neighbours.map((neighbour) => neighbour.document),
        query: query && space.place(position, query),
      });
    },
  };
}

/** Puts a neighbour's text or picture into its button. */
function createRenderer(
  { content }: OpenedExplorer,
  { image }: ExplorerWords,
): (document: number, place: HTMLElement) => void {
  if (content.kind === "texts")
    return (document, place) => setText(place, shorten(content.texts[document], 140));
  const most = content.pixels.data.reduce((largest, value) => Math.max(largest, value), 0) || 1;
  return (document, place) => {
    const view = createImageView({ size: content.size, most, label: image });
    view.show(content.pixels.data, document * content.size * content.size);
    place.replaceChildren(view.node);
  };
}

function describeModel(
  {
    payload: { rows, columns, classes, ranks, unitRows, content },
    space,
    content: opened,
  }: OpenedExplorer,
  words: ExplorerWords,
): string {
  const shown = space.documents < rows ? formatCount(space.documents) : undefined;
  const differs =
    content.kind === "texts" &&
    opened.kind === "texts" &&
    opened.matrix.nonZeros !== content.shownNonZeros;
  return (
    words.model(
      content.kind,
      formatCount(rows),
      shown,
      formatCount(columns),
      classes.length,
      ranks.length,
      unitRows,
    ) + (differs ? words.otherWords : "")
  );
}
