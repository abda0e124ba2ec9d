import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { createSearch, splitWords } from "../../../src/workbook/book/browser/search/createSearch";
import type { SearchEntry } from "../../../src/workbook/book/pages/searchEntryNames";
import { cacheFolder, code, markdown, notebook, stream, writeNotebooks } from "./sampleNotebooks";

function entry(title: string, text: string, section = ""): SearchEntry {
  return { address: `${title}.html`, title, section, text };
}

test("splitWords finds names by their parts, and Chinese by pairs of characters", () => {
  assert.deepEqual(splitWords("truncatedSvd(A, 10)"), [
    "truncatedSvd",
    "truncated",
    "Svd",
    "A",
    "10",
  ]);
  assert.deepEqual(splitWords("用SVD分解矩阵"), ["用", "SVD", "分解", "解矩", "矩阵"]);
  assert.deepEqual(splitWords("naïve Größe"), ["naïve", "Größe"]);
  assert.deepEqual(splitWords(" …—! "), []);
});

test("createSearch finds each entry by every word of its text", () => {
  const text = fc.array(fc.stringMatching(/^[a-zß]{3,9}$|^[一-十]{2,4}$/), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
      const entries = texts.map((words, i) => entry(`page${i}`, words.join(" ")));
      const search = createSearch(entries);
      texts.forEach((words, i) =>
        words.forEach((word) =>
          assert.ok(
            search(word).some((found) => found.entry === entries[i]),
            word,
          ),
        ),
      );
    }),
    { numRuns: 60 },
  );
});

test("createSearch puts a title before a mention, wants every word, and forgives a slip", () => {
  const search = createSearch([
    entry("Other", "a word about truncatedSvd in passing"),
    entry("truncatedSvd", "finds the closest matrix of rank k"),
    entry("Choose the rank", "cross-validation of the classifier"),
  ]);
  assert.equal(search("truncatedSvd")[0].entry.title, "truncatedSvd");
  assert.deepEqual(
    search("closest rank").map(({ entry: { title } }) => title),
    ["truncatedSvd"],
  );
  assert.equal(search("clasifier")[0].entry.title, "Choose the rank");
  assert.deepEqual(search("nothing of this"), []);
  assert.deepEqual(search("(*+?["), []);
});

test("buildBook writes what a search finds: sections with their anchors, code and outputs, no markup", async () => {
  const { folder, files } = writeNotebooks({
    "01-a": notebook(
      markdown("# Title <b>bold</b>\n\nLead & more.\n\n## Größe $k$\n\nText of *it*."),
      code("const a = 1 < 2;", stream("printed </script> words\n")),
    ),
  });
  await buildBook({ notebooks: files, out: folder, cacheFolder });
  const script = readFileSync(path.join(folder, "assets", "search-en.js"), "utf8");
  const context: { lowrankNotebookEntries?: SearchEntry[] } = {};
  runInNewContext(script.replace("globalThis.", ""), context);
  const entries = JSON.parse(JSON.stringify(context.lowrankNotebookEntries)) as SearchEntry[];
  assert.deepEqual(
    entries.map(({ address, section }) => [address, section]),
    [
      ["01-a.html#Title-bold", ""],
      [`01-a.html#${encodeURIComponent("Größe-k")}`, "Größe k"],
    ],
  );
  assert.equal(entries[0].text, "Lead & more.");
  assert.match(entries[1].text, /^Text of it\. const a = 1 < 2; printed <\/script> words$/);
  const page = readFileSync(path.join(folder, "01-a.html"), "utf8");
  for (const { address } of entries)
    assert.ok(page.includes(`id="${decodeURIComponent(address.split("#")[1])}"`), address);
});
