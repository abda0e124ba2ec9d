import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { loadNpy, npyToDense, parseNpy } from "../../../src/lowrank/files/npy";
import { formatNpy, saveNpy } from "../../../src/lowrank/files/saveNpy";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { fixturePath } from "../../paths";

interface Fixture {
  source: string;
  valid: { name: string; bytes: string; shape: number[]; data: number[] }[];
  invalid: Record<string, string>;
  npz: string;
}

// Written by npy.py with NumPy itself.
const fixture = JSON.parse(readFileSync(fixturePath("npy.json"), "utf8")) as Fixture;
const decode = (base64: string): Buffer => Buffer.from(base64, "base64");
const plain = fixture.valid.find(({ name }) => name === "<f8 matrix (1, 0)");

for (const { name, bytes, shape, data } of fixture.valid) {
  test(`parseNpy reads NumPy's file of a ${name}`, () => {
    const array = parseNpy(decode(bytes));
    assert.deepEqual(array.shape, shape);
    assert.deepEqual([...array.data], data);
  });
}

for (const [name, message] of Object.entries({
  object: /array of \|O is not supported.*astype\('float64'\)/,
  complex: /array of <c16 is not supported/,
  string: /array of <U2 is not supported/,
  structured: /array of a structured type is not supported/,
  "large int64": /byte 136: the integer 9007199254740993 \(number 1\) is beyond ±2\^53/,
  "large uint64": /integer 18446744073709551615/,
})) {
  test(`parseNpy refuses an array with ${name} and names the remedy`, () => {
    assert.throws(
      () => parseNpy(decode(fixture.invalid[name]), "data.npy"),
      (error: Error) => error.message.startsWith("data.npy, byte ") && message.test(error.message),
    );
  });
}

test("parseNpy names the byte at which a file is cut short, wherever that is", () => {
  const whole = decode(plain?.bytes ?? "");
  for (let length = 0; length < whole.length; length++) {
    assert.throws(
      () => parseNpy(whole.subarray(0, length), "data.npy"),
      new RegExp(`^Error: data.npy, byte ${length}: the file ends`),
      `cut at ${length}`,
    );
  }
});

test("parseNpy names other kinds of file", () => {
  assert.throws(
    () => parseNpy(decode(fixture.npz), "data.npz"),
    /data.npz is an .npz archive.*np.load/,
  );
  assert.throws(
    () => parseNpy(Buffer.from("1,2,3\n4,5,6\n"), "data.csv"),
    /data.csv, byte 0: not an .npy file/,
  );
  const future = decode(plain?.bytes ?? "");
  future[6] = 9;
  assert.throws(() => parseNpy(future, "data.npy"), /byte 6: format version 9/);
});

test("saveNpy(file, matrix) and loadNpy(file) give the matrix back, and leave no temporary file", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "npy-"));
  const file = path.join(folder, "matrix.npy");
  const matrix = new DenseMatrix(2, 3, Float64Array.of(1, -0, 0.1, 1e300, NaN, -Infinity));
  saveNpy(file, matrix);
  assert.deepEqual(npyToDense(loadNpy(file)).data, matrix.data);
  assert.deepEqual(readdirSync(folder), ["matrix.npy"]);
  writeFileSync(file, "not an array");
  assert.throws(
    () => loadNpy(file),
    (error: Error) => error.message.startsWith(file),
  );
  rmSync(folder, { recursive: true });
});

test("formatNpy writes NumPy's own bytes", () => {
  assert.deepEqual(
    Buffer.from(formatNpy(new DenseMatrix(2, 3, Float64Array.of(1, 2, 3, 4, 5, 6)))),
    decode(plain?.bytes ?? ""),
  );
});

test("parseNpy undoes formatNpy for every shape", () => {
  const arrays = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) => {
    const count = shape.reduce((a, b) => a * b, 1);
    return fc
      .array(fc.double(), { minLength: count, maxLength: count })
      .map((data) => ({ shape, data: Float64Array.from(data) }));
  });
  fc.assert(fc.property(arrays, (array) => assert.deepEqual(parseNpy(formatNpy(array)), array)));
});

test("npyToDense and formatNpy name a shape that does not fit", () => {
  assert.throws(
    () => npyToDense({ shape: [3], data: Float64Array.of(1, 2, 3) }),
    /1 dimensions, shape \(3\)/,
  );
  assert.throws(
    () => formatNpy({ shape: [2, 2], data: Float64Array.of(1, 2, 3) }),
    /3 numbers do not fill shape \(2, 2\); pass 4/,
  );
});
