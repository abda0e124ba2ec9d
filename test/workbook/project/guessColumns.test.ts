import assert from "node:assert/strict";
import { test } from "node:test";
import { guessColumns } from "../../../src/workbook/project/guessColumns";
import { foodAndTravel, profile } from "./tables";

const texts = foodAndTravel(40);

async function guess(
  head: readonly string[],
  row: (one: { text: string; label: string }, i: number) => string[],
  said: Parameters<typeof guessColumns>[2] = {},
) {
  return guessColumns("t.csv", await profile([[...head], ...texts.map(row)]), said);
}

test("guessColumns takes the long texts and the few values that come back, whatever their names", async () => {
  const found = await guess(["a", "b", "c", "d"], ({ text, label }, i) => [
    String(i),
    label,
    `2026-01-${String((i % 28) + 1).padStart(2, "0")}`,
    text,
  ]);
  assert.deepEqual(found, { text: "d", label: "b" });
});

test("guessColumns prefers usual names to longer texts and to fewer values", async () => {
  const found = await guess(["title", "signature", "language", "topic"], ({ text, label }, i) => [
    text,
    `${text} and the same words once more ${i % 9}`,
    i % 2 === 0 ? "en" : "de",
    i % 4 === 0 ? "sport" : i % 4 === 1 ? "news" : label,
  ]);
  assert.deepEqual(found, { text: "title", label: "topic" });
});

test("guessColumns keeps what the caller says, and takes no for an answer", async () => {
  const head = ["title", "body", "topic", "language"];
  const row = ({ text, label }: { text: string; label: string }, i: number): string[] => [
    text,
    `${text} ${i}`,
    label,
    i % 2 === 0 ? "en" : "de",
  ];
  assert.deepEqual(await guess(head, row, { text: "body" }), { text: "body", label: "topic" });
  assert.deepEqual(await guess(head, row, { label: "language" }), {
    text: "body",
    label: "language",
  });
  assert.equal((await guess(head, row, { label: null })).label, undefined);
});

test("guessColumns finds no labels where each row has a value of its own, or all have one", async () => {
  const own = await guess(["text", "id"], ({ text }, i) => [text, `row ${i}`]);
  assert.equal(own.label, undefined);
  const same = await guess(["text", "label"], ({ text }) => [text, "food"]);
  assert.equal(same.label, undefined);
});

test("guessColumns reads Chinese columns", async () => {
  const found = guessColumns(
    "t.csv",
    await profile([
      ["编号", "标题", "类别"],
      ...texts.map(({ label }, i) => [
        String(i),
        `今天我们去了第${i}个城市吃了很好吃的面条`,
        label === "food" ? "美食" : "旅行",
      ]),
    ]),
  );
  assert.deepEqual(found, { text: "标题", label: "类别" });
});

test("guessColumns refuses a table of numbers, naming its columns", async () => {
  const numbers = await profile([
    ["x", "y"],
    ["1", "2.5"],
    ["3", "4.5"],
  ]);
  assert.throws(
    () => guessColumns("t.csv", numbers),
    /no column of t\.csv looks like text; name it with --text: "x", "y"/,
  );
});

test("profileColumns tells English from other languages by its little words", async () => {
  const { columns } = await profile([
    ["english", "deutsch", "中文"],
    ...texts.map(({ text }, i) => [text, `Der Zug nach Bonn hat heute ${i} Wagen`, "今天吃面条"]),
  ]);
  assert.deepEqual(
    columns.map(({ language }) => language),
    ["english", undefined, "chinese"],
  );
});
