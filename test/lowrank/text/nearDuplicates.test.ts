import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createRandom } from "../../../src/lowrank/base/random";
import { findNearDuplicates } from "../../../src/lowrank/text/nearDuplicates";

/** Pieces of three characters of words without spaces, by another way than the library's. */
const trigrams = (text: string): Set<string> =>
  new Set([...text].slice(2).map((_, i) => text.slice(i, i + 3)));

function jaccard(one: string, other: string): number {
  const [a, b] = [trigrams(one), trigrams(other)];
  const shared = [...a].filter((piece) => b.has(piece)).length;
  return shared / (a.size + b.size - shared);
}

/** Words of letters, some of them copies of earlier ones with a few letters altered. */
function drawTexts(count: number, seed: number): string[] {
  const random = createRandom(seed);
  const letter = (): string => String.fromCharCode(97 + random.integer(26));
  const texts: string[] = [];
  for (let i = 0; i < count; i++) {
    const fresh = Array.from({ length: 60 }, letter).join("");
    const model = i > 0 && i % 2 === 1 ? texts[random.integer(i)] : fresh;
    const change = 0.3 * random.uniform();
    texts.push([...model].map((own) => (random.uniform() < change ? letter() : own)).join(""));
  }
  return texts;
}

test("findNearDuplicates reports exact similarities, and misses few of the pairs that a comparison of all finds", () => {
  const texts = drawTexts(300, 1);
  const found = findNearDuplicates(texts, { minimumSimilarity: 0.4 });
  const all = texts.flatMap((first, i) =>
    texts.flatMap((second, j) =>
      j > i && jaccard(first, second) >= 0.4 ? [`${i} ${j} ${jaccard(first, second)}`] : [],
    ),
  );
  const seen = new Set(found.map((pair) => `${pair.first} ${pair.second} ${pair.similarity}`));
  assert.ok(all.length > 50, `${all.length} pairs`);
  assert.ok([...seen].every((pair) => all.includes(pair)));
  assert.ok(seen.size >= 0.95 * all.length, `${seen.size} of ${all.length}`);
  assert.deepEqual(
    found.map(({ similarity }) => similarity),
    found.map(({ similarity }) => similarity).sort((a, b) => b - a),
  );
});

test("findNearDuplicates finds equal texts always, whatever the seed and however short", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.integer(), (text, seed) => {
      const pairs = findNearDuplicates([text, "", text], { seed, minimumSimilarity: 1 });
      const isBlank = text.trim() === "";
      assert.deepEqual(pairs, isBlank ? [] : [{ first: 0, second: 2, similarity: 1 }]);
    }),
  );
});

test("findNearDuplicates takes capitals and white space in stride, and finds Chinese", () => {
  assert.equal(findNearDuplicates([" WIN  a\nphone", "win a phone "])[0].similarity, 1);
  assert.deepEqual(findNearDuplicates(["免费领取手机一部", "山上下雪了", "免费领取手机两部"]), [
    { first: 0, second: 2, similarity: 0.5 },
  ]);
  assert.deepEqual(findNearDuplicates([]), []);
});

test("findNearDuplicates refuses what it cannot use, and names it", () => {
  assert.throws(() => findNearDuplicates(["a"], { minimumSimilarity: 0 }), /minimumSimilarity 0/);
  assert.throws(() => findNearDuplicates(["a"], { pieceLength: 1.5 }), /pieceLength 1.5/);
  assert.throws(() => findNearDuplicates(["a"], { sketchLength: 8 }), /sketchLength 8/);
  assert.throws(() => findNearDuplicates(["a", 3 as unknown as string]), /texts\[1\] is number/);
  assert.throws(() => findNearDuplicates("abc" as unknown as string[]), /texts is/);
});
