import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../../../src/lowrank/classify/logisticRegression";
import { accuracy } from "../../../src/lowrank/classify/metrics";
import { loadPosts } from "../../../src/lowrank/teaching/posts";
import { fitTfidf, transformTfidf } from "../../../src/lowrank/text/tfidf";
import { createTokenizer } from "../../../src/lowrank/text/tokenizer";
import { withoutShared } from "../../workbook/sets/sharedRawFiles";

const posts = loadPosts()
  .filter(({ language }) => language === "zh")
  .map(({ text }) => text);
const tokenize = createTokenizer({ minLength: 1 });

interface Sentence {
  text: string;
  label: string;
}

function readSentences(part: "zho_Hans" | "eng_Latn", split: "train" | "dev" | "test"): Sentence[] {
  const lines = readFileSync(
    path.join(process.env.LOWRANK_SHARED_DATA ?? "", "sib200", part, `${split}.tsv`),
    "utf8",
  )
    .trim()
    .split("\n")
    .slice(1);
  return lines.map((line) => line.split("\t")).map(([, label, text]) => ({ label, text }));
}

/** Characters of a word in Chinese, on average over all such words. */
function meanLength(texts: readonly string[]): number {
  const words = texts.flatMap(tokenize).filter((word) => /^\p{Script=Han}+$/u.test(word));
  return words.reduce((sum, word) => sum + [...word].length, 0) / words.length;
}

function loses(texts: readonly string[]): string[] {
  const letters = (text: string): string =>
    (
      text
        .normalize("NFKC")
        .toLowerCase()
        .match(/[\p{L}\p{N}_]/gu) ?? []
    ).join("");
  return texts.filter((text) => letters(tokenize(text).join("")) !== letters(text));
}

test("the Chinese posts are cut into words, in their order, and no character is lost", () => {
  assert.ok(posts.length >= 300);
  assert.deepEqual(loses(posts), []);
  const length = meanLength(posts);
  // Chinese text has 1.4 to 1.7: neither characters nor whole clauses
  assert.ok(length > 1.3 && length < 1.9, `${length} characters a word`);
});

test("words of the Chinese posts are words of the language", () => {
  const vocabulary = new Set(posts.flatMap(tokenize));
  for (const word of ["第一次", "手机", "羽毛球", "油菜花", "护照", "红烧", "室友"])
    assert.ok(vocabulary.has(word), word);
  for (const torn of ["羽毛球水平", "手机字体", "护照还剩"]) assert.ok(!vocabulary.has(torn), torn);
});

test(
  "sib200's sentences in Chinese are cut into words, and no character is lost",
  { skip: withoutShared },
  () => {
    const texts = (["train", "dev", "test"] as const)
      .flatMap((split) => readSentences("zho_Hans", split))
      .map(({ text }) => text);
    assert.equal(texts.length, 1004);
    assert.deepEqual(loses(texts), []);
    const length = meanLength(texts);
    assert.ok(length > 1.3 && length < 1.9, `${length} characters a word`);
  },
);

/** Held-out accuracy of logistic regression on TF-IDF, 800 sentences to learn from. */
function score(part: "zho_Hans" | "eng_Latn", rewrite = (text: string): string => text): number {
  const [train, held] = [
    [...readSentences(part, "train"), ...readSentences(part, "dev")],
    readSentences(part, "test"),
  ];
  const read = (sentences: readonly Sentence[]): string[] =>
    sentences.map(({ text }) => rewrite(text));
  const tfidf = fitTfidf(read(train), { sublinear: true });
  const model = fitLogisticRegression(
    transformTfidf(tfidf, read(train)),
    train.map(({ label }) => label),
    { inversePenalty: 10 },
  );
  return accuracy({
    actual: held.map(({ label }) => label),
    predicted: predictLogisticRegression(model, transformTfidf(tfidf, read(held))),
  });
}

test(
  "topics of sib200 are told as well from the Chinese words as from the English of the same sentences, and not from uncut runs",
  { skip: withoutShared },
  () => {
    // A run's characters as one Latin word: what a tokeniser for languages with spaces would make
    // of Chinese.
    const uncut = (text: string): string =>
      text.replace(
        /\p{Script=Han}+/gu,
        (run) => `x${[...run].map((character) => character.codePointAt(0)!.toString(36)).join("")}`,
      );
    const [words, english, runs] = [score("zho_Hans"), score("eng_Latn"), score("zho_Hans", uncut)];
    assert.ok(words > english - 0.05, `${words} from Chinese words, ${english} from English`);
    assert.ok(words > runs + 0.3, `${words} from words, ${runs} from uncut runs`);
  },
);
