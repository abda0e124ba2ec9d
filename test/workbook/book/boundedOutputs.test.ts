import assert from "node:assert/strict";
import { test } from "node:test";
import { BoundedOutputs, outputLimits } from "../../../src/workbook/book/live/boundedOutputs";
import { sessionWords } from "../../../src/workbook/book/live/sessionWords";
import type { Displays } from "../../../src/workbook/jupyter/notebook/collectOutputs";
import { createMessage, type Json } from "../../../src/workbook/jupyter/wire";

function hearAll(messages: readonly [type: string, content: Json][]): BoundedOutputs {
  const shown = new BoundedOutputs(sessionWords("en"));
  const displays: Displays = new Map();
  for (const [type, content] of messages)
    shown.collect(createMessage(type, content, { session: "s" }), displays);
  return shown;
}

const print = (text: string): [string, Json] => ["stream", { name: "stdout", text }];
const display = (data: Json): [string, Json] => [
  "display_data",
  { data, metadata: {}, transient: {} },
];
const textOf = (shown: BoundedOutputs, index = 0): string => {
  const output = shown.present(shown.outputs[index]);
  assert.equal(output.output_type, "stream");
  return String((output as { text: unknown }).text);
};

test("a stream within the limit is kept to the letter", () => {
  const lines = Array.from({ length: 5_000 }, (_, i) => print(`line ${i}\n`));
  assert.equal(textOf(hearAll(lines)), lines.map(([, { text }]) => text).join(""));
});

test("of a long stream both ends are kept, and how much was left out is said to the character", () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`);
  const text = textOf(hearAll(lines.map(print)));
  const [, start, count, end] =
    /^([^]*)\n… ([\d,]+) characters left out …\n([^]*)$/.exec(text) ?? [];
  const whole = lines.join("");
  assert.ok(whole.startsWith(start) && whole.endsWith(end));
  assert.equal(start.length, outputLimits.streamPart);
  assert.equal(start.length + end.length + Number(count.replaceAll(",", "")), whole.length);
  assert.ok(text.length < 4 * outputLimits.streamPart + 100);
});

test("a stream's version differs after each piece", () => {
  const shown = new BoundedOutputs(sessionWords("en"));
  const versions = new Set<unknown>();
  for (let i = 0; i < 3_000; i++) {
    shown.collect(
      createMessage("stream", { name: "stdout", text: "x".repeat(100) }, { session: "s" }),
      new Map(),
    );
    versions.add(shown.versionOf(shown.outputs[0]));
  }
  assert.equal(versions.size, 3_000);
});

test("more outputs than a page can bear end in a note; clearing them makes room", () => {
  const many = Array.from({ length: 2_000 }, (_, i) => display({ "text/plain": String(i) }));
  const shown = hearAll(many);
  assert.equal(shown.outputs.length, outputLimits.outputs);
  assert.match(textOf(shown, outputLimits.outputs - 1), /at most 500 outputs/);
  assert.deepEqual(
    hearAll([...many, ["clear_output", { wait: false }], display({ "text/plain": "last" })]).outputs
      .length,
    1,
  );
});

test("an output that is too large gives way to a word about its size, also as an update", () => {
  const large = { "application/json": "x".repeat(17_000_000) };
  assert.match(
    JSON.stringify(hearAll([display(large)]).outputs),
    /17 MB; a page takes at most 16 MB/,
  );
  const shown = hearAll([
    ["display_data", { data: { "text/plain": "a" }, metadata: {}, transient: { display_id: "d" } }],
    ["update_display_data", { data: large, metadata: {}, transient: { display_id: "d" } }],
  ]);
  assert.match(JSON.stringify(shown.outputs), /17 MB/);
});

test("an error with a long message keeps both ends of it", () => {
  const [error] = hearAll([
    [
      "error",
      {
        ename: "Error",
        evalue: `start ${"x".repeat(1_000_000)} end`,
        traceback: ["y".repeat(1_000_000)],
      },
    ],
  ]).outputs;
  assert.ok(JSON.stringify(error).length < 5 * outputLimits.streamPart);
  assert.match(JSON.stringify(error), /start x+.*x+ end/);
});
