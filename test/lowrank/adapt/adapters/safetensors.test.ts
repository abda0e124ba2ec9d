import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  bytesSource,
  collectBytes,
  type ByteSource,
} from "../../../../src/lowrank/adapt/adapters/byteSource";
import { safetensorsFile } from "../../../../src/lowrank/adapt/adapters/safetensorsFile";
import {
  openSafetensors,
  openShards,
  readTensor,
  readTensorBytes,
} from "../../../../src/lowrank/adapt/adapters/tensorFile";
import { rawFile, rawSingles } from "./rawSafetensors";

const open = (bytes: Uint8Array) => openSafetensors(bytesSource("a.safetensors", bytes));
const f32 = (from: number, to: number, shape = [(to - from) / 4]) => ({
  dtype: "F32",
  shape,
  data_offsets: [from, to],
});
const data = (length: number): Uint8Array => new Uint8Array(length);

/** A file whose header claims a length. */
function claimed(length: bigint, rest = 100): Uint8Array {
  const bytes = data(8 + rest);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  return bytes;
}

const cut = rawSingles({ x: [[2], [1, 2]] }).subarray(0, -1);
const malformed: readonly [what: string, bytes: Uint8Array, message: RegExp][] = [
  ["an empty file", data(0), /has 0 bytes, too few/],
  ["seven bytes", data(7), /has 7 bytes, too few/],
  [
    "a header longer than the file",
    claimed(101n),
    /header of 101 bytes goes beyond the file's 108/,
  ],
  ["a header of 100 MB", claimed(100_000_001n), /100000001 bytes exceeds 100000000/],
  ["a header of 2⁶² bytes", claimed(2n ** 62n), /4611686018427387904 bytes exceeds/],
  ["a header that is not JSON", rawFile("{x"), /header is not JSON/],
  ["a header that is not UTF-8", claimed(1n).fill(255, 8), /header is not JSON/],
  ["an empty header", rawFile(""), /header is not JSON/],
  ["a header that is a list", rawFile([]), /not an object of tensors/],
  ["a name twice", rawFile('{"x":{},"\\u0078":{}}'), /names "x" twice/],
  ["an entry that is a number", rawFile({ x: 1 }), /tensor "x": no description/],
  ["no dtype", rawFile({ x: { shape: [], data_offsets: [0, 0] } }), /"x" has no dtype/],
  ["a negative size", rawFile({ x: f32(0, 4, [-1]) }, data(4)), /shape \[-1\] is no list/],
  ["a shape beyond 2⁵³", rawFile({ x: f32(0, 4, [2 ** 40, 2 ** 40]) }, data(4)), /more than 2⁵³/],
  ["no offsets", rawFile({ x: { dtype: "F32", shape: [1] } }), /data_offsets undefined are not/],
  ["an end before its start", rawFile({ x: f32(4, 0, [1]) }, data(4)), /\[4,0\] are not a start/],
  [
    "three offsets",
    rawFile({ x: { ...f32(0, 4), data_offsets: [0, 4, 8] } }, data(4)),
    /not a start/,
  ],
  [
    "bytes that are not the shape's",
    rawFile({ x: f32(0, 8, [3]) }, data(8)),
    /8 bytes do not hold F32 of shape \[3\], which takes 12/,
  ],
  [
    "an overlap",
    rawFile({ x: f32(0, 8), y: f32(4, 8) }, data(8)),
    /"y" begins at byte \d+, inside tensor "x"/,
  ],
  [
    "a gap",
    rawFile({ x: f32(0, 4), y: f32(8, 12) }, data(12)),
    /before tensor "y", belong to none/,
  ],
  [
    "a start after the header",
    rawFile({ x: f32(4, 8) }, data(8)),
    /before tensor "x", belong to none/,
  ],
  [
    "bytes after the last tensor",
    rawFile({ x: f32(0, 4) }, data(7)),
    /last 3 bytes belong to no tensor/,
  ],
  ["a file that is cut", cut, /"x" ends at byte \d+, beyond .* the file is cut/],
  ["metadata that are no strings", rawFile({ __metadata__: { a: 1 } }), /__metadata__ must map/],
];

for (const [what, bytes, message] of malformed)
  test(`openSafetensors refuses ${what}`, async () => {
    await assert.rejects(open(bytes), message);
  });

test("openSafetensors takes empty tensors, scalars, types it does not know and padded headers", async () => {
  const header = JSON.stringify({
    a: { dtype: "F32", shape: [0, 3], data_offsets: [0, 0] },
    b: { dtype: "F64", shape: [], data_offsets: [0, 8] },
    c: { dtype: "Q3_NEW", shape: [7], data_offsets: [8, 11] },
  });
  const file = await open(rawFile(`${header}   `, data(11)));
  assert.deepEqual([...file.tensors.keys()], ["a", "b", "c"]);
  await assert.rejects(readTensor(file.tensors.get("c")!), /c is of type Q3_NEW; only F64/);
  assert.deepEqual(await readTensorBytes(file.tensors.get("c")!), data(3));
});

test("a file that is written reads back the same, names, types, metadata and all", async () => {
  const types = { F64: 8, F32: 4, BF16: 2, F16: 2, I64: 8, U8: 1, BOOL: 1 };
  const tensor = fc.record({
    type: fc.constantFrom(...(Object.keys(types) as (keyof typeof types)[])),
    shape: fc.array(fc.nat(4), { maxLength: 3 }),
    seed: fc.nat(255),
  });
  const content = fc.dictionary(
    fc.string().filter((name) => name !== "__metadata__"),
    tensor,
  );
  await fc.assert(
    fc.asyncProperty(
      content,
      fc.dictionary(fc.string(), fc.string()),
      async (tensors, metadata) => {
        const bytesOf = (name: string): Uint8Array => {
          const { type, shape, seed } = tensors[name];
          const count = shape.reduce((product, size) => product * size, 1);
          return new Uint8Array(count * types[type]).map((_, i) => i * 7 + seed);
        };
        const written = safetensorsFile(
          "a.safetensors",
          Object.entries(tensors).map(([name, { type, shape }]) => ({
            ...{ name, type, shape },
            bytes: () => Promise.resolve(bytesOf(name)),
          })),
          metadata,
        );
        const file = await open(await collectBytes(written));
        assert.deepEqual({ ...file.metadata }, { ...metadata });
        assert.deepEqual([...file.tensors.keys()].sort(), Object.keys(tensors).sort());
        for (const [name, one] of file.tensors) {
          assert.deepEqual([one.type, [...one.shape]], [tensors[name].type, tensors[name].shape]);
          assert.deepEqual(await readTensorBytes(one), bytesOf(name));
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("a tensor is read when it is asked for, and no other byte of the data with it", async () => {
  const bytes = rawSingles({ x: [[2], [1, 2]], y: [[1], [3]] });
  const reads: [number, number][] = [];
  const source: ByteSource = {
    ...bytesSource("a.safetensors", bytes),
    read: (from, to) => {
      reads.push([from, to]);
      return Promise.resolve(bytes.slice(from, to));
    },
  };
  const file = await openSafetensors(source);
  const afterHeader = reads.length;
  assert.ok(reads.every(([, to]) => to <= bytes.length - 12));
  assert.deepEqual(await readTensor(file.tensors.get("y")!), Float32Array.of(3));
  assert.deepEqual(reads.slice(afterHeader), [[bytes.length - 4, bytes.length]]);
});

test("a NaN is refused with its tensor and place", async () => {
  const file = await open(rawSingles({ x: [[3], [1, NaN, 2]] }));
  await assert.rejects(readTensor(file.tensors.get("x")!), /entry 1 of x is NaN/);
});

test("openShards reads a model of several files, and refuses an index that lies", async () => {
  const shards: Record<string, Uint8Array> = {
    "a.safetensors": rawSingles({ x: [[1], [1]] }),
    "b.safetensors": rawSingles({ y: [[1], [2]] }),
  };
  const openIndex = (index: unknown) =>
    openShards(
      bytesSource("m.safetensors.index.json", new TextEncoder().encode(JSON.stringify(index))),
      (name) => Promise.resolve(bytesSource(name, shards[name])),
    );
  const model = await openIndex({ weight_map: { x: "a.safetensors", y: "b.safetensors" } });
  assert.deepEqual(await readTensor(model.tensors.get("y")!), Float32Array.of(2));
  await assert.rejects(openIndex({}), /no weight_map/);
  await assert.rejects(
    openIndex({ weight_map: { x: "b.safetensors" } }),
    /x in b\.safetensors, which does not/,
  );
  await assert.rejects(
    openIndex({ weight_map: { x: "../a.safetensors" } }),
    /only \.safetensors files beside it/,
  );
  await assert.rejects(openIndex({ weight_map: { x: "a.bin" } }), /only \.safetensors files/);
  shards["a.safetensors"] = rawSingles({ x: [[1], [1]], z: [[1], [1]] });
  await assert.rejects(
    openIndex({ weight_map: { x: "a.safetensors", y: "b.safetensors" } }),
    /a\.safetensors holds z, which .* does not look for/,
  );
});
