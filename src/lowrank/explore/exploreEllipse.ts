import { checkOptions } from "../base/checkOptions";
import { readDense } from "../base/readDense";
import type { MatrixInput } from "../base/readMatrix";
import { displayMethod, type Displayable } from "../plot/displayable";
import { describeExplorer } from "./describeExplorer";
import { explorerHtml } from "./explorerHtml";
import { explorerType } from "./payload/payload";
import type { EllipsePayload, TwoByTwo } from "./payload/ellipsePayload";

export interface ExploreEllipseOptions {
  /** Angle of the direction x at the start, in degrees; default 100. */
  angle?: number;
  /**
   * Title of the figure; default "A circle becomes an ellipse". Under a Chinese title the figure
   * speaks Chinese.
   */
  title?: string;
}

/** A figure to play with: a circle, a matrix, and the ellipse that the circle becomes. */
export interface EllipseExplorer extends Displayable {
  /** All that a browser needs to draw it: plain JSON. */
  readonly payload: EllipsePayload;
}

/**
 * Makes a figure in which a 2 × 2 matrix A takes the unit circle to an ellipse, and the reader moves
 * both: the entries of A by sliders, its columns and a direction x by dragging.
 *
 * It shows the singular vectors and values, A x, and AᵀA x beside x: they lie on one line where
 * AᵀA v = σ² v. A button turns x to AᵀA x / ‖AᵀA x‖, a step of the power iteration; a box leaves out
 * the second layer σ₂ u₂ v₂ᵀ, and the ellipse becomes a line. It computes in the browser and needs
 * neither kernel nor network.
 *
 * Cost: 0.2 MB of script.
 *
 * @param matrix - 2 × 2, entries from −2 to 2
 * @throws RangeError if the matrix is not 2 × 2 or an entry is beyond −2 … 2
 * @example
 * show(exploreEllipse(toDense([[2, 2], [-1, 1]])));
 */
export function exploreEllipse(
  matrix: MatrixInput,
  options: ExploreEllipseOptions = {},
): EllipseExplorer {
  const { rows, columns, data } = readDense(matrix, "matrix");
  checkOptions(options, knownOptions, "exploreEllipse");
  if (rows !== 2 || columns !== 2)
    throw new RangeError(`the matrix is ${rows} × ${columns}; pass one of 2 × 2`);
  const wrong = data.find((entry) => !(Math.abs(entry) <= mostEntry));
  if (wrong !== undefined)
    throw new RangeError(`entry ${wrong} of the matrix is beyond the figure; scale it to −2 … 2`);
  const { angle = 100, title = "A circle becomes an ellipse" } = options;
  if (!Number.isFinite(angle)) throw new RangeError(`angle ${angle} is no angle; give degrees`);
  const payload: EllipsePayload = {
    type: "lowrank-explorer",
    version: 1,
    title,
    content: { kind: "ellipse" },
    matrix: Array.from(data) as unknown as TwoByTwo,
    angle,
  };
  return {
    payload,
    [displayMethod]: () => ({
      [explorerType]: payload,
      "text/html": explorerHtml(payload),
      "text/plain": describeExplorer(payload),
    }),
  };
}

const mostEntry = 2;

const knownOptions = { angle: true, title: true } satisfies Record<
  keyof ExploreEllipseOptions,
  true
>;
