import type { Cell } from "./cell";
import type { CellRunner } from "./cellRunner";
import type { Json } from "../wire";
import { ShownPieces } from "./widgets/shownPieces";

/**
 * Evaluates the expressions that an execute_request names, one after another, and hands their
 * forms or errors to `done`; what they print is not shown.
 */
export function evaluateExpressions(
  runner: CellRunner,
  cell: Cell,
  expressions: unknown,
  done: (results: Json) => void,
): void {
  const entries: [string, unknown][] = Object.entries(
    typeof expressions === "object" && expressions !== null ? expressions : {},
  );
  const results: Json = {};
  const next = (): void => {
    const entry = entries.shift();
    if (!entry) return done(results);
    const [name, code] = entry;
    const { parent, count } = cell;
    const pieces = new ShownPieces();
    const own: Cell = {
      ...{ parent, count, pieces, code: String(code) },
      ...{ silent: false, settled: false, payload: [] },
    };
    runner.run(own, (outcome) => {
      results[name] =
        "error" in outcome
          ? { status: "error", ...outcome.error }
          : { status: "ok", data: outcome.result ?? {}, metadata: {} };
      setImmediate(next);
    });
  };
  next();
}
