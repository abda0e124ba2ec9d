import assert from "node:assert/strict";
import { test } from "node:test";
import { explorerWords } from "../../../src/lowrank/explore/explorerWords";

test("an explorer speaks the language of its title, and its Chinese holds no English beside names", () => {
  const [english, chinese] = ["A classifier at every rank", "每个秩一个分类器"].map((title) =>
    explorerWords({ title }),
  );
  assert.equal(english.rankReads(20, "accuracy .701"), "Rank 20: accuracy .701.");
  assert.equal(chinese.rankReads(20, "准确率 .701"), "秩 20：准确率 .701。");
  assert.deepEqual(Object.keys(chinese), Object.keys(english));
  assert.notEqual(chinese.band(5, true), chinese.band(5, false));
  const samples = (kind: "texts" | "images", flag: boolean) =>
    Object.entries(chinese).map(([name, words]: [string, unknown]): [string, string] => {
      const say = words as (...values: unknown[]) => string;
      if (typeof words === "string") return [name, words];
      const values: Record<string, unknown[]> = {
        figure: ["题", kind, 1, 9, "6", "7"],
        model: [kind, "6", flag ? "5" : undefined, "7", 2, 3, flag],
        band: [5, flag],
        chartReads: ["题", 2, ["甲"]],
        knownTerms: [["甲"]],
        trainingFacts: [kind, ".7"],
      };
      return [name, say(...(values[name] ?? (say.length === 1 ? [kind] : [2, 3, 4, 5])))];
    });
  for (const [name, words] of [...samples("texts", true), ...samples("images", false)])
    assert.doesNotMatch(words.replace(/texts|images|curve/g, ""), /[a-z]{2,}/i, name);
});
