import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { areClose } from "../../../src/workbook/jupyter/compare/compareNumbers";
import { compareText } from "../../../src/workbook/jupyter/compare/compareText";

const rules = { tolerance: 1e-6, numbersAreFree: false };
const free = { tolerance: 1e-6, numbersAreFree: true };

test("compareText(a, a) finds nothing, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      (text) => compareText(text, text, rules) === undefined,
    ),
  );
});

test("compareText names the first line that differs", () => {
  assert.deepEqual(compareText("a\nb 0.387\nc 1", "a\nb 0.388\nc 2", rules), {
    place: "line 2",
    expected: "b 0.387",
    found: "b 0.388",
  });
  assert.deepEqual(compareText("one word", "one wort", rules), {
    place: "",
    expected: "one word",
    found: "one wort",
  });
  assert.deepEqual(compareText("a", "a\nb", rules), {
    place: "line 2",
    expected: "(nothing)",
    found: "b",
  });
  assert.deepEqual(compareText("a\n\nb", "a\nx\nb", rules), {
    place: "line 2",
    expected: "(an empty line)",
    found: "x",
  });
});

const alike: [string, string][] = [
  ["error 0.12345678 after 12 steps", "error 0.12345679 after 12 steps"],
  ["82,192,113 entries", "82,192,114 entries"],
  ["σ = −3.3409012", "σ = -3.3409013"],
  ["|VᵀV − I| = 4.4e-16", "|VᵀV − I| = 6.1e-16"],
  ["residual 0", "residual 2.2e-16"],
  ["1.0000000e+21", "1.0000001e+21"],
  ["text\n", "text"],
];
for (const [one, other] of alike)
  test(`compareText takes "${one}" and "${other}" for the same`, () =>
    assert.equal(compareText(one, other, rules), undefined));

const unlike: [string, string][] = [
  ["0.387", "0.388"],
  ["accuracy 0.8123456", "accuracy 0.8123466"],
  ["12 words", "13 words"],
  ["3 of 4", "3 of"],
  ["rank 20", "rank -20"],
  ["c3", "c4"],
  ["1,200", "1,201"],
  ["1,2", "12"],
  ["a  b", "a b"],
  ["value 1e400", "value 5"],
  ["NaN", "1"],
  ["4e-12", "5e-12"],
];
for (const [one, other] of unlike)
  test(`compareText finds that "${one}" is not "${other}"`, () =>
    assert.notEqual(compareText(one, other, rules), undefined));

test("compareText lets any number stand in for a time, however it is aligned, but no word", () => {
  assert.equal(
    compareText(
      "step     ms\nfit    9.87\nuse  103.20",
      "step      ms\nfit    12.34\nuse  1003.2",
      free,
    ),
    undefined,
  );
  assert.deepEqual(compareText("fit 9.8 ms", "fit 9.8 s", free), {
    place: "",
    expected: "fit 9.8 ms",
    found: "fit 9.8 s",
  });
  assert.notEqual(compareText("took 3 s", "took 3 s of 5", free), undefined);
});

test("compareText shows a long line around its first difference", () => {
  const difference = compareText(
    `${"x".repeat(300)} 1 ${"y".repeat(300)}`,
    `${"x".repeat(300)} 2 ${"y".repeat(300)}`,
    rules,
  );
  assert.match(difference!.expected, /^…x{39} 1 y+…$/);
  assert.match(difference!.found, /^…x{39} 2 y+…$/);
});

test("areClose(a, b) holds for numbers within the relative tolerance, and is symmetric", () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-6, max: 1e100 });
  fc.assert(
    fc.property(value, fc.double({ min: -0.9e-6, max: 0.9e-6, noNaN: true }), (a, change) =>
      areClose(a, a * (1 + change), rules),
    ),
  );
  fc.assert(
    fc.property(
      value,
      fc.double({ min: 1.2e-6, max: 10, noNaN: true }),
      (a, change) => !areClose(a, a * (1 + change), rules) && !areClose(a * (1 + change), a, rules),
    ),
  );
  assert.equal(areClose(NaN, NaN, rules), true);
  assert.equal(areClose(Infinity, 1, rules), false);
  assert.equal(areClose(Infinity, -Infinity, rules), false);
  assert.equal(areClose(1, -1, { ...rules, tolerance: 0.5 }), false);
});
