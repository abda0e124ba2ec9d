/** The sizes that a transformer's weights follow from. */
export interface TransformerSizes {
  readonly words: number;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly hidden: number;
  readonly context: number;
}

/** The matrices of a layer that low-rank factors may be added to. */
export const layerMatrices = ["q", "k", "v", "o", "up", "down"] as const;

/** What low-rank factors may be added to: matrices of every layer, and the two embeddings. */
export const adaptedMatrices = [...layerMatrices, "tokens", "positions"] as const;

export type AdaptedMatrix = (typeof adaptedMatrices)[number];

export interface WeightShape {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Standard deviation of the first weights; 0 for layer norm. */
  readonly spread: number;
}

/** All weights of a transformer, in a fixed order. */
export function listWeights({
  words,
  layers,
  width,
  hidden,
  context,
}: TransformerSizes): WeightShape[] {
  const norm = (name: string): WeightShape => ({ name, rows: 2, columns: width, spread: 0 });
  const damped = 1 / Math.sqrt(2 * layers);
  const matrix = (name: string, rows: number, columns: number, factor = 1): WeightShape => ({
    name,
    rows,
    columns,
    spread: factor / Math.sqrt(columns),
  });
  return [
    { name: "tokens", rows: words, columns: width, spread: 0.05 },
    { name: "positions", rows: context, columns: width, spread: 0.05 },
    ...Array.from({ length: layers }, (_, l) => [
      norm(`${l}.norm1`),
      ...["q", "k", "v"].map((name) => matrix(`${l}.${name}`, width, width)),
      matrix(`${l}.o`, width, width, damped),
      norm(`${l}.norm2`),
      matrix(`${l}.up`, hidden, width),
      matrix(`${l}.down`, width, hidden, damped),
    ]).flat(),
    norm("norm"),
  ];
}

/** Whether a weight is layer norm's: gains and biases, which are no matrix. */
export const isNorm = (name: string): boolean => name.includes("norm");
