import assert from "node:assert/strict";
import { test } from "node:test";
import {
  collectOutput,
  createCellOutputs,
  type CellOutputs,
  type Displays,
} from "../../../src/workbook/jupyter/notebook/collectOutputs";
import { createMessage, type Json } from "../../../src/workbook/jupyter/wire";

/** Feeds messages, as [type, content], to cells that share a kernel's displays. */
function feed(
  displays: Displays,
  messages: readonly [string, Json][],
  cell: CellOutputs = createCellOutputs(),
): CellOutputs {
  for (const [type, content] of messages)
    collectOutput(cell, createMessage(type, content, { session: "test" }), displays);
  return cell;
}

const stream = (name: string, text: string): [string, Json] => ["stream", { name, text }];
const display = (text: string, id?: string): [string, Json] => [
  "display_data",
  { data: { "text/plain": text }, metadata: {}, ...(id && { transient: { display_id: id } }) },
];
const shown = (text: string): object => ({
  output_type: "display_data",
  data: { "text/plain": text },
  metadata: {},
});
const written = (text: string, name = "stdout"): object => ({ output_type: "stream", name, text });

test("collectOutput joins text that follows on the same stream, and only that", () => {
  const cell = feed(new Map(), [
    stream("stdout", "a"),
    stream("stdout", "b\n"),
    stream("stderr", "c"),
    stream("stdout", "d"),
    display("x"),
    stream("stdout", "e"),
  ]);
  assert.deepEqual(cell.outputs, [
    written("ab\n"),
    written("c", "stderr"),
    written("d"),
    shown("x"),
    written("e"),
  ]);
});

test("update_display_data changes every output with its id, in any cell, and nothing else", () => {
  const displays: Displays = new Map();
  const first = feed(displays, [display("old", "p"), display("other", "q"), display("old", "p")]);
  const second = feed(displays, [
    [
      "execute_result",
      {
        data: { "text/plain": "old" },
        metadata: {},
        execution_count: 2,
        transient: { display_id: "p" },
      },
    ],
  ]);
  const third = feed(displays, [
    [
      "update_display_data",
      { data: { "text/plain": "new" }, metadata: { a: 1 }, transient: { display_id: "p" } },
    ],
    [
      "update_display_data",
      { data: { "text/plain": "nobody's" }, metadata: {}, transient: { display_id: "z" } },
    ],
    ["update_display_data", { data: { "text/plain": "nobody's" }, metadata: {} }],
  ]);
  const changed = { ...shown("new"), metadata: { a: 1 } };
  assert.deepEqual(first.outputs, [changed, shown("other"), changed]);
  assert.deepEqual(second.outputs, [
    { ...changed, output_type: "execute_result", execution_count: 2 },
  ]);
  assert.deepEqual(third.outputs, []);
});

test("clear_output takes the outputs away at once, or with wait when the next one comes", () => {
  const at = feed(new Map(), [stream("stdout", "a"), ["clear_output", { wait: false }]]);
  assert.deepEqual(at.outputs, []);
  const waiting = feed(new Map(), [stream("stdout", "a"), ["clear_output", { wait: true }]]);
  assert.deepEqual(waiting.outputs, [written("a")]);
  feed(new Map(), [stream("stdout", "b"), stream("stdout", "c")], waiting);
  assert.deepEqual(waiting.outputs, [written("bc")]);
});

test("outputs remain the same array, so that a notebook that holds it follows", () => {
  const cell = createCellOutputs();
  const { outputs } = cell;
  feed(new Map(), [stream("stdout", "a"), ["clear_output", {}], display("x")], cell);
  assert.deepEqual(outputs, [shown("x")]);
});

test("an error is shown, and remembered when clear_output takes it away", () => {
  const error: [string, Json] = [
    "error",
    { ename: "TypeError", evalue: "no", traceback: ["at 1"] },
  ];
  const cell = feed(new Map(), [error]);
  assert.deepEqual(cell.outputs, [
    { output_type: "error", ename: "TypeError", evalue: "no", traceback: ["at 1"] },
  ]);
  feed(
    new Map(),
    [
      ["clear_output", {}],
      ["error", { ename: "Later", evalue: "", traceback: [] }],
    ],
    cell,
  );
  assert.deepEqual(cell.error, { name: "TypeError", message: "no", traceback: ["at 1"] });
});

test("execute_input tells the count; status, comm and unknown messages show nothing", () => {
  const cell = feed(new Map(), [
    ["status", { execution_state: "busy" }],
    ["execute_input", { code: "x", execution_count: 7 }],
    ["comm_open", {}],
    ["debug_event", {}],
  ]);
  assert.deepEqual([cell.executionCount, cell.outputs], [7, []]);
});

test("a bundle without data or metadata becomes an empty one, as nbformat requires", () => {
  assert.deepEqual(feed(new Map(), [["display_data", {}]]).outputs, [
    { output_type: "display_data", data: {}, metadata: {} },
  ]);
});
