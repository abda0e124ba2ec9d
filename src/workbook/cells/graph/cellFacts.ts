/** What code does with names of the top level that it does not declare itself. */
export interface Effects {
  /** Names whose value or type it uses. */
  readonly reads: readonly string[];
  /** Names that it assigns to. */
  readonly writes: readonly string[];
  /** Names whose object it changes: `rows.push(1)`, `model.rank = 2`. */
  readonly changes: readonly string[];
  /** Objects that it hands to functions: name, function, and place among its arguments from 0. */
  readonly hands: readonly (readonly [name: string, to: string, argument: number])[];
}

/** What a function does when it is called, or a class when it is used. */
export interface FunctionFacts extends Effects {
  /** Parameters, from 0, whose object it changes. */
  readonly changesParameters: readonly number[];
  /** Parameters that it hands on: place, function, and place among its arguments. */
  readonly passes: readonly (readonly [parameter: number, to: string, argument: number])[];
}

/**
 * What one cell tells of itself, by its syntax alone; plain data, to be sent and kept.
 *
 * `reads`, `writes`, `changes` and `hands` are of what runs with the cell. What runs when one of its
 * functions is called stands in `functions`.
 */
export interface CellFacts extends Effects {
  /** Names that it declares at its top level, values and types. */
  readonly declares: readonly string[];
  /** Names among them that a control of `view` sets. */
  readonly views: readonly string[];
  /** Names among them that change with every use, such as a source of random numbers. */
  readonly consumed: readonly string[];
  readonly functions: Readonly<Record<string, FunctionFacts>>;
  /** Whether it says something to all later cells: `declare global`, or an import for its effect. */
  readonly forAll: boolean;
  /** Whether it cannot be parsed; the rest is then what the parser could make of it. */
  readonly isBroken: boolean;
  /** Ways in which it may read or change what cannot be seen. */
  readonly unseen: readonly Unseen[];
}

/**
 * `text`: runs text as code; `globals`: uses the object of all globals; `later`: sets or changes
 * something after the cell's end, in a timer or a handler.
 */
export type Unseen = "text" | "globals" | "later";

/** A cell of which nothing is known. */
export const noFacts: CellFacts = {
  declares: [],
  reads: [],
  writes: [],
  changes: [],
  hands: [],
  views: [],
  consumed: [],
  functions: {},
  forAll: false,
  isBroken: false,
  unseen: [],
};
