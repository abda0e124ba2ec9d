import type { CellFacts } from "../../cells/graph/cellFacts";

/** Facts that are kept, of the cells that were asked about last. */
const kept = 10_000;
const known = new Map<string, CellFacts>();

/**
 * What cells declare, read and change, by their code. The compiler that reads them is loaded with
 * the first question.
 */
export async function readCells(codes: readonly string[]): Promise<CellFacts[]> {
  const { readCellFacts } = await import("../../cells/graph/readCellFacts.js");
  return codes.map((code) => {
    const facts = known.get(code) ?? readCellFacts(code);
    known.delete(code); // To the end of the order.
    known.set(code, facts);
    if (known.size > kept) known.delete(known.keys().next().value!);
    return facts;
  });
}
