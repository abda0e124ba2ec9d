import ts from "typescript";
import { mark } from "./runtimeNames";
import type { TextEdit } from "./textEdits";

/** What stands at one place comes in this order: what ends there from the inside out, then what begins. */
const order = [
  "mark",
  "close",
  "name",
  "await",
  "pattern",
  "loop",
  "statement",
  "head",
  "openStatement",
  "openLoop",
  "openPattern",
  "openAwait",
  "openName",
  "open",
] as const;

type Rank = (typeof order)[number];
const opening = {
  close: "open",
  name: "openName",
  await: "openAwait",
  pattern: "openPattern",
  loop: "openLoop",
  statement: "openStatement",
} as const;

/** Gathers the edits of a cell's JavaScript. */
export class Edits {
  readonly list: TextEdit[] = [];

  insert(at: number, text: string, rank: Rank): void {
    this.list.push({ at, length: 0, text, rank: order.indexOf(rank) });
  }

  replace(from: number, to: number, text: string): void {
    if (to > from || text !== "")
      this.list.push({ at: from, length: to - from, text, rank: order.length });
  }

  surround(
    from: number,
    to: number,
    before: string,
    after: string,
    rank: keyof typeof opening,
  ): void {
    this.insert(from, before, opening[rank]);
    this.insert(to, after, rank);
  }

  /** Makes an identifier the name of the shared variable. */
  mark(identifier: ts.Identifier): void {
    this.insert(identifier.end, mark, "mark");
  }

  /**
   * A function without a name takes that of the variable that it is assigned to: here as a
   * property, `{ scale: () => 1 }.scale`, so that it gets the name as it was written.
   */
  keepName(name: string, value: ts.Expression): void {
    if (isAnonymous(value))
      this.surround(value.getStart(), value.end, `{${name}:`, `}.${name}`, "name");
  }
}

function isAnonymous(value: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(value)) return isAnonymous(value.expression);
  if (ts.isArrowFunction(value)) return true;
  return (ts.isFunctionExpression(value) || ts.isClassExpression(value)) && !value.name;
}
