import { checkFields } from "../base/checkFields";
import { checkList } from "../base/checkList";
import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { asSvd } from "../linalg/asSvd";
import { projectRows } from "../linalg/coordinates";
import { asDense, DenseMatrix } from "../linalg/denseMatrix";
import { checkFinite } from "../linalg/finiteEntries";
import { energy } from "../linalg/frobenius";
import { transformPca, type Pca } from "../linalg/pca";
import type { TruncatedSvd } from "../linalg/svd";
import { createPayload } from "./payload/createPayload";
import { defaultMaxBytes, exploreOptionNames, type ExploreOptions } from "./exploreOptions";
import { createExplorer, type Explorer } from "./explorer";
import { packNumbers } from "./payload/packed";

/** Images and what they show. */
export interface ExploredImages {
  /** Images × pixels; pixel (row y, column x) is column y · size + x, 0 paper, larger ink. */
  readonly images: MatrixInput;
  /** One an image. */
  readonly labels: readonly string[];
  /** Pixels along each side. */
  readonly size: number;
}

/**
 * Makes a figure in which a slider moves the rank k of a factorisation of images, and views follow
 * it: accuracy, energy and bytes kept, a map of the images, one image beside its rank-k copy and
 * what the copy lacks, its class probabilities, and its nearest neighbours.
 *
 * With a `Pca` the copy is μ + (x − μ) V_k V_kᵀ, with a `TruncatedSvd` x V_k V_kᵀ.
 *
 * Cost: one logistic regression a position of the slider. Size: about 2 bytes a pixel shown, and
 * 0.15 MB of script.
 *
 * @param model - factorisation of these images, or of others of the same size
 * @throws RangeError if model, images and labels do not fit together, a rank is not held by the
 *   model, or the figure is larger than `maxBytes`
 * @example
 * const { images, labels } = generateStrokeDigits({ perClass: 10, size: 8, seed: 1 });
 * show(exploreImages(fitPca(images, 10), { images, labels, size: 8 }));
 */
export function exploreImages(
  model: Pca | TruncatedSvd,
  explored: ExploredImages,
  options: ExploreOptions = {},
): Explorer {
  checkFields(model, [], "model", "fitPca(images, rank) or truncatedSvd(images, rank)");
  checkFields(explored, ["images", "labels", "size"], "explored", "generateStrokeDigits()");
  checkList(explored.labels, "labels", "strings, one an image");
  checkOptions(options, exploreOptionNames, "exploreImages");
  const { labels, size } = explored;
  const images = asDense(explored.images, "images");
  checkFinite(images, "images");
  const svd = asSvd("mean" in model ? model.svd : model, "model");
  checkImages(svd, images, labels, size);
  const mean = "mean" in model ? model.mean : new Float64Array(images.columns);
  const coordinates = "mean" in model ? transformPca(model, images) : projectRows(svd, images);
  const rows = {
    coordinates,
    v: svd.v,
    singularValues: svd.singularValues,
    totalEnergy: centredEnergy(images, mean),
    nonZeros: images.rows * images.columns,
    labels,
    stepsPerEntry,
  };
  const payload = createPayload(
    rows,
    { ...options, unitRows: options.unitRows ?? false },
    (shown) => ({
      kind: "images",
      size,
      pixels: packNumbers(selectRows(images, shown), largest(images) / stepsOfInk),
      mean: packNumbers(mean),
    }),
  );
  return createExplorer(payload, options.maxBytes ?? defaultMaxBytes);
}

/** V of images is small, so its rounding can be too. */
const stepsPerEntry = 1024;
/** Steps of a pixel from paper to full ink. */
const stepsOfInk = 1000;

function checkImages(
  { v }: TruncatedSvd,
  images: DenseMatrix,
  labels: readonly string[],
  size: number,
): void {
  if (size * size !== images.columns)
    throw new RangeError(
      `${images.columns} pixels are no square of ${size} × ${size}; pass the images' side as size`,
    );
  if (v.rows !== images.columns)
    throw new RangeError(
      `a factorisation of ${v.rows} columns does not fit images of ${images.columns} pixels; ` +
        "factor these images",
    );
  if (labels.length !== images.rows)
    throw new RangeError(
      `${images.rows} images have ${labels.length} labels; give each image one label`,
    );
}

/** ‖A − 1μᵀ‖². */
function centredEnergy(images: DenseMatrix, mean: Float64Array): number {
  return energy(
    new DenseMatrix(
      images.rows,
      images.columns,
      images.data.map((value, at) => value - mean[at % images.columns]),
    ),
  );
}

function selectRows({ columns, data }: DenseMatrix, rows: Int32Array): Float64Array {
  const selected = new Float64Array(rows.length * columns);
  rows.forEach((row, i) =>
    selected.set(data.subarray(row * columns, (row + 1) * columns), i * columns),
  );
  return selected;
}

function largest({ data }: DenseMatrix): number {
  return data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
