import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  escapeText,
  formatHoverText,
  joinLines,
  truncateText,
  wrapText,
} from "../../../src/lowrank/plot/drawing/hoverText";

test("escapeText leaves no tag and no entity for Plotly to read", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const escaped = escapeText(text);
      assert.ok(!/[<>]/.test(escaped) && !/&(?!amp;|lt;|gt;)/.test(escaped));
    }),
  );
  assert.equal(escapeText("<b>&amp;"), "&lt;b&gt;&amp;amp;");
});

test("truncateText keeps whole characters and marks what it cut", () => {
  assert.equal(truncateText("😀😀😀😀", 3), "😀😀…");
  assert.equal(truncateText("😀😀😀", 3), "😀😀😀");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, length) => {
      const cut = truncateText(text, length);
      assert.ok([...cut].length <= length && (cut === text || cut.endsWith("…")));
    }),
  );
});

test("wrapText breaks between words, and inside words longer than a line", () => {
  assert.deepEqual(wrapText("one two three", 7), ["one two", "three"]);
  assert.deepEqual(wrapText("onetwothree", 4), ["onet", "woth", "ree"]);
  assert.deepEqual(wrapText("", 10), [""]);
});

test("wrapText breaks between Chinese characters, which are two letters wide, and not before a comma or after a bracket", () => {
  assert.deepEqual(wrapText("植物植物植物", 8), ["植物植物", "植物"]);
  assert.deepEqual(wrapText("六千条释义，按长度", 10), ["六千条释", "义，按长度"]);
  assert.deepEqual(wrapText("截断（秩为 20）", 6), ["截断", "（秩为", "20）"]);
  assert.deepEqual(wrapText("用 TF-IDF 加权的矩阵", 12), ["用 TF-IDF 加", "权的矩阵"]);
});

test("joinLines undoes wrapText, where Latin words among Chinese stand between spaces", () => {
  const words = fc.array(fc.constantFrom("one", "three", "植物", "秩", "截断，"), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(words, (parts) => {
      const text = parts.reduce<string>(
        (before, part) =>
          before +
          (before !== "" && (/[a-z]$/.test(before) || /^[a-z]/.test(part)) ? " " : "") +
          part,
        "",
      );
      assert.equal(joinLines(wrapText(text, 8).join("<br>")), text);
    }),
  );
});

test("formatHoverText shows a text in lines that fit a hover box", () => {
  const lines = formatHoverText("word ".repeat(500)).split("<br>");
  assert.ok(lines.length <= 5 && lines.every((line) => line.length <= 42), lines.join("\n"));
});
