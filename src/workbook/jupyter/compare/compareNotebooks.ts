import { cellTags, hasTag } from "../notebook/cellTags";
import { findStaticFault } from "./compareBundles";
import { compareOutputs } from "./compareOutputs";
import type { Mismatch } from "./compareText";
import type { CodeCell, Notebook } from "../notebook/notebook";

export interface CompareOptions {
  /**
   * Largest difference of two numbers that count as the same, relative to the larger. Default 1e-6.
   */
  tolerance?: number;
  /**
   * Whether each figure of the first notebook must carry a picture that shows where no scripts run.
   * Default false.
   */
  needsPictures?: boolean;
}

/** The first difference between one cell of two notebooks. */
export interface Difference extends Mismatch {
  /** Number of the cell among all cells, from 1; 0 if the notebooks have other cells. */
  cell: number;
  /** Number of the cell among the code cells, from 1; 0 as above. */
  codeCell: number;
}

export const defaultTolerance = 1e-6;

/**
 * Compares what the code cells of two notebooks show: counts of execution, texts, tables and
 * figures. Returns the first difference of each cell that differs, those of results before those of
 * missing pictures.
 *
 * Numbers may differ by the tolerance. In a cell tagged `timing` any number may stand for any
 * other; words, kinds and number of the outputs, and a figure's traces must be the same even there.
 * Cells tagged `skip-execution` are passed over.
 *
 * @param expected the notebook to trust
 * @param found an executed copy
 * @example
 * const { notebook } = await runNotebook(committed, { command: kernelCommand() });
 * const [first] = await compareNotebooks(committed, notebook);
 */
export async function compareNotebooks(
  expected: Notebook,
  found: Notebook,
  options: CompareOptions = {},
): Promise<Difference[]> {
  const [left, right] = [expected, found].map(listCodeCells);
  if (left.length !== right.length)
    return [
      {
        cell: 0,
        codeCell: 0,
        place: "",
        expected: `${left.length} code cells`,
        found: `${right.length}`,
      },
    ];
  const differences = async (
    compare: (expected: CodeCell, found: CodeCell) => Promise<Mismatch | undefined>,
  ): Promise<Difference[]> => {
    const different: Difference[] = [];
    for (const [i, { cell, place, codeCell }] of left.entries()) {
      if (hasTag(cell, cellTags.skipped)) continue;
      const difference = await compare(cell, right[i].cell);
      if (difference) different.push({ ...difference, cell: place, codeCell });
    }
    return different;
  };
  const results = await differences((one, other) =>
    compareCells(one, other, options.tolerance ?? defaultTolerance),
  );
  const pictures = options.needsPictures ? await differences(findPictureFaults) : [];
  return [
    ...results,
    ...pictures.filter(({ cell }) => !results.some((result) => result.cell === cell)),
  ];
}

function listCodeCells({ cells }: Notebook): { cell: CodeCell; place: number; codeCell: number }[] {
  const code = cells.flatMap((cell, index) =>
    cell.cell_type === "code" ? [{ cell, place: index + 1 }] : [],
  );
  return code.map((entry, index) => ({ ...entry, codeCell: index + 1 }));
}

async function compareCells(
  expected: CodeCell,
  found: CodeCell,
  tolerance: number,
): Promise<Mismatch | undefined> {
  const difference = await compareOutputs(expected.outputs, found.outputs, {
    tolerance,
    numbersAreFree: hasTag(expected, cellTags.timing),
  });
  if (difference || expected.execution_count === found.execution_count) return difference;
  return {
    place: "count of execution",
    expected: describeCount(expected.execution_count),
    found: describeCount(found.execution_count),
  };
}

async function findPictureFaults({ outputs }: CodeCell): Promise<Mismatch | undefined> {
  for (const [index, output] of outputs.entries()) {
    const fault = "data" in output ? await findStaticFault(output.data) : undefined;
    if (fault) return { ...fault, place: `output ${index + 1}, ${fault.place}` };
  }
  return undefined;
}

const describeCount = (count: number | null): string =>
  count === null ? "(not run)" : `[${count}]`;

/** Lays a difference out for a reader: place, what was expected, what was found. */
export function formatDifference(
  notebook: string,
  { cell, codeCell, place, expected, found }: Difference,
): string {
  const where = [notebook, ...(cell === 0 ? [] : [`cell ${cell} (code cell ${codeCell})`]), place]
    .filter((part) => part !== "")
    .join(", ");
  return `${where}\n  expected ${expected}\n  found    ${found}`;
}
