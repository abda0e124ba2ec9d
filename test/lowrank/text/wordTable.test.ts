import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hashFactor, hashSeed, WordTable } from "../../../src/lowrank/text/reading/wordTable";

const hashOf = (word: string): number =>
  word
    .split("")
    .reduce((hash, character) => Math.imul(hash ^ character.charCodeAt(0), hashFactor), hashSeed);

const find = (table: WordTable, word: string): number =>
  table.find(
    Uint16Array.from({ length: word.length }, (_, at) => word.charCodeAt(at)),
    0,
    word.length,
    hashOf(word),
  );

/**
 * 2ⁿ words of 2n characters with one hash: at each of n places either of two pairs of characters,
 * which lead to the same next hash.
 */
function collidingWords(places: number): string[] {
  let words = [""];
  for (let place = 0; place < places; place++) {
    const pairs = collidingPairs(hashOf(words[0]));
    words = words.flatMap((word) => pairs.map((pair) => word + pair));
  }
  return words;
}

/**
 * Two first characters that leave the same upper half of the hash, and for each the second one that
 * makes the lower halves equal.
 */
function collidingPairs(hash: number): [string, string] {
  const firstWithUpperHalf = new Map<number, number>();
  for (let first = 0; first < 0x10000; first++) {
    const product = Math.imul(hash ^ first, hashFactor);
    const other = firstWithUpperHalf.get(product >>> 16);
    if (other !== undefined) {
      const difference = (product ^ Math.imul(hash ^ other, hashFactor)) & 0xffff;
      return [String.fromCharCode(other, 0x4e00), String.fromCharCode(first, 0x4e00 ^ difference)];
    }
    firstWithUpperHalf.set(product >>> 16, first);
  }
  throw new Error("no two characters collide");
}

test("numberOf numbers words in the order they appear, and gives a known word its number", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 6 })), (words) => {
      const table = new WordTable();
      const numbers = new Map<string, number>();
      for (const word of words) {
        if (!numbers.has(word)) numbers.set(word, numbers.size);
        assert.equal(table.numberOf(word), numbers.get(word));
      }
      for (const [word, number] of numbers) {
        assert.equal(table.word(number), word);
        assert.equal(find(table, word), number);
        if (!numbers.has(`${word}.`)) assert.equal(find(table, `${word}.`), -1);
      }
      assert.equal(table.size, numbers.size);
    }),
  );
});

test("a table that has grown many times still knows its words", () => {
  const table = new WordTable();
  for (let i = 0; i < 100_000; i++) assert.equal(table.numberOf(`word${i}`), i);
  for (let i = 0; i < 100_000; i += 7) assert.equal(table.numberOf(`word${i}`), i);
  assert.equal(table.word(99_999), "word99999");
});

// Probing past all the others would take 131,072² / 2 steps a round, more than a minute in all.
test(
  "words chosen to have one and the same hash are told apart without probing past all of them",
  { timeout: 60_000 },
  () => {
    const all = collidingWords(17);
    assert.equal(new Set(all.map(hashOf)).size, 1);
    assert.equal(new Set(all).size, 131_072);
    const words = all.slice(1);
    const table = new WordTable();
    for (let round = 0; round < 3; round++)
      assert.ok(words.every((word, i) => table.numberOf(word) === i));
    assert.ok(words.every((word, i) => find(table, word) === i));
    assert.equal(find(table, all[0]), -1);
    assert.equal(table.numberOf("another"), words.length);
  },
);

test("a word of a megabyte, lone surrogates, NUL and the empty word are words like any others", () => {
  const words = [
    "x".repeat(1_000_000),
    `${"x".repeat(999_999)}y`,
    "\ud800",
    "\udc00",
    "\u0000",
    "\u0000\u0000",
    "",
  ];
  const table = new WordTable();
  assert.deepEqual(
    words.map((word) => table.numberOf(word)),
    [0, 1, 2, 3, 4, 5, 6],
  );
  assert.deepEqual(
    words.map((word) => table.numberOf(word)),
    [0, 1, 2, 3, 4, 5, 6],
  );
  words.forEach((word, i) => assert.equal(table.word(i), word));
});
