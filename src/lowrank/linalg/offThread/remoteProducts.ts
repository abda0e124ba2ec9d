import { findOwner } from "../../jobs/jobOwner";
import type { StreamedOperator } from "../matrixOperator";
import type { RemoteOperator } from "../remoteOperator";

/** A product that a worker asks its owner for; it sleeps until the answer's state is not 0. */
export interface ProductQuestion {
  readonly product: "multiply" | "transposed" | "gram";
  readonly block: Float64Array;
  readonly width: number;
  readonly scale: number;
  /** Eight bytes of state, then the numbers of the product. */
  readonly answer: SharedArrayBuffer;
}

const stateBytes = 8;

/**
 * A remote operator as a worker sees it: its products wait for those of the owner's thread.
 *
 * Cost of a product: its numbers are copied twice.
 */
export function awaitedOperator(
  rows: number,
  columns: number,
  largestEntry: number,
): StreamedOperator {
  const ask = (
    product: ProductQuestion["product"],
    block: Float64Array,
    width: number,
    scale: number,
    length: number,
  ): Float64Array => {
    const answer = new SharedArrayBuffer(stateBytes + 8 * length * width);
    const question: ProductQuestion = { product, block, width, scale, answer };
    findOwner()?.post({ kind: "question", question }, []);
    Atomics.wait(new Int32Array(answer, 0, 1), 0, 0);
    return new Float64Array(answer, stateBytes).slice();
  };
  return {
    rows,
    columns,
    largestEntry,
    multiply: (block, width) => ask("multiply", block, width, 1, rows),
    multiplyTransposed: (block, width) => ask("transposed", block, width, 1, columns),
    multiplyGram: (block, width, scale) => ask("gram", block, width, scale, columns),
  };
}

/**
 * Answers a worker that waits for a product.
 *
 * @throws what the operator's product throws; RangeError if it has another length
 */
export async function answerProduct(
  operator: RemoteOperator,
  { product, block, width, scale, answer }: ProductQuestion,
): Promise<void> {
  const numbers = await take(operator, product, block, width, scale);
  const target = new Float64Array(answer, stateBytes);
  if (numbers.length !== target.length)
    throw new RangeError(
      `the remote matrix's product has ${numbers.length} numbers; ` +
        `return ${target.length}, all vectors' first entries first`,
    );
  target.set(numbers);
  const state = new Int32Array(answer, 0, 1);
  Atomics.store(state, 0, 1);
  Atomics.notify(state, 0);
}

function take(
  operator: RemoteOperator,
  product: ProductQuestion["product"],
  block: Float64Array,
  width: number,
  scale: number,
): Promise<Float64Array> {
  switch (product) {
    case "multiply":
      return operator.multiplyAsync(block, width);
    case "transposed":
      return operator.multiplyTransposedAsync(block, width);
    case "gram":
      return operator.multiplyGramAsync(block, width, scale);
  }
}
