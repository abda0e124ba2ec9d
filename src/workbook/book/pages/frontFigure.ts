import { truncatedSvd } from "lowrank";
import { generateScene } from "lowrank/teaching";
import { html, scriptJson, type Html } from "./html";
import type { Language } from "../../jupyter/notebook/notebookLanguage";
import { pageWords } from "./pageWords";

/** A picture's factors, as the browser's side of the front page reads them. */
export interface FrontFigureData {
  height: number;
  width: number;
  /** Columns of either factor. */
  maxRank: number;
  /** Rank that is shown at last, when nothing is touched. */
  rank: number;
  /** Multiply an entry of the factors by it. */
  scale: number;
  /** `U √Σ`, height × maxRank, row by row: 16-bit whole numbers, little-endian, base64. */
  left: string;
  /** `V √Σ`, width × maxRank, alike. */
  right: string;
  /** Relative error `‖A − A_k‖ / ‖A‖` at rank 1, 2 … */
  errors: number[];
}

const [width, height, maxRank, rank] = [176, 132, 60, 16];
let made: FrontFigureData | undefined;

/**
 * The front page's figure: a picture under a rank slider. Both factors are on the page, 50 kB of
 * base64, so that every rank is multiplied out there.
 */
export function frontFigure(language: Language): Html {
  const words = pageWords(language).front;
  made ??= factorScene();
  return html`<figure class="front-figure">
<canvas width="${width}" height="${height}" role="img" aria-label="${words.figure}"></canvas>
<label><span>${words.rank}</span><input type="range" min="1" max="${maxRank}" value="${rank}"></label>
<output></output>
<figcaption>${words.figureCaption}</figcaption>
<script type="application/json">${scriptJson(made)}</script>
</figure>
`;
}

/** Cost: a third of a second for the scene, a hundredth of it for its factors. */
function factorScene(): FrontFigureData {
  const scene = generateScene({ width, height, grain: 0.6, seed: 0 });
  const { u, singularValues, v } = truncatedSvd(scene, maxRank);
  const total = scene.data.reduce((sum, value) => sum + value ** 2, 0);
  let left = total;
  const errors = Array.from(singularValues, (value) => {
    left = Math.max(0, left - value ** 2);
    return Number(Math.sqrt(left / total).toPrecision(3));
  });
  const [first, second] = [u, v].map((factor) =>
    factor.data.map((value, i) => value * Math.sqrt(singularValues[i % maxRank])),
  );
  const scale = [...first, ...second].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const pack = (values: Float64Array): string => {
    const bytes = Buffer.alloc(2 * values.length);
    values.forEach((value, i) => bytes.writeInt16LE(Math.round((value / scale) * 32767), 2 * i));
    return bytes.toString("base64");
  };
  return {
    height,
    width,
    maxRank,
    rank,
    scale: scale / 32767,
    left: pack(first),
    right: pack(second),
    errors,
  };
}
