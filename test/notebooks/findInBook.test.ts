import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { createSearch } from "../../src/workbook/book/browser/search/createSearch";
import { buildBook } from "../../src/workbook/book/buildBook";
import { listNotebooks } from "../../src/workbook/book/listNotebooks";
import {
  notebookEntries,
  referenceEntries,
  type SearchEntry,
} from "../../src/workbook/book/pages/searchEntryNames";
import { repository } from "../paths";
import { cacheFolder } from "../workbook/book/sampleNotebooks";

/** What a learner types, and a page that must be among the first so many. */
const english: readonly (readonly [query: string, page: RegExp, place: number])[] = [
  ["singular value", /^02-/, 1],
  ["rank", /^03-/, 2],
  ["cross-validation", /^03-/, 1],
  ["cross-validation", /\.crossValidateRank\./, 3],
  ["cosine", /^01-/, 1],
  ["stop words", /^0[16]-/, 2],
  ["leak", /^03-choose-rank\.html#Measure-the-leak/, 1],
  ["LoRA", /^(?:09|10)-/, 2],
  ["NMF", /\.fitNmf\./, 3],
  ["PMI", /\.weighPmi\./, 1],
  ["PMI", /^13-/, 3],
  ["truncatedSvd", /functions\/lowrank\.truncatedSvd\./, 1],
  ["naive bayes", /\.fitNaiveBayes\./, 1],
  ["shrub", /^02-/, 1],
];
const chinese: typeof english = [
  ["奇异值", /^zh-CN\/02-/, 3],
  ["秩", /^zh-CN\/03-/, 2],
  ["交叉验证", /^zh-CN\/03-/, 1],
  ["停用词", /^zh-CN\/06-/, 1],
  ["余弦", /^zh-CN\/01-/, 1],
];

describe("the search of the whole workbook", () => {
  const out = mkdtempSync(path.join(tmpdir(), "lowrank-search-"));
  after(() => rmSync(out, { recursive: true }));
  before(() =>
    buildBook({
      notebooks: listNotebooks(path.join(repository, "notebooks")),
      ...{ out, cacheFolder },
      reference: path.join(repository, "dist", "reference"),
    }),
  );

  const read = (name: string, global: string): SearchEntry[] => {
    const script = readFileSync(path.join(out, "assets", name), "utf8");
    const context: Record<string, SearchEntry[]> = {};
    runInNewContext(script.replace("globalThis.", ""), context);
    return context[global];
  };

  for (const [language, wanted] of [
    ["en", english],
    ["zh-CN", chinese],
  ] as const)
    test(`puts first what explains a word, ${language}`, () => {
      const search = createSearch([
        ...read(`search-${language}.js`, notebookEntries),
        ...read("search-reference.js", referenceEntries),
      ]);
      for (const [query, page, place] of wanted) {
        const first = search(query).map(({ entry: { address } }) => decodeURIComponent(address));
        const at = first.findIndex((address) => page.test(address));
        assert.ok(
          at >= 0 && at < place,
          `${query}: ${page} is at ${at + 1}: ${first.slice(0, 4).join(", ")}`,
        );
      }
    });
});
