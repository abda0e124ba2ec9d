import type { FrontFigureData } from "../pages/frontFigure";
import { pageWords } from "../pages/pageWords";

/** Colours of black and of white: ink and paper. */
const ink = [13, 42, 74];
const paper = [255, 246, 226];

/** Draws the front page's picture at the rank of its slider, and counts up to it at first. */
export function drawFrontFigure(): void {
  const figure = document.querySelector<HTMLElement>(".front-figure");
  const canvas = figure?.querySelector("canvas");
  const slider = figure?.querySelector("input");
  const output = figure?.querySelector("output");
  const data = figure?.querySelector("script")?.textContent;
  if (!canvas || !slider || !output || !data) return;
  const picture = JSON.parse(data) as FrontFigureData;
  const drawRank = prepare(canvas, picture);
  const words = pageWords(document.documentElement.lang).front;
  const { height, width, errors } = picture;
  const show = (rank: number): void => {
    drawRank(rank);
    slider.value = String(rank);
    output.textContent = words.atRank(
      rank,
      (rank * (height + width)).toLocaleString("en-US"),
      (height * width).toLocaleString("en-US"),
      `${(100 * errors[rank - 1]).toFixed(1)} %`,
    );
  };
  const stop = countUp(picture.rank, show);
  slider.addEventListener("input", () => {
    stop();
    show(Number(slider.value));
  });
}

/** Shows rank 1, 2 … up to `last`, faster and faster; who asks for less motion sees `last` at once. */
function countUp(last: number, show: (rank: number) => void): () => void {
  let timer = 0;
  const step = (rank: number): void => {
    show(rank);
    if (rank < last) timer = window.setTimeout(step, 60 + 500 / rank, rank + 1);
  };
  step(matchMedia("(prefers-reduced-motion: reduce)").matches ? last : 1);
  return () => clearTimeout(timer);
}

/** Unpacks the factors; returns what multiplies them out up to a rank, `U_k Σ_k V_kᵀ`, as pixels. */
function prepare(
  canvas: HTMLCanvasElement,
  { height, width, maxRank, scale, left, right }: FrontFigureData,
): (rank: number) => void {
  const [rows, columns] = [unpack(left, scale), unpack(right, scale)];
  const context = canvas.getContext("2d");
  const image = new ImageData(width, height);
  return (rank) => {
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++) {
        let grey = 0;
        for (let k = 0; k < rank; k++) grey += rows[i * maxRank + k] * columns[j * maxRank + k];
        const share = Math.min(1, Math.max(0, grey));
        const at = 4 * (i * width + j);
        for (let c = 0; c < 3; c++) image.data[at + c] = ink[c] + share * (paper[c] - ink[c]);
        image.data[at + 3] = 255;
      }
    context?.putImageData(image, 0, 0);
  };
}

function unpack(base64: string, scale: number): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from(
    { length: bytes.length / 2 },
    (_, i) => view.getInt16(2 * i, true) * scale,
  );
}
