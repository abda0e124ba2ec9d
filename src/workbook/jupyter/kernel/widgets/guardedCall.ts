import vm from "node:vm";

/** Where the guarded script finds what it is to call. */
const key = Symbol.for("lowrank.guardedCall");
const holder = globalThis as { [key]?: () => void };
const script = new vm.Script('globalThis[Symbol.for("lowrank.guardedCall")]()', {
  filename: "node:callback",
});

/** Calls a function so that SIGINT stops it: Node turns the signal into an exception of the call. */
export function guardedCall<Result>(work: () => Result): Result {
  let result: Result;
  holder[key] = () => void (result = work());
  script.runInThisContext({ breakOnSigint: true });
  return result!;
}
