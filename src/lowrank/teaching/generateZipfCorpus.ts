import { exp } from "../base/elementary/exp";
import { createRandom, type Random } from "../base/random";
import { checkOptions } from "../base/checkOptions";
import { SparseMatrix } from "../linalg/sparseMatrix";
import { createSampler } from "./sampler";

export interface ZipfCorpusOptions {
  /** Number of documents. */
  documents: number;
  /** Start of the random stream; default 0. */
  seed?: number;
  /**
   * Mean number of tokens of a document (lengths are log-normal with σ = 0.5, at least 1); default
   * 11.
   */
  meanLength?: number;
  /** Number of terms; default by Heaps' law, 25 · tokens^0.5. */
  vocabulary?: number;
  /** Number of topics, one a document: a low rank has to find them; default 50. */
  topics?: number;
  /** Share of the tokens that come from the document's topic, 0 … 1; default 0.5. */
  topicShare?: number;
}

const knownOptions = {
  documents: true,
  seed: true,
  meanLength: true,
  vocabulary: true,
  topics: true,
  topicShare: true,
} satisfies Record<keyof ZipfCorpusOptions, true>;

/** A corpus of documents that never were. */
export interface ZipfCorpus {
  /** Counts, documents × terms, term 0 being the most frequent. */
  readonly counts: SparseMatrix;
  /** Topic of each document. */
  readonly topics: Int32Array;
}

/**
 * Draws documents whose terms follow Zipf's law, P(term r) ∝ 1 / (r + 2.7), r = 0, 1, 2 …, with the
 * vocabulary growing as in real text and a topic planted in each document.
 *
 * A token is drawn by the law. With probability `topicShare` it is then moved inside its block of
 * `topics` neighbouring ranks to the term that belongs to the document's topic: about as frequent,
 * so that the law holds over the corpus while documents of one topic share their words.
 *
 * A corpus too large to hold is drawn in portions: calls with the same `vocabulary` and `topics`
 * and different seeds give rows of one matrix.
 *
 * Cost: one search of the cumulated law a token, one sort a document. Memory: 12 bytes a non-zero,
 * and as much again while it grows.
 *
 * Source: Zipf 1949; Mandelbrot 1953 (the shift 2.7); Heaps 1978 (vocabulary ∝ tokens^β, β ≈ 0.5).
 *
 * @throws RangeError if an option has no meaning
 * @example
 * generateZipfCorpus({ documents: 1000, seed: 0 }).counts.nonZeros; // 8766
 */
export function generateZipfCorpus(options: ZipfCorpusOptions): ZipfCorpus {
  checkOptions(options, knownOptions, "generateZipfCorpus", "{ documents: 10_000 }");
  const { documents, seed = 0, meanLength = 11, topics = 50, topicShare = 0.5 } = options;
  const { vocabulary = Math.max(topics, Math.round(25 * Math.sqrt(documents * meanLength))) } =
    options;
  check(documents, meanLength, vocabulary, topics, topicShare);
  const random = createRandom(seed);
  const sample = createSampler(
    Float64Array.from({ length: vocabulary }, (_, rank) => 1 / (rank + 2.7)),
  );
  const topicOf = new Int32Array(documents);
  const rows = new RowBuilder(documents, vocabulary, documents * meanLength);
  for (let row = 0; row < documents; row++) {
    const topic = random.integer(topics);
    topicOf[row] = topic;
    const tokens = new Int32Array(drawLength(meanLength, random));
    for (let at = 0; at < tokens.length; at++) {
      const term = sample(random);
      tokens[at] =
        random.uniform() < topicShare ? moveToTopic(term, topic, topics, vocabulary) : term;
    }
    rows.add(tokens.sort());
  }
  return { counts: rows.finish(), topics: topicOf };
}

const logLengthDeviation = 0.5;

/** Log-normal with the given mean. */
function drawLength(mean: number, random: Random): number {
  const length = mean * exp(logLengthDeviation * random.normal() - logLengthDeviation ** 2 / 2);
  return Math.max(1, Math.round(length));
}

function moveToTopic(term: number, topic: number, topics: number, vocabulary: number): number {
  const moved = term - (term % topics) + topic;
  return moved < vocabulary ? moved : term;
}

/** Collects rows of sorted term numbers into a sparse matrix of counts. */
class RowBuilder {
  private readonly rowOffsets: Int32Array;
  private columnIndices: Int32Array;
  private values: Float64Array;
  private filled = 0;
  private row = 0;

  constructor(
    private readonly rows: number,
    private readonly columns: number,
    expected: number,
  ) {
    this.rowOffsets = new Int32Array(rows + 1);
    this.columnIndices = new Int32Array(Math.ceil(1.1 * expected) + 16);
    this.values = new Float64Array(this.columnIndices.length);
  }

  add(terms: Int32Array): void {
    this.makeRoom(this.filled + terms.length);
    const start = this.filled;
    for (const term of terms) {
      if (this.filled > start && this.columnIndices[this.filled - 1] === term) {
        this.values[this.filled - 1]++;
      } else {
        this.columnIndices[this.filled] = term;
        this.values[this.filled++] = 1;
      }
    }
    this.rowOffsets[++this.row] = this.filled;
  }

  finish(): SparseMatrix {
    return new SparseMatrix(
      this.rows,
      this.columns,
      this.rowOffsets,
      this.columnIndices.slice(0, this.filled),
      this.values.slice(0, this.filled),
    );
  }

  private makeRoom(needed: number): void {
    if (needed <= this.values.length) return;
    const wider = new Float64Array(Math.max(needed, Math.ceil(1.5 * this.values.length)));
    const indices = new Int32Array(wider.length);
    wider.set(this.values);
    indices.set(this.columnIndices);
    this.values = wider;
    this.columnIndices = indices;
  }
}

function check(
  documents: number,
  meanLength: number,
  vocabulary: number,
  topics: number,
  topicShare: number,
): void {
  if (!(meanLength >= 1 && meanLength < Infinity))
    throw new RangeError(`meanLength ${meanLength} is not a length; choose a number from 1 up`);
  const whole: [string, number][] = [
    ["documents", documents],
    ["vocabulary", vocabulary],
    ["topics", topics],
  ];
  for (const [name, value] of whole) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(
        `${name} ${value} is not a whole number from 1 up; choose for example 1000`,
      );
  }
  if (topics > vocabulary)
    throw new RangeError(
      `${topics} topics exceed the ${vocabulary} terms; choose at most ${vocabulary}`,
    );
  if (!(topicShare >= 0 && topicShare <= 1))
    throw new RangeError(`topicShare ${topicShare} is outside 0 … 1; choose for example 0.5`);
}
