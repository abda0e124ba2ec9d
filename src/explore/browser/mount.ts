import { openPayload, type OpenedExplorer } from "../openPayload";
import type { ExplorerPayload } from "../payload";
import { createDocumentMap } from "./documentMap";
import { createImagePanels, createPicker, createTextPanel } from "./documentPanel";
import { element, panel, setText } from "./elements";
import { formatCount, shorten } from "./format";
import { createImageView } from "./imageView";
import { createNeighbourList } from "./neighbourList";
import { createRankCharts } from "./rankCharts";
import { createRankControl, describeRank } from "./rankControl";
import { createSentencePanel } from "./sentencePanel";
import { explorerStyle } from "./style";
import { applyStyle, classColors, findTheme, watchTheme, type ExplorerTheme } from "./theme";

/** What a page can do with a figure that is drawn. */
export interface MountedExplorer {
  /** Moves the slider to a position, 0 … ranks − 1, and draws at once. */
  setPosition(position: number): void;
  /** Draws in this theme, or in the page's own. */
  setTheme(theme: ExplorerTheme | "page"): void;
}

const neighbourCount = 6;

/**
 * Draws an explorer inside an element, in a shadow tree that the page's style does not reach. Texts of the payload stay texts: none is ever read as markup.
 *
 * @throws Error if the payload cannot be unpacked
 */
export async function mount(host: HTMLElement, payload: ExplorerPayload): Promise<MountedExplorer> {
  const opened = await openPayload(payload);
  const figure = element("section", { class: "explorer", "aria-label": payload.title });
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  applyStyle(root, explorerStyle);
  root.replaceChildren(figure);
  return createFigure(host, figure, opened);
}

function createFigure(host: HTMLElement, figure: HTMLElement, opened: OpenedExplorer): MountedExplorer {
  const { payload, space, labels, content } = opened;
  const { ranks, classes } = payload;
  const noun = content.kind === "texts" ? "document" : "image";
  const state = { position: payload.start.rank, document: payload.start.document, theme: "light" as ExplorerTheme, forced: "page" as ExplorerTheme | "page" };
  let frame = 0;
  const schedule = (): void => void (frame ||= requestAnimationFrame(draw));
  const setPosition = (position: number): void => {
    state.position = Math.max(0, Math.min(ranks.length - 1, position));
    schedule();
  };
  const pickRank = (rank: number): void => setPosition(ranks.indexOf(rank));
  const pickDocument = (document: number): void => {
    state.document = document;
    schedule();
  };

  const control = createRankControl(payload, setPosition);
  const charts = createRankCharts(payload, pickRank);
  const describe = (document: number): string => `${classes[labels[document]]}: ${content.kind === "texts" ? shorten(content.texts[document], 160) : `image ${formatCount(document + 1)}`}`;
  const map = createDocumentMap({ classes, noun, describe, onPick: pickDocument, onResize: schedule });
  const picker = createPicker(noun, space.documents, pickDocument);
  const chosen = content.kind === "texts" ? createTextPanel(opened, content, picker.node) : createImagePanels(opened, content, picker.node, pickRank);
  const sentence = content.kind === "texts" ? createSentencePanel(opened, content, payload.content.kind === "texts" ? payload.content.query : "", schedule, pickRank) : undefined;
  const list = createNeighbourList({ classes, labels, noun, count: neighbourCount, render: createRenderer(opened), onPick: pickDocument });
  const live = element("p", { class: "unseen", role: "status" });
  const wide = sentence ? [map.node, sentence.node, ...chosen.nodes] : [map.node, ...[...chosen.nodes].reverse()];
  figure.append(
    element("p", { class: "title", text: payload.title }), element("p", { class: "note", text: describeModel(opened) }), control.node,
    element("div", { class: "panels" }, ...charts.nodes, ...wide, panel("near", `Nearest ${noun}s at this rank`, list.node)), live,
  );

  let spoken = 0;
  function draw(): void {
    frame = 0;
    const started = performance.now();
    const { position, document } = state;
    const neighbours = space.neighbours(position, document, neighbourCount);
    control.show(position);
    charts.setRank(ranks[position]);
    picker.show(document);
    chosen.show(document, position);
    list.show(neighbours, document);
    sentence?.show(position);
    const query = sentence?.coordinates();
    map.draw({ view: space.view(position), theme: state.theme, labels, document, neighbours: neighbours.map((neighbour) => neighbour.document), query: query && space.place(position, query) });
    clearTimeout(spoken);
    spoken = window.setTimeout(() => setText(live, `Rank ${ranks[position]}: ${describeRank(payload, position)}.`), 700);
    performance.measure("lowrank-explorer-draw", { start: started, end: performance.now() });
  }
  function updateTheme(): void {
    const theme = state.forced === "page" ? findTheme(host) : state.forced;
    if (figure.dataset.theme === theme) return;
    state.theme = theme;
    figure.dataset.theme = theme;
    classColors[theme].forEach((color, k) => figure.style.setProperty(`--class-${k}`, color));
    schedule();
  }
  watchTheme(updateTheme);
  updateTheme();
  cancelAnimationFrame(frame);
  draw();
  prepareViews(opened, state.position);
  return {
    setPosition: (position) => {
      setPosition(position);
      cancelAnimationFrame(frame);
      draw();
    },
    setTheme: (theme) => {
      state.forced = theme;
      updateTheme();
    },
  };
}

/** Works out the views of the other ranks while the page is idle, those near the slider first, so that none has to be when it moves. */
function prepareViews({ space }: OpenedExplorer, from: number): void {
  const waiting = space.fits.map((_, position) => position).filter((position) => !space.isReady(position)).sort((a, b) => Math.abs(a - from) - Math.abs(b - from));
  const step = (): void => {
    const position = waiting.shift();
    if (position === undefined) return;
    space.view(position);
    setTimeout(step, 0);
  };
  setTimeout(step, 50);
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
