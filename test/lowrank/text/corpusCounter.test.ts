import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createCorpusCounter } from "../../../src/lowrank/text/corpusCounter";
import { countCorpus } from "../../../src/lowrank/text/corpusCounts";

const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "é", "中", "𝔞", " ") }), {
  maxLength: 20,
});

test("createCorpusCounter counts portions of any size as countCorpus counts all texts", () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat(20)), (all, cuts) => {
      const options = { minLength: 1, ngrams: [1, 2] as [number, number] };
      const counter = createCorpusCounter(options, 1000);
      const ends = [...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b)];
      [...ends, all.length].forEach((end, i) => counter.add(all.slice(ends[i - 1] ?? 0, end)));
      assert.deepEqual(counter.finish(), countCorpus(all, options));
      assert.equal(counter.documents, all.length);
    }),
  );
});

test("createCorpusCounter refuses more different terms than it may hold, and says after how many texts", () => {
  const counter = createCorpusCounter({}, 3);
  counter.add(["red fish", "red wine"]);
  assert.equal(counter.terms, 3);
  assert.throws(
    () => counter.add(["white wine"]),
    /^RangeError: the first 3 texts hold 4 different terms, more than mostTerms 3; raise it/,
  );
});
