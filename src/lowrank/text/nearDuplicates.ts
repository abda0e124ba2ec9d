import { checkList } from "../base/checkList";
import { checkOptions } from "../base/checkOptions";
import { createRandom } from "../base/random";

/** Two texts that are much alike. */
export interface NearDuplicate {
  /** Number of the earlier text, from 0. */
  readonly first: number;
  /** Number of the later one. */
  readonly second: number;
  /** Jaccard similarity of their pieces, 0 … 1: shared pieces over all pieces of the two. */
  readonly similarity: number;
}

export interface NearDuplicatesOptions {
  /** Smallest similarity of a pair that is reported, above 0 and at most 1; default 0.5. */
  minimumSimilarity?: number;
  /**
   * Characters of a piece; default 3. Longer pieces find fewer pairs by chance, shorter ones more
   * in short texts.
   */
  pieceLength?: number;
  /**
   * Numbers of a text's sketch, at least 16; default 128. More of them miss fewer pairs near the
   * smallest similarity, at more cost.
   */
  sketchLength?: number;
  /** Seed of the hash functions; default 0. */
  seed?: number;
}

const knownOptions = {
  minimumSimilarity: true,
  pieceLength: true,
  sketchLength: true,
  seed: true,
} satisfies Record<keyof NearDuplicatesOptions, true>;

/** Smallest chance to find a pair that is just alike enough. */
const chanceWanted = 0.95;

/**
 * Finds pairs of texts that share many of their pieces of three characters: copies, with a few
 * words altered.
 *
 *     J(a, b) = |a ∩ b| / |a ∪ b|    P(minₐ = min_b) = J, the minimum over each text's hashed pieces
 *
 * MinHash: a text's sketch holds, for each of 128 hash functions, the smallest hash of its pieces.
 * Sketches are cut into bands; two texts with one band in common are compared piece by piece, so
 * each similarity is exact. A pair at the smallest similarity is found with a chance of at least 95 %, one
 * that is more alike more surely, and equal texts always. Capitals, white space at the ends and runs of it do
 * not count; a text shorter than a piece is one piece, and an empty one is like no other.
 *
 * Cost: one pass over the characters, sketchLength hashes a piece, and a comparison a candidate;
 * memory 4 · sketchLength bytes a text and its pieces.
 *
 * Source: A. Broder, On the resemblance and containment of documents, SEQUENCES (1997).
 *
 * @returns pairs, the most alike first, equal ones in the order of the texts
 * @throws RangeError if an option is out of range; TypeError if texts is no array of strings
 * @example
 * const notes = ["Win a free phone today!", "A wren sings", "WIN a free phone now!"];
 * findNearDuplicates(notes); // [{ first: 0, second: 2, similarity: 0.6 }]
 */
export function findNearDuplicates(
  texts: readonly string[],
  options: NearDuplicatesOptions = {},
): NearDuplicate[] {
  checkOptions(options, knownOptions, "findNearDuplicates");
  checkTexts(texts);
  const { minimumSimilarity = 0.5, pieceLength = 3, sketchLength = 128, seed = 0 } = options;
  checkSimilarity(minimumSimilarity);
  checkWhole(pieceLength, "pieceLength", 1, 3);
  checkWhole(sketchLength, "sketchLength", 16, 128);
  const pieces = texts.map((text) => cutPieces(text, pieceLength));
  const salts = drawSalts(sketchLength, seed);
  const sketches = pieces.map((own) => sketchPieces(own, salts));
  const width = bandWidth(minimumSimilarity, sketchLength);
  const found: NearDuplicate[] = [];
  for (const [first, second] of findCandidates(sketches, pieces, width)) {
    const similarity = jaccard(pieces[first], pieces[second]);
    if (similarity >= minimumSimilarity) found.push({ first, second, similarity });
  }
  return found.sort(
    (a, b) => b.similarity - a.similarity || a.first - b.first || a.second - b.second,
  );
}

/** Runs of characters, each once. */
function cutPieces(text: string, length: number): Set<string> {
  const letters = [...text.toLowerCase().trim().replace(/\s+/g, " ")];
  if (letters.length === 0) return new Set();
  const starts = Math.max(1, letters.length - length + 1);
  return new Set(
    Array.from({ length: starts }, (_, at) => letters.slice(at, at + length).join("")),
  );
}

function drawSalts(count: number, seed: number): Int32Array {
  const random = createRandom(seed);
  return Int32Array.from({ length: count }, () => random.uniform() * 2 ** 32);
}

/** The smallest hash of the pieces under each hash function. */
function sketchPieces(pieces: ReadonlySet<string>, salts: Int32Array): Uint32Array {
  const smallest = new Uint32Array(salts.length).fill(0xffffffff);
  for (const piece of pieces) {
    const code = hashPiece(piece);
    for (let i = 0; i < salts.length; i++) {
      const hash = mix(code ^ salts[i]);
      if (hash < smallest[i]) smallest[i] = hash;
    }
  }
  return smallest;
}

/** FNV-1a over UTF-16 units. */
function hashPiece(piece: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < piece.length; i++) hash = Math.imul(hash ^ piece.charCodeAt(i), 0x01000193);
  return hash;
}

/** A permutation of the 32-bit numbers that spreads every bit (Chris Wellons, lowbias32). */
function mix(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The widest band that finds a pair of this similarity with the chance wanted: 1 − (1 − sʷ)^(n/w). */
function bandWidth(similarity: number, length: number): number {
  let width = 1;
  while (width < length && chanceOf(similarity, width + 1, length) >= chanceWanted) width++;
  return width;
}

const chanceOf = (similarity: number, width: number, length: number): number =>
  1 - (1 - similarity ** width) ** Math.floor(length / width);

/** Pairs of texts, earlier first, whose sketches agree in a whole band; each pair once. */
function findCandidates(
  sketches: readonly Uint32Array[],
  pieces: readonly ReadonlySet<string>[],
  width: number,
): Iterable<readonly [number, number]> {
  const pairs = new Map<number, readonly [number, number]>();
  const count = sketches.length;
  for (let band = 0; band + width <= (sketches[0]?.length ?? 0); band += width) {
    const buckets = new Map<string, number[]>();
    sketches.forEach((sketch, row) => {
      if (pieces[row].size === 0) return;
      const key = sketch.subarray(band, band + width).join();
      const earlier = buckets.get(key);
      if (earlier === undefined) return void buckets.set(key, [row]);
      for (const other of earlier) pairs.set(other * count + row, [other, row]);
      earlier.push(row);
    });
  }
  return pairs.values();
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const piece of a) if (b.has(piece)) shared++;
  return shared / (a.size + b.size - shared);
}

function checkTexts(texts: readonly string[]): void {
  checkList(texts, "texts", "strings, one a text");
  const at = texts.findIndex((text) => typeof (text as unknown) !== "string");
  if (at >= 0)
    throw new TypeError(`texts[${at}] is ${typeof texts[at]}, not a string; pass strings`);
}

function checkSimilarity(value: number): void {
  if (!(value > 0 && value <= 1))
    throw new RangeError(
      `minimumSimilarity ${value} is not a share above 0 and at most 1; choose for example 0.5`,
    );
}

function checkWhole(value: number, name: string, least: number, usual: number): void {
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(
      `${name} ${value} is not a whole number of at least ${least}; choose for example ${usual}`,
    );
}
