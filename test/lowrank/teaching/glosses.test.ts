import assert from "node:assert/strict";
import { test } from "node:test";
import { loadGlosses, loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import {
  lexicographerFiles,
  nounClasses,
  teachingClasses,
  type GlossClass,
} from "../../../src/lowrank/teaching/lexicographerFiles";

const nouns = loadGlosses();

test("loadGlosses() returns the 82,192 noun synsets of WordNet 3.1 in 26 classes, none empty", () => {
  assert.equal(nouns.length, 82_192);
  assert.equal(new Set(nouns.map(({ label }) => label)).size, 26);
  assert.equal(nouns.filter(({ text }) => text.length === 0).length, 0);
});

test("loadGlosses() ends each text before the first example in double quotes", () => {
  assert.equal(nouns.filter(({ text }) => text.includes('"')).length, 0);
  assert.equal(nouns.filter(({ text }) => /^\s|[\s;:,(]$/.test(text)).length, 0);
  assert.ok(
    nouns.some(
      ({ text, label }) =>
        label === "noun.attribute" && text === "the quality of being important and worthy of note",
    ),
  );
});

test("loadGlosses() gives each class the count that the lines of the database have", () => {
  // Counted with awk over data.noun: lines whose second field is the class's number.
  const counts = {
    "noun.Tops": 51,
    "noun.animal": 7510,
    "noun.artifact": 11605,
    "noun.body": 2018,
    "noun.food": 2575,
    "noun.person": 11073,
    "noun.plant": 8032,
    "noun.time": 1030,
  };
  for (const [label, count] of Object.entries(counts)) {
    assert.equal(nouns.filter((gloss) => gloss.label === label).length, count, label);
  }
});

test("loadGlosses({ classes }) reads verbs, adjectives and adverbs too: 117,791 synsets in 45 classes", () => {
  const all = loadGlosses({ classes: lexicographerFiles });
  assert.equal(all.length, 82_192 + 13_789 + 18_185 + 3_625);
  assert.equal(new Set(all.map(({ label }) => label)).size, 45);
  assert.equal(all.filter(({ text }) => text.length === 0).length, 0);
});

test("loadGlosses({ perClass, seed }) draws the same documents for the same seed, without repeating one", () => {
  const options = { classes: teachingClasses, perClass: 50, seed: 3, dropDuplicates: true };
  const drawn = loadGlosses(options);
  assert.equal(drawn.length, 300);
  assert.deepEqual(loadGlosses(options), drawn);
  assert.notDeepEqual(loadGlosses({ ...options, seed: 4 }), drawn);
  assert.equal(new Set(drawn.map(({ text }) => text)).size, 300);
});

test("loadGlosses draws a class alike whatever the other classes are", () => {
  const alone = loadGlosses({ classes: ["noun.food"], perClass: 20, seed: 5 });
  const both = loadGlosses({ classes: ["noun.animal", "noun.food"], perClass: 20, seed: 5 });
  assert.deepEqual(both.slice(20), alone);
});

test("loadGlosses({ perClass }) with the whole class is the class in its order", () => {
  assert.deepEqual(
    loadGlosses({ classes: ["noun.Tops"], perClass: 51 }),
    loadGlosses({ classes: ["noun.Tops"] }),
  );
});

test("loadGlosses({ dropDuplicates }) keeps the first of equal texts: 623 nouns fewer", () => {
  const distinct = loadGlosses({ dropDuplicates: true });
  assert.equal(distinct.length, 82_192 - 623);
  assert.equal(new Set(distinct.map(({ text }) => text)).size, distinct.length);
});

test("loadTeachingGlosses() returns 1,000 texts of each of six classes, no text twice", () => {
  const glosses = loadTeachingGlosses();
  assert.deepEqual([...new Set(glosses.map(({ label }) => label))], teachingClasses);
  assert.equal(glosses.length, 6000);
  assert.equal(new Set(glosses.map(({ text }) => text)).size, 6000);
});

test("loadGlosses names the limit and the remedy", () => {
  assert.throws(
    () => loadGlosses({ classes: ["noun.motive"], perClass: 100 }),
    /perClass 100 exceeds the 42 documents of noun.motive; choose at most 42/,
  );
  assert.throws(
    () => loadGlosses({ classes: ["animal" as GlossClass] }),
    /no class "animal"; choose from noun.animal$/,
  );
  assert.throws(
    () => loadGlosses({ classes: ["noun.anmal" as GlossClass] }),
    /no class "noun.anmal"; choose from noun.Tops, .*noun.time$/,
  );
  assert.throws(() => loadGlosses({ classes: ["noun.food", "noun.food"] }), /stands twice/);
  assert.throws(() => loadGlosses({ perClass: 1.5 }), /perClass 1.5/);
  assert.throws(() => loadGlosses({ seed: NaN, perClass: 1 }), /seed NaN is not a whole number/);
  assert.throws(() => loadGlosses({ classes: [] }), /classes is empty/);
  assert.equal(nounClasses.length, 26);
});
