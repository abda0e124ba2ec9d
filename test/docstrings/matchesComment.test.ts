import assert from "node:assert/strict";
import { test } from "node:test";
import { sparseFromRows, toDense } from "../../src/lowrank/index";
import { matchesComment } from "./matchesComment";

const holds = (value: unknown, comment: string): void =>
  assert.ok(matchesComment(value, comment), comment);
const fails = (value: unknown, comment: string): void =>
  assert.ok(!matchesComment(value, comment), comment);

test("a comment states numbers to the digits that it gives", () => {
  holds(0.0577350269, "0.0577…");
  holds(1.4054651, "1.405");
  holds(25, "25");
  fails(0.0578, "0.0577…");
  fails(1.4066, "1.405");
  fails(25.2, "25");
  fails(26, "25");
});

test("a comment states lists, matrices, texts and objects as code does", () => {
  holds(["a", "b"], '["a", "b"]');
  holds(Float64Array.of(1, 0.5), "[1, 0.5]");
  holds(toDense([[1, 2]]), "[[1, 2]]");
  holds(sparseFromRows([[0, 2]]), "[[0, 2]]");
  holds(toDense([[1, 2]]), "1 × 2");
  holds({ rank: 2, kind: "x" }, '{ rank: 2, kind: "x" }');
  fails(["a"], '["a", "b"]');
  fails(["a", "b"], '["a"]');
  fails(toDense([[1, 2]]), "2 × 1");
  fails({ rank: 3 }, "{ rank: 2 }");
});

test("… stands for the rest of a list or a text, and a colon begins an explanation", () => {
  holds([1, [2], 3], "[1, …]");
  holds([{ text: "a bird", label: "x" }], '[{ text: "a…", … }]');
  holds(2, '2: "system" stands twice');
  fails([2, 3], "[1, …]");
  fails("bird", '"a…"');
});

test("a comment that states nothing does not match", () => {
  fails(undefined, "");
  fails(5, "about a fifth of a second");
});
