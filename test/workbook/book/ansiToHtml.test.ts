import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { test } from "node:test";
import fc from "fast-check";
import { ansiToHtml } from "../../../src/workbook/book/pages/ansiToHtml";

test("ansiToHtml turns colors and bold into classes, and ends them where the terminal does", () => {
  assert.equal(
    ansiToHtml("\u001b[31mred\u001b[39m plain \u001b[1;92mgreen\u001b[0m end").text,
    '<span class="ansi-red">red</span> plain <span class="ansi-bold ansi-green">green</span> end',
  );
});

test("ansiToHtml skips palette and true colors with their numbers", () => {
  assert.equal(
    ansiToHtml("\u001b[38;5;28;1mbold\u001b[0m \u001b[48;2;1;2;3mground\u001b[m").text,
    '<span class="ansi-bold">bold</span> ground',
  );
});

test("ansiToHtml drops cursor moves, window titles and links", () => {
  assert.equal(
    ansiToHtml("a\u001b[2Kb\u001b]0;title\u0007c\u001b]8;;http://x\u001b\\d\u001b[?25l").text,
    "abcd",
  );
});

test("ansiToHtml shows what remains on a line after carriage returns", () => {
  assert.equal(ansiToHtml("10 %\r50 %\r100 %\r\nnext\r\n").text, "100 %\nnext\n");
});

test("ansiToHtml never lets markup through, and keeps exactly the text that Node's own stripping keeps", () => {
  const piece = fc.constantFrom(
    "<script>",
    "&amp;",
    "\u001b[31m",
    "\u001b[0m",
    '"',
    "text",
    "\n",
    "<img src=x onerror=alert(1)>",
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      const markup = ansiToHtml(text).text;
      const words = markup
        .replace(/<\/?span[^>]*>/g, "")
        .replace(
          /&(lt|gt|quot|#39|amp);/g,
          (_, name: string) => ({ lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" })[name] ?? "",
        );
      assert.doesNotMatch(markup.replace(/<\/?span[^>]*>/g, ""), /</);
      assert.equal(words, stripVTControlCharacters(text));
    }),
  );
});
