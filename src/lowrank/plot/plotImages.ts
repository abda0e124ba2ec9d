import type { Layout } from "plotly.js-dist";
import { createChartLayout, noGrid } from "./drawing/chartLayout";
import { checkNumbers } from "./drawing/checkInput";
import { chartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import { encodePicture } from "./drawing/encodePicture";
import { checkOptions } from "../base/checkOptions";
import { readDense, type DenseEntries } from "../base/readDense";
import type { MatrixInput } from "../base/readMatrix";
import type { Figure } from "./figure";
import { escapeText, truncateText } from "./drawing/hoverText";
import { createPalette, emptyPixel, toPalette, type PixelColors } from "./drawing/pixelColors";
import { uprightOrTurned } from "./drawing/tickLabels";

export interface ImagesOptions {
  /** Pixels of a line of each image (default: the images are square). */
  width?: number;
  /** Images side by side (default 10, or all where there are fewer). */
  perRow?: number;
  /** How values become colors (default "ink"). */
  colors?: PixelColors;
  /** Names below the columns of images (default their numbers from 1). */
  columnNames?: readonly string[];
  /** Names beside the rows of images (default their numbers from 1). */
  rowNames?: readonly string[];
  /** What stands in a row side by side (default "Column"). */
  columnTitle?: string;
  /** What stands below each other (default "Row"). */
  rowTitle?: string;
  /** Title above the pictures (default "Images"). */
  title?: string;
}

/** Most pixels of one picture, gaps included: about 400 KB of text. */
const mostPixels = 300_000;

/**
 * Draws the rows of a matrix as small pictures, side by side: digits, or the axes that a
 * factorisation finds in them.
 *
 * All pictures are one PNG, which keeps a notebook small; each pixel of an image is a pixel of it.
 * Values beyond 0 … 1 are cut off, signed ones are colored up to the largest of all.
 *
 * Cost: one pass over the pixels, and a PNG of as many.
 *
 * @param source - images × pixels, each image line after line
 * @throws RangeError if the pixels do not make lines of the width, names do not fit, a number is
 *   not finite, or there are too many pixels
 * @example
 * const axes = toDense(pca.axes.transpose());
 * show(plotImages(axes, { colors: "signed", perRow: 8, title: "The first axes" }));
 */
export function plotImages(source: MatrixInput, options: ImagesOptions = {}): Figure {
  const images = readDense(source, "images");
  checkOptions(options, knownOptions, "plotImages");
  const grid = layOut(images, options);
  const colors = options.colors ?? "ink";
  checkNumbers(images.data, "images.data");
  const bound = images.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const indices = new Uint8Array(grid.pixelsWide * grid.pixelsHigh).fill(emptyPixel);
  for (let image = 0; image < images.rows; image++) {
    const [top, left] = [
      Math.floor(image / grid.perRow) * (grid.height + grid.gap),
      (image % grid.perRow) * (grid.width + grid.gap),
    ];
    const pixels = toPalette(
      images.data.subarray(image * images.columns, (image + 1) * images.columns),
      colors,
      bound,
    );
    for (let y = 0; y < grid.height; y++)
      indices.set(
        pixels.subarray(y * grid.width, (y + 1) * grid.width),
        (top + y) * grid.pixelsWide + left,
      );
  }
  return createFigure(
    [
      {
        type: "image",
        source: encodePicture(indices, grid.pixelsWide, createPalette(colors)),
        hoverinfo: "skip",
      },
    ],
    gridLayout(grid, options),
  );
}

const knownOptions = {
  width: true,
  perRow: true,
  colors: true,
  columnNames: true,
  rowNames: true,
  columnTitle: true,
  rowTitle: true,
  title: true,
} satisfies Record<keyof ImagesOptions, true>;

interface Grid {
  /** Pixels between two images: enough to be seen beside large ones. */
  gap: number;
  width: number;
  height: number;
  perRow: number;
  rows: number;
  pixelsWide: number;
  pixelsHigh: number;
}

function layOut({ rows: count, columns: pixels }: DenseEntries, options: ImagesOptions): Grid {
  const width = options.width ?? Math.round(Math.sqrt(pixels));
  const height = pixels / width;
  if (options.width === undefined && height !== width)
    throw new RangeError(`${pixels} pixels do not make a square image; pass the images' width`);
  if (!Number.isInteger(height) || height < 1)
    throw new RangeError(`${pixels} pixels do not make lines of ${width}; pass the images' width`);
  const perRow = Math.min(count, options.perRow ?? 10);
  if (!Number.isInteger(perRow) || perRow < 1)
    throw new RangeError(
      `${perRow} images a row are not possible; ` +
        "pass at least one image, and choose a whole number from 1 up",
    );
  const rows = Math.ceil(count / perRow);
  const { columnNames, rowNames } = options;
  if (columnNames && columnNames.length !== perRow)
    throw new RangeError(
      `${columnNames.length} columnNames do not match ${perRow} images a row; pass one for each`,
    );
  if (rowNames && rowNames.length !== rows)
    throw new RangeError(
      `${rowNames.length} rowNames do not match ${rows} rows of images; pass one for each`,
    );
  const gap = Math.max(1, Math.round(width / 20));
  const [pixelsWide, pixelsHigh] = [perRow * (width + gap) - gap, rows * (height + gap) - gap];
  if (pixelsWide * pixelsHigh > mostPixels)
    throw new RangeError(
      `${pixelsWide} × ${pixelsHigh} pixels exceed ${mostPixels}; pass fewer images`,
    );
  return { gap, width, height, perRow, rows, pixelsWide, pixelsHigh };
}

/**
 * Width in pixels of a page's column that the height is reckoned for, and the widest that an image
 * of few pixels becomes there.
 */
const columnWidth = 560;
const widestImage = 110;
/** Screen pixels that a pixel of a larger image may take. */
const mostZoom = 3;

function gridLayout(grid: Grid, options: ImagesOptions): Partial<Layout> {
  const zoom = Math.min(
    columnWidth / grid.pixelsWide,
    Math.max(widestImage / grid.width, mostZoom),
  );
  const title = options.title ?? "Images";
  const words = chartWords(title);
  const layout = createChartLayout({
    title,
    xTitle: options.columnTitle ?? words.column,
    yTitle: options.rowTitle ?? words.row,
  });
  const { t = 0, b = 0 } = layout.margin ?? {};
  const ticks = (count: number, size: number, names: readonly string[] | undefined): object => ({
    tickmode: "array",
    tickvals: Array.from({ length: count }, (_, at) => at * (size + grid.gap) + (size - 1) / 2),
    ticktext: (names ?? Array.from({ length: count }, (_, at) => String(at + 1))).map((name) =>
      escapeText(truncateText(name, 14)),
    ),
    ticks: "",
    showline: false,
  });
  return {
    ...layout,
    height: Math.round(t + b + zoom * grid.pixelsHigh),
    xaxis: {
      ...layout.xaxis,
      ...noGrid,
      ...uprightOrTurned,
      ...ticks(grid.perRow, grid.width, options.columnNames),
      range: [-0.5, grid.pixelsWide - 0.5],
      constrain: "domain",
    },
    yaxis: {
      ...layout.yaxis,
      ...noGrid,
      ...ticks(grid.rows, grid.height, options.rowNames),
      range: [grid.pixelsHigh - 0.5, -0.5],
      scaleanchor: "x",
      constrain: "domain",
      constraintoward: "top",
    },
  };
}
