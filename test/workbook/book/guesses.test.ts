import assert from "node:assert/strict";
import { test } from "node:test";
import { findGuesses } from "../../../src/workbook/book/pages/guesses";
import type { Cell } from "../../../src/workbook/jupyter/notebook/notebook";

const prose = (source: string): Cell => ({ cell_type: "markdown", id: "m", metadata: {}, source });
const code = (shows: boolean): Cell => ({
  cell_type: "code",
  id: "c",
  metadata: {},
  source: "1",
  execution_count: 1,
  outputs: shows ? [{ output_type: "stream", name: "stdout", text: "1" }] : [],
});

test("findGuesses covers the outputs after a question, and the prose that says what is seen", () => {
  const cells = [
    prose("## Count\n\n*Predict:* how many?"),
    code(false),
    code(true),
    prose("In between."),
    code(true),
    prose("*What we see:* seven."),
    code(true),
  ];
  assert.deepEqual(
    [...findGuesses(cells)],
    [
      [2, 1],
      [4, 1],
      [5, 1],
    ],
  );
});

test("findGuesses numbers questions, in Chinese too, and ends at a heading or the next question", () => {
  const cells = [
    prose("*猜一猜：* 几个？"),
    code(true),
    prose("## 下一节"),
    code(true),
    prose("*Predict:* how far?"),
    code(true),
    prose("*Predict:* and then?"),
    code(true),
    prose("*我们看到：* 七个。"),
  ];
  assert.deepEqual(
    [...findGuesses(cells)],
    [
      [1, 1],
      [5, 2],
      [7, 3],
      [8, 3],
    ],
  );
});

test("findGuesses leaves a control to the reader", () => {
  const control = { ...code(true), source: "const k = view(slider(1, 300));" };
  assert.deepEqual(
    [...findGuesses([prose("*Predict:* how many?"), control, code(true)])],
    [[2, 1]],
  );
});

test("findGuesses covers nothing where no code shows anything, or nobody asks", () => {
  const without = [prose("*Predict:* what?"), code(false), prose("*What we see:* nothing.")];
  assert.equal(findGuesses(without).size, 0);
  assert.equal(findGuesses([prose("We predict: rain."), code(true)]).size, 0);
});
