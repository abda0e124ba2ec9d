import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseIdx } from "../../../src/workbook/sets/idx";
import { formatIdx } from "./idxFile";

test("parseIdx reads the shape and the bytes, wherever they lie in memory", () => {
  // The head of MNIST's ten thousand test labels, as its description gives it: 0x00000801, 10000.
  const labels = formatIdx([10_000], new Uint8Array(10_000).fill(7));
  assert.equal(labels.subarray(0, 8).toString("hex"), "0000080100002710");
  assert.deepEqual(parseIdx(labels, "labels").shape, [10_000]);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }),
      fc.nat(9),
      (shape, offset) => {
        const data = Uint8Array.from(
          { length: shape.reduce((product, extent) => product * extent, 1) },
          (_, i) => i % 256,
        );
        const file = Buffer.concat([Buffer.alloc(offset), formatIdx(shape, data)]).subarray(offset);
        const found = parseIdx(file, "images");
        assert.deepEqual(found.shape, shape);
        assert.deepEqual(Array.from(found.data), Array.from(data));
      },
    ),
  );
});

test("parseIdx names the byte that does not fit", () => {
  const good = formatIdx([2, 3], new Uint8Array(6));
  const refuse = (bytes: Uint8Array, message: RegExp) =>
    assert.throws(() => parseIdx(bytes, "t10k.idx"), message);
  refuse(Buffer.from("<html>"), /t10k\.idx, byte 0: an IDX file begins with two zero bytes/);
  refuse(Buffer.alloc(0), /byte 0/);
  refuse(Buffer.from([0, 0, 0x0d, 1, 0, 0, 0, 0]), /byte 2: type 0x0d where 0x08/);
  refuse(Buffer.from([0, 0, 8, 0]), /byte 3: 0 dimensions/);
  refuse(Buffer.from([0, 0, 8, 200, 0, 0]), /byte 3: 200 dimensions do not fit a file of 6 bytes/);
  refuse(good.subarray(0, -1), /shape \(2, 3\) needs 6 bytes after the header, there are 5/);
  refuse(Buffer.concat([good, Buffer.of(0)]), /there are 7/);
});
