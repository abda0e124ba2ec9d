import type { Data } from "plotly.js-dist";
import { checkList } from "../base/checkList";
import { checkOptions } from "../base/checkOptions";
import { readDense, type DenseEntries } from "../base/readDense";
import type { MatrixInput } from "../base/readMatrix";
import { createChartLayout } from "./drawing/chartLayout";
import {
  checkDimension,
  checkNumbers,
  checkSameLength,
  maxFigurePoints,
} from "./drawing/checkInput";
import { sampleIndices } from "./drawing/choosePoints";
import { chartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import { escapeText, formatHoverText, truncateText } from "./drawing/hoverText";
import { measureText } from "./drawing/measureText";
import { categoryColor, categorySymbols, textColor } from "./drawing/palette";
import type { Figure } from "./figure";

/** Most documents whose names are printed. */
const mostNames = 60;

export interface DocumentMapOptions {
  /** Text of each document, shown on hover (default: the document's index). */
  texts?: readonly string[];
  /**
   * Short name of each document, printed beside its point; for up to 60 documents (default: none).
   */
  names?: readonly string[];
  /** The two columns to draw, counted from 0 (default [0, 1]). */
  dimensions?: readonly [number, number];
  /** Most documents to show, at most 2,000 (default 2,000); of more, a random sample by seed. */
  maxPoints?: number;
  /** Seed of the sample (default 0). */
  seed?: number;
  /** Title above the plot (default "Documents by class"). */
  title?: string;
}

/**
 * Draws each document as a point at two of its coordinates, with a color and a shape for its
 * class. Documents with an empty label are small and grey, behind the others.
 *
 * Both axes have one scale, so that the angles between points seen from the origin are those of the
 * documents.
 *
 * Cost: a sort of the documents if they are sampled, else one pass.
 *
 * @param source - the coordinates, documents × dimensions, such as the rows of U Σ
 * @param labels - class of each document, or "" where it is not known
 * @throws RangeError if lengths differ, a dimension does not exist, or a coordinate shown is not
 *   finite
 * @example
 * show(plotDocumentMap(coordinates, labels, { texts, dimensions: [1, 2], seed: 7 }));
 */
export function plotDocumentMap(
  source: MatrixInput,
  labels: readonly string[],
  options: DocumentMapOptions = {},
): Figure {
  const coordinates = readDense(source, "coordinates");
  checkList(labels, "labels", "strings, one a document");
  checkOptions(options, knownOptions, "plotDocumentMap");
  const { texts, names, dimensions = [0, 1], maxPoints = maxFigurePoints, seed = 0 } = options;
  checkMap(coordinates, labels, options);
  const shown = sampleIndices(coordinates.rows, maxPoints, seed);
  const [horizontal, vertical] = dimensions;
  checkNumbers(
    shown.flatMap((i) => [coordinates.get(i, horizontal), coordinates.get(i, vertical)]),
    "coordinates",
  );
  // Classes come from all labels, so that a class keeps its color whatever the sample.
  const classes = [...new Set(labels)].sort();
  const title = options.title ?? "Documents by class";
  const words = chartWords(title);
  const first = classes[0] === "" ? 1 : 0; // grey takes no color from the classes
  const data = classes.map((name, place): Data => {
    const at = place - first;
    const members = shown.filter((i) => labels[i] === name);
    return {
      type: "scatter",
      mode: names ? "markers+text" : "markers",
      name: name === "" ? words.noLabel : escapeText(name),
      x: members.map((i) => coordinates.get(i, horizontal)),
      y: members.map((i) => coordinates.get(i, vertical)),
      hovertext: members.map((i) =>
        texts
          ? formatHoverText(texts[i])
          : names?.[i] !== undefined
            ? escapeText(names[i])
            : words.document(i),
      ),
      ...(names
        ? {
            text: members.map((i) => escapeText(truncateText(names[i], 24))),
            textposition: "top center",
          }
        : {}),
      marker:
        name === ""
          ? { color: textColor, size: 5, opacity: 0.55 }
          : {
              color: categoryColor(at),
              symbol: categorySymbols[at % categorySymbols.length],
              size: first === 1 ? 11 : 7,
              opacity: first === 1 ? 1 : 0.75,
            },
      hovertemplate: "<b>%{fullData.name}</b><br>%{hovertext}<extra></extra>",
    };
  });
  const [some, all] = [formatCount(shown.length), formatCount(coordinates.rows)];
  const sampled = shown.length === coordinates.rows ? "" : words.sampled(some, all);
  const layout = createChartLayout({
    title: title + sampled,
    xTitle: words.coordinate(horizontal),
    yTitle: words.coordinate(vertical),
    height: 460,
    legendEntries: classes.length,
    legendCharacters: Math.max(...classes.map((name) => measureText(name))),
  });
  return createFigure(data, {
    ...layout,
    xaxis: { ...layout.xaxis, constrain: "domain", constraintoward: "left" },
    yaxis: { ...layout.yaxis, scaleanchor: "x", constrain: "domain", constraintoward: "top" },
  });
}

const knownOptions = {
  texts: true,
  names: true,
  dimensions: true,
  maxPoints: true,
  seed: true,
  title: true,
} satisfies Record<keyof DocumentMapOptions, true>;

const formatCount = (count: number): string => count.toLocaleString("en");

function checkMap(
  coordinates: DenseEntries,
  labels: readonly string[],
  options: DocumentMapOptions,
): void {
  const { texts, names, dimensions = [0, 1], maxPoints = maxFigurePoints } = options;
  if (coordinates.rows === 0)
    throw new RangeError("coordinates have 0 rows; pass at least one document");
  checkSameLength(labels.length, "labels", coordinates.rows, "documents");
  if (texts) checkSameLength(texts.length, "texts", coordinates.rows, "documents");
  if (names) checkSameLength(names.length, "names", coordinates.rows, "documents");
  if (names && names.length > mostNames)
    throw new RangeError(
      `${names.length} names exceed ${mostNames} and would lie on each other; ` +
        "pass texts instead, which show on hover",
    );
  for (const dimension of dimensions) checkDimension(dimension, coordinates.columns);
  if (!Number.isInteger(maxPoints) || maxPoints < 1 || maxPoints > maxFigurePoints) {
    throw new RangeError(
      `maxPoints ${maxPoints} is out of range; choose a whole number from 1 to ${maxFigurePoints}`,
    );
  }
}
