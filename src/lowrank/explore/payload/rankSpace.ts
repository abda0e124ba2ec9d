import { exp } from "../../base/elementary/exp";
import type { DenseMatrix } from "../../linalg/denseMatrix";

/** A classifier and a map at one rank k, as small arrays. */
export interface RankFit {
  readonly rank: number;
  /** W, classes × k, then b, classes numbers. */
  readonly classifier: Float32Array;
  /** The map's directions, 2 × k. */
  readonly directions: Float32Array;
}

/** The documents at one rank. */
export interface RankView extends RankFit {
  /** Length of each document's first k coordinates; 0 where it is negligible. */
  readonly lengths: Float32Array;
  /** Number of the most probable class of each document. */
  readonly predicted: Uint16Array;
  /**
   * Place of each document on the map, documents × 2, the map's frame being −1 … 1 in both
   * directions.
   */
  readonly places: Float32Array;
  /** The map shows (place − centre) · scale. */
  readonly centre: readonly [number, number];
  readonly scale: number;
}

/** First coordinates this much shorter than the longest row are rounding noise around zero. */
const negligibleLength = 1e-8;

/**
 * Share of the documents that the map's frame holds; the few that lie farther out stand at its
 * edge.
 */
const framedShare = 0.995;

/**
 * The documents in low-rank coordinates, and what is seen of them at each rank. A rank's view is
 * worked out when first asked for and kept.
 *
 * Cost of a view: 2 · documents · k · (classes + 2) flops.
 */
export class RankSpace {
  /** Documents × largest rank; single precision halves the time to the neighbours. */
  readonly coordinates: Float32Array;
  readonly documents: number;
  readonly width: number;
  /** Shorter than this is no length. */
  private readonly shortest: number;
  private readonly views: (RankView | undefined)[];

  constructor(
    { rows, columns, data }: DenseMatrix,
    readonly fits: readonly RankFit[],
    readonly classes: number,
    readonly unitRows: boolean,
  ) {
    this.coordinates = Float32Array.from(data);
    this.documents = rows;
    this.width = columns;
    this.shortest =
      negligibleLength *
      this.measureLengths(columns).reduce((longest, length) => Math.max(longest, length), 0);
    this.views = fits.map(() => undefined);
  }

  /** Whether the view of this position has been worked out. */
  isReady(position: number): boolean {
    return this.views[position] !== undefined;
  }

  view(position: number): RankView {
    return (this.views[position] ??= this.createView(this.fits[position]));
  }

  /**
   * P(class | document) at a position of the slider, for coordinates of the largest rank: softmax(W
   * x + b).
   */
  probabilities(position: number, coordinates: Float32Array): Float64Array {
    const { rank, classifier } = this.fits[position];
    const scores = new Float64Array(this.classes);
    const factor = this.factorOf(lengthOf(coordinates, rank));
    let largest = -Infinity;
    for (let k = 0; k < this.classes; k++) {
      scores[k] =
        factor * dot(classifier, k * rank, coordinates, 0, rank) +
        classifier[this.classes * rank + k];
      largest = Math.max(largest, scores[k]);
    }
    let sum = 0;
    for (let k = 0; k < this.classes; k++) sum += scores[k] = exp(scores[k] - largest);
    return scores.map((value) => value / sum);
  }

  /** Place on the map for coordinates of the largest rank. */
  place(position: number, coordinates: Float32Array): readonly [number, number] {
    const { rank, directions, centre, scale } = this.view(position);
    const factor = this.factorOf(lengthOf(coordinates, rank));
    const [x, y] = [0, 1].map((d) =>
      clamp((factor * dot(directions, d * rank, coordinates, 0, rank) - centre[d]) * scale),
    );
    return [x, y];
  }

  /** The documents nearest to one by the cosine of their first k coordinates, itself left out. */
  neighbours(
    position: number,
    document: number,
    count: number,
  ): { document: number; cosine: number }[] {
    const { rank, lengths } = this.view(position);
    const { coordinates, width } = this;
    const found: { document: number; cosine: number }[] = [];
    if (lengths[document] === 0) return found;
    const own = document * width;
    let least = -Infinity;
    for (let i = 0; i < this.documents; i++) {
      if (i === document || lengths[i] === 0) continue;
      const cosine =
        dot(coordinates, i * width, coordinates, own, rank) / (lengths[i] * lengths[document]);
      if (found.length === count && cosine <= least) continue;
      if (found.length === count) found.pop();
      let at = found.length;
      while (at > 0 && found[at - 1].cosine < cosine) at--;
      found.splice(at, 0, { document: i, cosine });
      least = found[found.length - 1].cosine;
    }
    return found;
  }

  private createView(fit: RankFit): RankView {
    const lengths = this.measureLengths(fit.rank).map((length) =>
      length > this.shortest ? length : 0,
    );
    const predicted = new Uint16Array(this.documents);
    const places = new Float32Array(2 * this.documents);
    for (let i = 0; i < this.documents; i++) {
      const factor = this.factorOf(lengths[i]);
      predicted[i] = this.mostProbable(fit, i, factor);
      for (let d = 0; d < 2; d++)
        places[2 * i + d] =
          factor * dot(fit.directions, d * fit.rank, this.coordinates, i * this.width, fit.rank);
    }
    return { ...fit, lengths, predicted, places, ...fitFrame(places) };
  }

  private measureLengths(rank: number): Float32Array {
    const lengths = new Float32Array(this.documents);
    for (let i = 0; i < this.documents; i++)
      lengths[i] = Math.sqrt(
        dot(this.coordinates, i * this.width, this.coordinates, i * this.width, rank),
      );
    return lengths;
  }

  /** What coordinates are multiplied by before they are classified. */
  private factorOf(length: number): number {
    if (!this.unitRows) return 1;
    return length > this.shortest ? 1 / length : 0;
  }

  private mostProbable({ rank, classifier }: RankFit, document: number, factor: number): number {
    let best = 0;
    let highest = -Infinity;
    for (let k = 0; k < this.classes; k++) {
      const score =
        factor * dot(classifier, k * rank, this.coordinates, document * this.width, rank) +
        classifier[this.classes * rank + k];
      if (score > highest) [best, highest] = [k, score];
    }
    return best;
  }
}

/**
 * What the rank-k copy of A holds for a document with these coordinates x: V_k x. Cost: 2 · columns
 * · k flops.
 *
 * @param v - V, columns × width
 */
export function copyRow(v: Float32Array, coordinates: Float32Array, rank: number): Float64Array {
  const width = coordinates.length;
  const copy = new Float64Array(v.length / width);
  for (let i = 0; i < copy.length; i++) copy[i] = dot(v, i * width, coordinates, 0, rank);
  return copy;
}

function lengthOf(coordinates: Float32Array, rank: number): number {
  return Math.sqrt(dot(coordinates, 0, coordinates, 0, rank));
}

/**
 * Four sums at a time: each addition need not wait for the one before. One type of array only, so
 * that engines compile it for that.
 */
function dot(
  a: Float32Array,
  aFrom: number,
  b: Float32Array,
  bFrom: number,
  length: number,
): number {
  let s0 = 0,
    s1 = 0,
    s2 = 0,
    s3 = 0;
  let j = 0;
  for (; j + 4 <= length; j += 4) {
    s0 += a[aFrom + j] * b[bFrom + j];
    s1 += a[aFrom + j + 1] * b[bFrom + j + 1];
    s2 += a[aFrom + j + 2] * b[bFrom + j + 2];
    s3 += a[aFrom + j + 3] * b[bFrom + j + 3];
  }
  for (; j < length; j++) s0 += a[aFrom + j] * b[bFrom + j];
  return s0 + s1 + (s2 + s3);
}

/**
 * Moves and scales places, in place, so that nearly all lie within −1 … 1, both directions on one
 * scale.
 */
function fitFrame(places: Float32Array): { centre: [number, number]; scale: number } {
  const count = places.length / 2;
  const spans = [0, 1].map((d) => {
    const sorted = Float32Array.from({ length: count }, (_, i) => places[2 * i + d]).sort();
    const cut = Math.floor((count * (1 - framedShare)) / 2);
    return [sorted[cut], sorted[count - 1 - cut]];
  });
  const centre = spans.map(([low, high]) => (low + high) / 2) as [number, number];
  const half = Math.max(...spans.map(([low, high]) => (high - low) / 2));
  const scale = half > 0 ? 1 / half : 1;
  for (let at = 0; at < places.length; at++)
    places[at] = clamp((places[at] - centre[at & 1]) * scale);
  return { centre, scale };
}

function clamp(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
