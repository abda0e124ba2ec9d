import { inspect } from "node:util";
import { isMap, isProxy, isSet, isTypedArray } from "node:util/types";
import vm from "node:vm";
import type { CellSession } from "../../cells/cellSession";
import { sharedName, withoutMarks } from "../../cells/running/runtimeNames";
import { withFewFields } from "./fewFields";

/** A variable of the cells, at a glance. */
export interface DescribedVariable {
  readonly name: string;
  /** "number", "function", or the class: "Array", "Float64Array", "SparseMatrix". */
  readonly type: string;
  /** "6", "3 × 2"; empty where it has none. */
  readonly shape: string;
  /** The value on one line, cut where it is long. */
  readonly glance: string;
}

/** Variables that are described at most. */
const most = 500;
/** Characters of a value's line. */
const lineLimit = 120;
/** Fields of an object that its line may show. */
const fieldLimit = 20;

/**
 * The variables that cells have left, with what they hold now. It runs nothing of the reader's: no
 * getter, no proxy, no inspection method of a class. Cost: a short line for each, however large
 * the value.
 */
export function describeVariables(session: CellSession): DescribedVariable[] {
  const { unset } = session.variables;
  return [...session.values]
    .filter(([name, { declared }]) => {
      return !declared.ambient && declared.kind !== "import" && !unset.has(name);
    })
    .slice(0, most)
    .map(([name]) => describe(name, vm.runInThisContext(sharedName(name)) as unknown));
}

function describe(name: string, value: unknown): DescribedVariable {
  if (isProxy(value)) return { name, type: "Proxy", shape: "", glance: "" };
  return { name, type: typeOf(value), shape: shapeOf(value), glance: glanceAt(value) };
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function")
    return /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
  if (typeof value !== "object") return typeof value;
  for (let at: unknown = value; typeof at === "object" && at !== null && !isProxy(at);) {
    const made = dataOf(at, "constructor");
    if (typeof made === "function") return withoutMarks(String(dataOf(made, "name")));
    at = Object.getPrototypeOf(at);
  }
  return "object";
}

function shapeOf(value: unknown): string {
  if (typeof value === "string") return String(value.length);
  if (isMap(value)) return String(Reflect.get(Map.prototype, "size", value));
  if (isSet(value)) return String(Reflect.get(Set.prototype, "size", value));
  if (isTypedArray(value)) return String(value.length);
  if (Array.isArray(value)) {
    const first = dataOf(value, "0");
    const isNested = Array.isArray(first) || isTypedArray(first);
    return isNested ? `${value.length} × ${first.length}` : String(value.length);
  }
  if (typeof value !== "object" || value === null) return "";
  const [rows, columns] = [dataOf(value, "rows"), dataOf(value, "columns")];
  return typeof rows === "number" && typeof columns === "number" ? `${rows} × ${columns}` : "";
}

function glanceAt(value: unknown): string {
  const options = {
    ...{ depth: 1, breakLength: Infinity, maxArrayLength: 6, maxStringLength: lineLimit },
    // A class's own would run here.
    customInspect: false,
  };
  let text: string;
  try {
    text = withoutMarks(inspect(withFewFields(value, fieldLimit), options));
  } catch {
    return ""; // such as a getter of its name that throws
  }
  const line = text.replace(/\s*\n\s*/g, " ");
  return line.length <= lineLimit ? line : `${line.slice(0, lineLimit)}…`;
}

/** A property of its own that is no getter; undefined where there is none. */
function dataOf(value: object, key: string): unknown {
  return isProxy(value) ? undefined : Object.getOwnPropertyDescriptor(value, key)?.value;
}
