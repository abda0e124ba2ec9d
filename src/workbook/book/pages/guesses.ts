import { joinText, type Cell } from "../../jupyter/notebook/notebook";

const question = /\*(?:Predict:|猜一猜：)\*/;
const answer = /^\s*\*(?:What we see:|我们看到：)\*/;
const heading = /^#{1,6}\s/m;

/**
 * Finds what a reader shall guess before it is shown: after a cell of prose with *Predict:*, the
 * code cells that show something, and the prose that says what came of it.
 *
 * @returns for each such cell, by its place, the number of its question, from 1
 */
export function findGuesses(cells: readonly Cell[]): ReadonlyMap<number, number> {
  const covered = new Map<number, number>();
  let questions = 0;
  cells.forEach((cell, place) => {
    if (cell.cell_type !== "markdown" || !question.test(joinText(cell.source))) return;
    const shown = findAnswers(cells, place + 1);
    if (!shown.some((at) => cells[at].cell_type === "code")) return;
    questions++;
    for (const at of shown) covered.set(at, questions);
  });
  return covered;
}

/** A control asks the reader for a value: it answers nothing. */
function isControl({ source }: Cell): boolean {
  return /=\s*view\(/.test(joinText(source));
}

/** The cells from a place on that answer a question: up to the prose that names what is seen. */
function findAnswers(cells: readonly Cell[], from: number): number[] {
  const found: number[] = [];
  for (let at = from; at < cells.length; at++) {
    const cell = cells[at];
    if (cell.cell_type === "code" && cell.outputs.length > 0 && !isControl(cell)) found.push(at);
    if (cell.cell_type !== "markdown") continue;
    const source = joinText(cell.source);
    if (answer.test(source)) return [...found, at];
    if (heading.test(source) || question.test(source)) return found;
  }
  return found;
}
