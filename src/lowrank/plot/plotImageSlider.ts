import type { Data, Layout } from "plotly.js-dist";
import { createChartLayout, noGrid } from "./drawing/chartLayout";
import { chartWords, type ChartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import { encodePicture } from "./drawing/encodePicture";
import { checkOptions } from "../base/checkOptions";
import { readDense, type DenseEntries } from "../base/readDense";
import type { MatrixInput } from "../base/readMatrix";
import type { Figure } from "./figure";
import { zeroLineColor } from "./drawing/palette";
import { createPalette, toPalette } from "./drawing/pixelColors";
import {
  checkRankCopies,
  copyAtRanks,
  findStart,
  relativeError,
  readFactors,
  type SvdFactors,
} from "./drawing/rankCopies";
import { createSlider, sliderHeight } from "./drawing/slider";

export interface ImageSliderOptions {
  /**
   * Ranks of the slider, ascending, at most 20 (default 1, 2, 5, 10, 20, 50 and so on, as far as
   * the factors go, and the last).
   */
  ranks?: readonly number[];
  /** Rank shown at first, one of the ranks (default the first of them). */
  startRank?: number;
  /** Title above the pictures (default "A picture and its copy of rank k"). */
  title?: string;
}

/** About 110 KB of text a rank. */
const mostPixels = 80_000;

/**
 * Shows a grey picture beside its copy of rank k, with a slider for k, the copy's relative error,
 * and the numbers that its factors hold.
 *
 * Aₖ = Σ_{i≤k} σᵢ uᵢ vᵢᵀ, error ‖A − Aₖ‖_F / ‖A‖_F, k(lines + pixels of a line + 1) numbers. Where
 * a copy leaves 0 … 1 it is shown black or white; the error counts what it is. Each copy is a PNG
 * in the figure, of 4/3 characters a pixel. Cost: pixels × rank multiplications.
 *
 * @param source - the picture, lines × pixels of a line, 0 (black) … 1 (white)
 * @throws RangeError if the picture has over 80,000 pixels, the factors do not fit it, or a rank is
 *   not among them
 * @example
 * show(plotImageSlider(picture, truncatedSvd(picture, 24), { ranks: [1, 5, 24] }));
 */
export function plotImageSlider(
  source: MatrixInput,
  svd: SvdFactors,
  options: ImageSliderOptions = {},
): Figure {
  const picture = readDense(source, "picture");
  const factors = readFactors(svd);
  checkOptions(options, knownOptions, "plotImageSlider");
  const ranks = options.ranks ?? roundRanks(factors.singularValues.length);
  const { rows, columns } = picture;
  if (rows * columns > mostPixels)
    throw new RangeError(
      `${rows} × ${columns} pixels exceed ${mostPixels}; pass a smaller picture, or a part of it`,
    );
  checkRankCopies(picture, factors, ranks, "picture");
  const start = findStart(ranks, options.startRank);
  const copies = copyAtRanks(picture, factors, ranks);
  const title = options.title ?? "A picture and its copy of rank k";
  const words = chartWords(title);
  const captions = ranks.map((rank, i) =>
    describeCopy(picture, rank, relativeError(picture, copies[i]), words),
  );
  const data = [
    drawPicture(picture.data, columns, words, { x: "x", y: "y", visible: true }),
    ...copies.map((copy, i) =>
      drawPicture(copy, columns, words, { x: "x2", y: "y2", visible: i === start }),
    ),
  ];
  const steps = ranks.map((rank, at) => ({
    label: String(rank),
    visible: [true, ...ranks.map((_, other) => other === at)],
    layout: { "annotations[1].text": captions[at] },
  }));
  return createFigure(data, {
    ...pairLayout(picture, title, words, captions[start]),
    ...createSlider(words.rankSlider, steps, { start }),
  });
}

/** 1, 2, 5, 10, … below `count`, and `count`. */
function roundRanks(count: number): number[] {
  const round = [1, 2, 5].flatMap((first) => [1, 10, 100, 1000].map((power) => first * power));
  return [...round.filter((rank) => rank < count).sort((a, b) => a - b), count];
}

const knownOptions = {
  ranks: true,
  startRank: true,
  title: true,
} satisfies Record<keyof ImageSliderOptions, true>;

function describeCopy(
  { rows, columns }: DenseEntries,
  rank: number,
  error: number,
  words: ChartWords,
): string {
  const numbers = rank * (rows + columns + 1);
  const share = (100 * numbers) / (rows * columns);
  const kept = words.numbersKept(numbers.toLocaleString("en"), share.toFixed(share < 10 ? 1 : 0));
  return `${words.copyError(rank, error.toFixed(3))}<br>${kept}`;
}

function drawPicture(
  values: Float64Array,
  width: number,
  words: ChartWords,
  place: { x: "x" | "x2"; y: "y" | "y2"; visible: boolean },
): Data {
  return {
    type: "image",
    xaxis: place.x,
    yaxis: place.y,
    visible: place.visible,
    source: encodePicture(toPalette(values, "light", 1), width, createPalette("light")),
    hovertemplate: `${words.pixelHover}<extra></extra>`,
  };
}

/**
 * Width in pixels of one of the two pictures on a page that the height is reckoned for, and the
 * highest that it becomes.
 */
const pictureWidth = 290;
const mostHeight = 420;

function pairLayout(
  picture: DenseEntries,
  title: string,
  words: ChartWords,
  caption: string,
): Partial<Layout> {
  const layout = createChartLayout({
    title,
    xTitle: words.pixelOfLine,
    yTitle: words.line,
    gapAbovePlot: 38,
  });
  const { t = 0, b = 0 } = layout.margin ?? {};
  const label = (text: string, x: number): NonNullable<Layout["annotations"]>[number] => ({
    text,
    x,
    xref: "paper",
    xanchor: "center",
    y: 1,
    yref: "paper",
    yanchor: "bottom",
    showarrow: false,
    font: { size: 12 },
  });
  // A frame, since a picture may end in the page's own color.
  const frame = {
    ...noGrid,
    showline: true,
    mirror: true,
    linecolor: zeroLineColor,
    constrain: "domain",
  } as const;
  const x = {
    ...layout.xaxis,
    ...frame,
    nticks: 5,
    range: [-0.5, picture.columns - 0.5] as [number, number],
  };
  const { tickfont, ...unlabelled } = layout.yaxis ?? {};
  const y = {
    ...unlabelled,
    ...frame,
    nticks: 6,
    range: [picture.rows - 0.5, -0.5] as [number, number],
    constraintoward: "top" as const,
  };
  return {
    ...layout,
    height:
      t +
      b +
      sliderHeight +
      Math.round(Math.min(mostHeight, (pictureWidth * picture.rows) / picture.columns)),
    margin: { ...layout.margin, b: b + sliderHeight },
    annotations: [
      label(
        `${words.picture}<br>${words.numbers((picture.rows * picture.columns).toLocaleString("en"))}`,
        0.24,
      ),
      label(caption, 0.76),
    ],
    xaxis: { ...x, domain: [0, 0.48] },
    xaxis2: { ...x, domain: [0.52, 1], anchor: "y2" },
    yaxis: { ...y, tickfont, scaleanchor: "x" },
    yaxis2: {
      ...y,
      title: { text: "" },
      anchor: "x2",
      scaleanchor: "x2",
      showticklabels: false,
      ticks: "",
    },
  };
}
