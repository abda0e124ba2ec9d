import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareCodePoints } from "../../../src/lowrank/text/reading/codePointOrder";
import { termColumns } from "../../../src/lowrank/text/reading/termColumns";

const term = fc
  .array(fc.constantFrom("a", "b", "é", "\ue000", "𐌰"), { minLength: 1, maxLength: 4 })
  .map((letters) => letters.join(""));
const sortedTerms = (maxLength: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(term, { maxLength, size: "max" }).map((terms) => terms.sort(compareCodePoints));

test("termColumns(terms, vocabulary) is each term's place, or −1, for few terms and for many", () => {
  fc.assert(
    fc.property(sortedTerms(40), sortedTerms(300), (terms, vocabulary) => {
      const places = terms.map((known) => vocabulary.indexOf(known));
      assert.deepEqual([...termColumns(terms, vocabulary, true)], places);
      assert.deepEqual([...termColumns([...terms].reverse(), vocabulary, false)], places.reverse());
    }),
  );
});

test("termColumns of no terms, or with an empty vocabulary", () => {
  assert.deepEqual([...termColumns([], ["a"], true)], []);
  assert.deepEqual([...termColumns(["a", "b"], [], true)], [-1, -1]);
});
