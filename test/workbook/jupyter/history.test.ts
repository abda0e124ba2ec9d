import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../../../src/workbook/jupyter/kernel/history";

const history = new History();
["a = 1", "b(x)", "a = 1", "[c]*"].forEach((code, i) =>
  history.add(i + 1, code, i === 1 ? "out" : null),
);

function lines(request: Record<string, unknown>): unknown[] {
  return (history.answer({ output: false, raw: true, ...request }).history as unknown[][]).map(
    (entry) => entry[1],
  );
}

test("tail gives the last n, with outputs if asked", () => {
  assert.deepEqual(lines({ hist_access_type: "tail", n: 2 }), [3, 4]);
  assert.deepEqual(lines({ hist_access_type: "tail", n: 0 }), []);
  assert.deepEqual(history.answer({ hist_access_type: "tail", n: 3, output: true }).history, [
    [1, 2, ["b(x)", "out"]],
    [1, 3, ["a = 1", null]],
    [1, 4, ["[c]*", null]],
  ]);
});

test("range gives lines from start up to, not with, stop, of this session only", () => {
  assert.deepEqual(lines({ hist_access_type: "range", session: 0, start: 2, stop: 4 }), [2, 3]);
  assert.deepEqual(lines({ hist_access_type: "range", session: 1, start: 2 }), [2, 3, 4]);
  assert.deepEqual(lines({ hist_access_type: "range", session: -1, start: 1, stop: 9 }), []);
});

test("search reads * and ? as wildcards and every other character as itself", () => {
  assert.deepEqual(lines({ hist_access_type: "search", pattern: "a*" }), [1, 3]);
  assert.deepEqual(lines({ hist_access_type: "search", pattern: "a*", unique: true }), [3]);
  assert.deepEqual(lines({ hist_access_type: "search", pattern: "b(?)" }), [2]);
  assert.deepEqual(lines({ hist_access_type: "search", pattern: "[c]?" }), [4]);
  assert.deepEqual(lines({ hist_access_type: "search", pattern: "*", n: 1 }), [4]);
});
