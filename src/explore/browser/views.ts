import type { OpenedExplorer } from "../openPayload";
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
}

const neighbourCount = 6;

/** Makes all parts of the figure; each draws what the state asks for. */
export function createViews(opened: OpenedExplorer, { setPosition, pickDocument, redraw }: ExplorerActions): ExplorerViews {
  const { payload: { ranks, classes, content: packed }, payload, space, labels, content } = opened;
  const noun = content.kind === "texts" ? "document" : "image";
  const pickRank = (rank: number): void => setPosition(ranks.indexOf(rank));
  const control = createRankControl(payload, setPosition);
  const charts = createRankCharts(payload, pickRank);
  const describe = (document: number): string => `${classes[labels[document]]}: ${content.kind === "texts" ? shorten(content.texts[document], 160) : `image ${formatCount(document + 1)}`}`;
  const map = createDocumentMap({ classes, noun, describe, onPick: pickDocument, onResize: redraw });
  const picker = createPicker(noun, space.documents, pickDocument);
  const sentence = content.kind === "texts" && packed.kind === "texts" ? createSentencePanel(opened, content, packed.query, redraw, pickRank) : undefined;
  const chosen = content.kind === "texts" ? createTextPanel(opened, content, picker.node) : createImagePanels(opened, content, picker.node, pickRank);
  const list = createNeighbourList({ classes, labels, noun, count: neighbourCount, render: createRenderer(opened), onPick: pickDocument });
  const others = sentence ? [sentence.node, ...chosen.nodes] : [...chosen.nodes].reverse();
  const panels = element("div", { class: "panels" }, ...charts.nodes, map.node, ...others, panel("near", `Nearest ${noun}s at this rank`, list.node));
  return {
    nodes: [element("p", { class: "title", text: payload.title }), element("p", { class: "note", text: describeModel(opened) }), control.node, panels],
    draw({ position, document, theme }) {
      const neighbours = space.neighbours(position, document, neighbourCount);
      control.show(position);
      charts.setRank(ranks[position]);
      picker.show(document);
      chosen.show(document, position);
      list.show(neighbours, document);
      sentence?.show(position);
      const query = sentence?.coordinates();
      map.draw({ view: space.view(position), theme, labels, document, neighbours: neighbours.map((neighbour) => neighbour.document), query: query && space.place(position, query) });
    },
  };
}

/** Puts a neighbour's text or picture into its button. */
function createRenderer({ content }: OpenedExplorer): (document: number, place: HTMLElement) => void {
  if (content.kind === "texts") return (document, place) => setText(place, shorten(content.texts[document], 140));
  const most = content.pixels.data.reduce((largest, value) => Math.max(largest, value), 0) || 1;
  return (document, place) => {
    const view = createImageView({ size: content.size, most });
    view.show(content.pixels.data, document * content.size * content.size);
    place.replaceChildren(view.node);
  };
}

function describeModel({ payload: { rows, columns, classes, ranks, unitRows, content }, space, content: opened }: OpenedExplorer): string {
  const [row, column] = content.kind === "texts" ? ["documents", "terms"] : ["images", "pixels"];
  const shown = space.documents < rows ? `, ${formatCount(space.documents)} of them shown` : "";
  const scaled = unitRows ? ", rows scaled to length 1" : "";
  const differs = content.kind === "texts" && opened.kind === "texts" && opened.matrix.nonZeros !== content.shownNonZeros ? " This browser cuts some texts into other words than the program that made the figure." : "";
  return `${formatCount(rows)} ${row}${shown} × ${formatCount(columns)} ${column}, ${classes.length} classes; a classifier of its own at each of ${ranks.length} ranks${scaled}. All of it is computed in this page.${differs}`;
}
