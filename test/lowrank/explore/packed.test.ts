import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { packNumbers, packText } from "../../../src/lowrank/explore/payload/packed";
import { unpackNumbers, unpackText } from "../../../src/lowrank/explore/payload/unpack";

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 200 });

test("unpackNumbers(packNumbers(x, step)) is x to half of the step that the pack names", async () => {
  await fc.assert(
    fc.asyncProperty(
      numbers,
      fc.double({ min: 1e-6, max: 10, noNaN: true }),
      async (values, step) => {
        const packed = packNumbers(values, step);
        const found = await unpackNumbers(packed);
        assert.equal(found.length, values.length);
        found.forEach((value, i) =>
          assert.ok(
            Math.abs(value - values[i]) <= packed.step * (0.5 + 1e-9),
            `${values[i]} became ${value} with step ${packed.step}`,
          ),
        );
      },
    ),
  );
});

test("the step asked for is used unless three bytes cannot hold the largest number", () => {
  assert.equal(packNumbers([1, -32767], 1).step, 1);
  assert.equal(packNumbers([8388607], 1).step, 1);
  assert.equal(packNumbers([2 * 8388607], 1).step, 2);
  assert.equal(packNumbers([32767, 5]).step, 1);
});

test("multiples of the step come back exactly, in two bytes and in three", async () => {
  for (const values of [
    [0, 1, -1, 2, -2, 127, -128, 32767, -32767],
    [0, 1, -1, 32768, -32768, 8388607, -8388607],
  ]) {
    assert.deepEqual([...(await unpackNumbers(packNumbers(values, 1)))], values);
  }
});

test("no numbers, and zeros, can be packed", async () => {
  assert.deepEqual([...(await unpackNumbers(packNumbers([])))], []);
  assert.deepEqual([...(await unpackNumbers(packNumbers([0, 0])))], [0, 0]);
});

test("unpackText(packText(t)) is t, whatever its characters", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) =>
      assert.equal(await unpackText(packText(text)), text),
    ),
  );
});

test("numbers that are not finite, and packs that are cut, are refused", async () => {
  assert.throws(() => packNumbers([1, NaN]), /number 1 to be packed is NaN/);
  assert.throws(() => packNumbers([Infinity]), /number 0 to be packed is Infinity/);
  await assert.rejects(
    unpackNumbers({ ...packNumbers([1, 2, 3]), length: 5 }),
    /hold no 5 packed numbers/,
  );
});
