import { explorerWords } from "../explorerWords";
import { isEllipse, type AnyExplorerPayload } from "../payload/anyPayload";
import type { EllipsePayload } from "../payload/ellipsePayload";
import { openPayload, type OpenedExplorer } from "../payload/openPayload";
import { element, setText } from "./elements";
import type { MountedExplorer } from "./mountedExplorer";
import { describeRank } from "./rankControl";
import explorerStyle from "./explorer.css";
import { applyStyle, classColors, findTheme, watchTheme, type ExplorerTheme } from "./theme";
import { mountEllipse } from "./ellipse/mountEllipse";
import { createViews } from "./views";

/** Milliseconds after the last change until the rank is read out. */
const pause = 700;

/**
 * Draws an explorer inside an element, in a shadow tree that the page's style does not reach. Texts
 * of the payload stay texts: none is ever read as markup.
 *
 * @throws Error if the payload cannot be unpacked
 */
export async function mount(
  host: HTMLElement,
  payload: AnyExplorerPayload,
): Promise<MountedExplorer> {
  const opened = isEllipse(payload) ? undefined : await openPayload(payload);
  const figure = element("section", { class: "explorer", "aria-label": payload.title });
  keepKeys(host);
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  applyStyle(root, explorerStyle);
  root.replaceChildren(figure);
  return opened
    ? createFigure(host, figure, opened)
    : mountEllipse(host, figure, payload as EllipsePayload);
}

/**
 * Keeps what is typed here from the notebook around it, where `d d` deletes a cell: JupyterLab and
 * Notebook 7 read the attribute, the classic Notebook listens further up.
 */
function keepKeys(host: HTMLElement): void {
  if (host.dataset.lmSuppressShortcuts !== undefined) return;
  host.dataset.lmSuppressShortcuts = "true";
  host.addEventListener("keydown", (event) => event.stopPropagation());
}

function createFigure(
  host: HTMLElement,
  figure: HTMLElement,
  opened: OpenedExplorer,
): MountedExplorer {
  const {
    payload,
    payload: { start, ranks },
  } = opened;
  const words = explorerWords(payload);
  const state = {
    position: start.rank,
    document: start.document,
    theme: "light" as ExplorerTheme,
    glides: false,
  };
  const listeners: (() => void)[] = [];
  let wanted: ExplorerTheme | "page" = "page";
  let frame = 0;
  let reading = 0;
  const redraw = (): void => {
    frame ||= requestAnimationFrame(() => {
      draw(true);
      for (const listener of listeners) listener();
    });
  };
  const setPosition = (position: number): void => {
    state.position = Math.max(0, Math.min(ranks.length - 1, position));
    redraw();
  };
  const pickDocument = (document: number): void => {
    state.document = document;
    redraw();
  };
  const views = createViews(opened, words, { setPosition, pickDocument, redraw });
  const live = element("p", { class: "unseen", role: "status" });
  figure.append(...views.nodes, live);

  function draw(glides = false): void {
    const started = performance.now();
    cancelAnimationFrame(frame);
    frame = 0;
    state.glides = glides;
    views.draw(state);
    clearTimeout(reading);
    reading = window.setTimeout(
      () =>
        setText(
          live,
          words.rankReads(ranks[state.position], describeRank(payload, state.position, words)),
        ),
      pause,
    );
    performance.measure("lowrank-explorer-draw", { start: started, end: performance.now() });
  }
  const setTheme = (theme: ExplorerTheme | "page"): void => {
    wanted = theme;
    const next = wanted === "page" ? findTheme(host) : wanted;
    if (figure.dataset.theme === next) return;
    state.theme = figure.dataset.theme = next;
    classColors[next].forEach((color, k) => figure.style.setProperty(`--class-${k}`, color));
    draw();
  };
  watchTheme(() => setTheme(wanted));
  setTheme("page");
  prepareViews(opened, state.position);
  return {
    setTheme,
    setPosition(position) {
      setPosition(position);
      draw();
    },
    reader: {
      choice: () => ({
        rank: ranks[state.position],
        document: state.document,
        text: views.sentence(),
      }),
      choose({ rank, document, text }) {
        if (rank !== undefined && rank > 0) setPosition(findNearestRank(ranks, rank));
        if (document !== undefined && document >= 0 && document < opened.space.documents)
          state.document = document;
        if (text !== undefined) views.setSentence(text);
        draw();
      },
      onChoice: (listener) => void listeners.push(listener),
    },
  };
}

/** Position of the rank that is nearest by its ratio, as the slider's scale has it. */
function findNearestRank(ranks: readonly number[], rank: number): number {
  const distances = ranks.map((other) => Math.abs(Math.log(other / rank)));
  return distances.indexOf(Math.min(...distances));
}

/**
 * Works out the views of the other ranks while the page is idle, those near the slider first, so
 * that none has to be when it moves.
 */
function prepareViews({ space }: OpenedExplorer, from: number): void {
  const waiting = space.fits
    .map((_, position) => position)
    .filter((position) => !space.isReady(position))
    .sort((a, b) => Math.abs(a - from) - Math.abs(b - from));
  const step = (): void => {
    const position = waiting.shift();
    if (position === undefined) return;
    space.view(position);
    setTimeout(step, 0);
  };
  setTimeout(step, 50);
}
