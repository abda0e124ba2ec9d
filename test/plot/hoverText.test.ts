import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { escapeText, formatHoverText, truncateText, wrapText } from "../../src/plot/hoverText";

test("escapeText leaves no tag and no entity for Plotly to read", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const escaped = escapeText(text);
    assert.ok(!/[<>]/.test(escaped) && !/&(?!amp;|lt;|gt;)/.test(escaped));
  }));
  assert.equal(escapeText("<b>&amp;"), "&lt;b&gt;&amp;amp;");
});

test("truncateText keeps whole characters and marks what it cut", () => {
  assert.equal(truncateText("😀😀😀😀", 3), "😀😀…");
  assert.equal(truncateText("😀😀😀", 3), "😀😀😀");
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, length) => {
    const cut = truncateText(text, length);
    assert.ok([...cut].length <= length && (cut === text || cut.endsWith("…")));
  }));
});

test("wrapText breaks between words, and inside words longer than a line", () => {
  assert.deepEqual(wrapText("one two three", 7), ["one two", "three"]);
  assert.deepEqual(wrapText("植物植物植物", 4), ["植物植物", "植物"]);
  assert.deepEqual(wrapText("", 10), [""]);
});

test("formatHoverText shows a text in lines that fit a hover box", () => {
  const lines = formatHoverText("word ".repeat(500)).split("<br>");
  assert.ok(lines.length <= 5 && lines.every((line) => line.length <= 42), lines.join("\n"));
});
