import type { ExplorerWords, RowKind } from "../explorerWords";
import type { RankView } from "../payload/rankSpace";
import { element, panel } from "./elements";
import { createGlide } from "./glide";
import { classColor, classColors, colorCount, type ExplorerTheme } from "./theme";

export interface MapState {
  readonly view: RankView;
  readonly theme: ExplorerTheme;
  /** Whether points glide from the places before to these. */
  readonly glides: boolean;
  readonly labels: Uint16Array;
  readonly document: number;
  readonly neighbours: readonly number[];
  /** Place of the typed sentence, if there is one. */
  readonly query?: readonly [number, number];
}

/** A map with the places where its points are just now. */
interface ShownMap extends MapState {
  readonly places: Float32Array;
}

export interface DocumentMap {
  readonly node: HTMLElement;
  draw(state: MapState): void;
}

export interface DocumentMapOptions {
  readonly classes: readonly string[];
  /** What the points are. */
  readonly kind: RowKind;
  readonly words: ExplorerWords;
  readonly describe: (document: number) => string;
  readonly onPick: (document: number) => void;
  /** Called when the map's size has changed. */
  readonly onResize: () => void;
}

const margin = 10;
/** Colors of the rings around what is chosen. */
const marks = { light: "#111418", dark: "#ffffff" };

/**
 * A map of all documents on a canvas, pixel by pixel: a point is written in some twenty numbers,
 * six thousand in a millisecond.
 */
export function createDocumentMap({
  classes,
  kind,
  words,
  describe,
  onPick,
  onResize,
}: DocumentMapOptions): DocumentMap {
  const canvas = element("canvas", { role: "img", "aria-label": words.mapOf(kind) });
  const tip = element("div", { class: "tip", hidden: true, "aria-hidden": true });
  const frame = element("div", { class: "map-frame" }, canvas, tip);
  const legend = element("ul", { class: "legend" });
  for (const [k, name] of classes.entries())
    legend.append(
      element(
        "li",
        {},
        element("span", { class: "swatch", style: `background: ${classColor(k)}` }),
        element("span", { text: name }),
      ),
    );
  const note = element("p", { class: "note", text: words.mapNote(kind) });
  const node = panel("map", words.map(kind), frame, legend, note);
  let state: MapState | undefined;
  let stride = 0;
  let ratio = 1;
  const glide = createGlide((places) => state && paint({ ...state, places }));

  function draw(next: MapState): void {
    const { places } = next.view;
    const moves = next.glides && state !== undefined && state.view.places !== places;
    state = next;
    if (moves || glide.isMovingTo(places)) glide.moveTo(places);
    else glide.jumpTo(places);
  }
  function paint(shown: ShownMap): void {
    const { width, height } = canvas;
    const context = canvas.getContext("2d");
    if (!context || width === 0) return;
    stride ||= findStride(shown.labels.length);
    const image = context.createImageData(width, height);
    drawPoints(new Uint32Array(image.data.buffer), width, height, shown, stride, ratio);
    context.putImageData(image, 0, 0);
    drawMarks(context, shown, ratio);
  }
  new ResizeObserver(() => {
    ratio = Math.min(2, devicePixelRatio || 1);
    const width = Math.round(frame.clientWidth * ratio);
    const height = Math.round(frame.clientHeight * ratio);
    if (canvas.width === width && canvas.height === height) return;
    [canvas.width, canvas.height] = [width, height];
    onResize();
  }).observe(frame);
  const nearest = (event: PointerEvent | MouseEvent): number =>
    state ? findNearest(event, frame, state.view.places) : -1;
  frame.addEventListener("pointermove", (event) =>
    showTip(tip, frame, event, nearest(event), describe),
  );
  frame.addEventListener("pointerleave", () => (tip.hidden = true));
  frame.addEventListener("click", (event) => {
    const found = nearest(event);
    if (found >= 0) onPick(found);
  });
  return { node, draw };
}

/**
 * A step coprime to the count, so that points are drawn in a mixed order and no class lies on top
 * of all others.
 */
function findStride(count: number): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  let step = Math.max(1, Math.round(count * 0.618));
  while (gcd(step, count) > 1) step++;
  return step;
}

/** Offsets of a disc's pixels, and of a ring's. */
function createMasks(
  width: number,
  ratio: number,
): { disc: Int32Array; ring: Int32Array; reach: number } {
  const [radius, inner] = [2.1 * ratio, 1.2 * ratio];
  const reach = Math.ceil(radius);
  const disc: number[] = [];
  const ring: number[] = [];
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const distance = Math.hypot(x, y);
      if (distance <= radius) disc.push(y * width + x);
      if (distance <= radius && distance > inner) ring.push(y * width + x);
    }
  }
  return { disc: Int32Array.from(disc), ring: Int32Array.from(ring), reach };
}

function drawPoints(
  pixels: Uint32Array,
  width: number,
  height: number,
  { view: { predicted }, places, labels, theme }: ShownMap,
  stride: number,
  ratio: number,
): void {
  const { disc, ring, reach } = createMasks(width, ratio);
  const colors = Uint32Array.from(classColors[theme], packColor);
  const edge = Math.max(reach + 1, margin * ratio);
  const count = labels.length;
  for (let n = 0, i = 0; n < count; n++, i = (i + stride) % count) {
    const x = Math.round(edge + ((places[2 * i] + 1) / 2) * (width - 2 * edge));
    const y = Math.round(edge + ((1 - places[2 * i + 1]) / 2) * (height - 2 * edge));
    const at = y * width + x;
    const color = colors[labels[i] % colorCount];
    const mask = predicted[i] === labels[i] ? disc : ring;
    for (let p = 0; p < mask.length; p++) pixels[at + mask[p]] = color;
  }
}

/**
 * As canvases hold pixels on every machine that runs a browser today: alpha, blue, green, red from
 * the high byte down.
 */
function packColor(hex: string): number {
  const value = Number.parseInt(hex.slice(1), 16);
  return ((255 << 24) | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** Rings around the chosen document and its neighbours, a cross at the typed sentence. */
function drawMarks(
  context: CanvasRenderingContext2D,
  { places, document, neighbours, query, theme }: ShownMap,
  ratio: number,
): void {
  const { width, height } = context.canvas;
  const edge = Math.max(Math.ceil(2.1 * ratio) + 1, margin * ratio);
  const at = (x: number, y: number): [number, number] => [
    edge + ((x + 1) / 2) * (width - 2 * edge),
    edge + ((1 - y) / 2) * (height - 2 * edge),
  ];
  context.strokeStyle = marks[theme];
  const ring = (i: number, radius: number, line: number): void => {
    context.lineWidth = line * ratio;
    context.beginPath();
    context.arc(...at(places[2 * i], places[2 * i + 1]), radius * ratio, 0, 2 * Math.PI);
    context.stroke();
  };
  for (const i of neighbours) ring(i, 4, 1);
  ring(document, 6.5, 2.5);
  if (!query) return;
  const [x, y] = at(...query);
  const arm = 7 * ratio;
  for (const [line, style] of [
    [5, theme === "light" ? "#ffffff" : "#181c21"],
    [2.2, marks[theme]],
  ] as const) {
    context.lineWidth = line * ratio;
    context.strokeStyle = style;
    context.beginPath();
    context.moveTo(x - arm, y - arm);
    context.lineTo(x + arm, y + arm);
    context.moveTo(x + arm, y - arm);
    context.lineTo(x - arm, y + arm);
    context.stroke();
  }
}

/** The document nearest to the pointer, −1 where none is within reach. */
function findNearest(event: MouseEvent, frame: HTMLElement, places: Float32Array): number {
  const { left, top, width, height } = frame.getBoundingClientRect();
  const x = ((event.clientX - left - margin) / (width - 2 * margin)) * 2 - 1;
  const y = 1 - ((event.clientY - top - margin) / (height - 2 * margin)) * 2;
  let [best, least] = [-1, 14 ** 2];
  for (let i = 0; i < places.length / 2; i++) {
    const distance =
      (((places[2 * i] - x) * width) / 2) ** 2 + (((places[2 * i + 1] - y) * height) / 2) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

function showTip(
  tip: HTMLElement,
  frame: HTMLElement,
  event: PointerEvent,
  document: number,
  describe: (document: number) => string,
): void {
  tip.hidden = document < 0;
  if (document < 0) return;
  tip.textContent = describe(document);
  const { left, top, width } = frame.getBoundingClientRect();
  const x = event.clientX - left;
  tip.style.left = x > width / 2 ? "auto" : `${x + 12}px`;
  tip.style.right = x > width / 2 ? `${width - x + 12}px` : "auto";
  tip.style.top = `${Math.max(0, event.clientY - top - 10)}px`;
}
