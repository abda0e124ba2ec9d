import { DenseMatrix, toDense } from "../linalg/denseMatrix";

/** The twelve-term, nine-title example of the paper that introduced latent semantic analysis. */
export interface DeerwesterExample {
  /** The twelve terms, in the paper's order. */
  readonly terms: readonly string[];
  /** The nine titles: c1 … c5 on human–computer interaction, m1 … m4 on graphs. */
  readonly titles: readonly { readonly name: string; readonly text: string }[];
  /** How often each term stands in each title: 12 terms × 9 titles. */
  readonly counts: DenseMatrix;
}

const titles = [
  { name: "c1", text: "Human machine interface for Lab ABC computer applications" },
  { name: "c2", text: "A survey of user opinion of computer system response time" },
  { name: "c3", text: "The EPS user interface management system" },
  { name: "c4", text: "System and human system engineering testing of EPS" },
  { name: "c5", text: "Relation of user-perceived response time to error measurement" },
  { name: "m1", text: "The generation of random, binary, unordered trees" },
  { name: "m2", text: "The intersection graph of paths in trees" },
  { name: "m3", text: "Graph minors IV: Widths of trees and well-quasi-ordering" },
  { name: "m4", text: "Graph minors: A survey" },
] as const;

const table: Readonly<Record<string, readonly number[]>> = {
  human: [1, 0, 0, 1, 0, 0, 0, 0, 0],
  interface: [1, 0, 1, 0, 0, 0, 0, 0, 0],
  computer: [1, 1, 0, 0, 0, 0, 0, 0, 0],
  user: [0, 1, 1, 0, 1, 0, 0, 0, 0],
  system: [0, 1, 1, 2, 0, 0, 0, 0, 0],
  response: [0, 1, 0, 0, 1, 0, 0, 0, 0],
  time: [0, 1, 0, 0, 1, 0, 0, 0, 0],
  EPS: [0, 0, 1, 1, 0, 0, 0, 0, 0],
  survey: [0, 1, 0, 0, 0, 0, 0, 0, 1],
  trees: [0, 0, 0, 0, 0, 1, 1, 1, 0],
  graph: [0, 0, 0, 0, 0, 0, 1, 1, 1],
  minors: [0, 0, 0, 0, 0, 0, 0, 1, 1],
};

/**
 * Loads the example that every figure of the paper is about. The terms are the words that stand in
 * at least two titles and are not stop words.
 *
 * Cost: none worth naming: 12 × 9 numbers.
 *
 * Source: S. Deerwester, S. T. Dumais, G. W. Furnas, T. K. Landauer, R. Harshman, Indexing by
 * latent semantic analysis, Journal of the American Society for Information Science 41 (1990),
 * Table 2.
 *
 * @example
 * const { counts } = loadDeerwester();
 * counts.get(4, 3); // 2: "system" stands twice in c4
 */
export function loadDeerwester(): DeerwesterExample {
  return { terms: Object.keys(table), titles, counts: toDense(Object.values(table)) };
}
