import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeTexts } from "../../../src/lowrank/text/encodedTexts";
import { dropUnseenJoiners } from "../../../src/lowrank/text/reading/joiners";
import { createTokenizer, type TokenizerOptions } from "../../../src/lowrank/text/tokenizer";

const tokens = (text: string, options?: TokenizerOptions): string[] =>
  createTokenizer(options)(text);

test("a soft hyphen is left out of a word, whichever way the text is read", () => {
  for (const word of ["co\u00adoperate", "\u00adco\u00ad\u00adoperate\u00ad", "CO\u00adOPERATE"]) {
    assert.deepEqual(tokens(`to ${word}.`), ["to", "cooperate"]);
    assert.deepEqual(tokens(`to ${word}. — e\u0301`, { minLength: 2 }), ["to", "cooperate"]);
    assert.deepEqual(encodeTexts([`to ${word}.`]).terms, ["cooperate", "to"]);
  }
  assert.deepEqual(encodeTexts(["a\u00ad b\u00adc \u00ad - x\u00ad"]).terms, ["bc"]);
  assert.deepEqual(tokens("ca\u00adfe\u00ad\u0301"), ["café"]);
  assert.deepEqual(tokens("the en\u00adgines", { stem: true, stopWords: "english" }), ["engin"]);
});

test("joiners that spell a word stay in it: Persian, Sinhala, Bengali, Hindi, Malayalam", () => {
  for (const word of [
    "می\u200cخواهم",
    "ශ්\u200dරී",
    "র\u200d্যাব",
    "क्\u200dष",
    "क्\u200cष",
    "ന\u0d4d\u200d",
    "ه\u200d",
    "\u{1e922}\u200c\u{1e923}",
  ]) {
    assert.deepEqual(tokens(`red ${word}, red`, { minLength: 1 }), ["red", word, "red"]);
    assert.deepEqual(encodeTexts([`${word} ${word}`], { minLength: 1 }).terms, [word]);
  }
});

test("joiners that change nothing go: beside other letters, doubled, behind a word", () => {
  assert.deepEqual(tokens("fi\u200csh fi\u200dsh \u200dfish\u200c 4\u200d2"), [
    "fish",
    "fish",
    "fish",
    "42",
  ]);
  assert.deepEqual(tokens("می\u200c\u200d\u200cخواهم می\u200c\u00ad\u200cخواهم"), [
    "می\u200cخواهم",
    "می\u200cخواهم",
  ]);
  assert.deepEqual(tokens("خواهم\u200c خواهم\u200c، \u200cخواهم"), ["خواهم", "خواهم", "خواهم"]);
  assert.deepEqual(tokens("\u200d\u200c\u00ad"), []);
});

test("a joiner is no letter for minLength", () => {
  assert.deepEqual(tokens("ه\u200d اب\u200cج", { minLength: 2 }), ["اب\u200cج"]);
  assert.deepEqual(tokens("اب\u200cج", { minLength: 4 }), []);
});

test("dropUnseenJoiners leaves a text without joiners as it is, and one it has read", () => {
  for (const text of ["", "fish", "می خواهم", "👨"]) assert.equal(dropUnseenJoiners(text), text);
  for (const text of ["می\u200cخواهم\u200d\u200d", "co\u00adop\u200derate", "👨\u200d👩"]) {
    const once = dropUnseenJoiners(text);
    assert.equal(dropUnseenJoiners(once), once);
  }
});
