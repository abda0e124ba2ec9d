import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesSource } from "../../../../src/lowrank/adapt/adapters/byteSource";
import { compareAdapters } from "../../../../src/lowrank/adapt/adapters/compareAdapters";
import { readAdapter } from "../../../../src/lowrank/adapt/adapters/readAdapter";
import { openAdapter } from "../../../../src/lowrank/files/adapterFiles";
import { rawSingles } from "./rawSafetensors";
import { lacksAdapters, sharedPlace } from "./sharedAdapters";

/** One module whose A has these rows, and whose B reads them apart. */
function adapter(down: number[][], name = "m") {
  const rank = down.length;
  const up = Array.from({ length: 4 * rank }, (_, i) => Number(Math.floor(i / rank) === i % rank));
  const bytes = rawSingles({
    [`${name}.lora_down.weight`]: [[rank, down[0].length], down.flat()],
    [`${name}.lora_up.weight`]: [[4, rank], up],
  });
  return readAdapter([bytesSource("a.safetensors", bytes)]);
}

test("angles and φ are those of the planes that were made", async () => {
  const angle = 0.3;
  const one = await adapter([
    [3, 0, 0, 0],
    [0, 2, 0, 0],
  ]);
  const turned = [3 * Math.cos(angle), 0, 3 * Math.sin(angle), 0];
  const other = await adapter([turned, [0, 2, 0, 0]]);
  const [{ down, up }] = await compareAdapters(one, other);
  assert.ok(Math.abs(down.angles[0]) < 1e-6 && Math.abs(down.angles[1] - angle) < 1e-6);
  const cosine = Math.cos(angle) ** 2;
  const expected = [
    [cosine, cosine],
    [cosine, (1 + cosine) / 2],
  ];
  expected.forEach((row, i) =>
    row.forEach((value, j) => assert.ok(Math.abs(down.similarity.get(i, j) - value) < 1e-6)),
  );
  assert.ok(up.angles.every((one) => one < 1e-6));
});

test("ranks may differ, and directions of rounding do not count", async () => {
  const one = await adapter([[1, 0, 0, 0]]);
  const other = await adapter([
    [1, 0, 0, 0],
    [1, 1e-9, 0, 0],
    [0, 0, 1, 0],
  ]);
  const [{ down }] = await compareAdapters(one, other);
  assert.deepEqual([down.similarity.rows, down.similarity.columns], [1, 2]);
  assert.ok(Math.abs(down.similarity.get(0, 1) - 1) < 1e-6);
});

test(
  "φ of the update does not change when B A is written otherwise, φ of the factors does",
  { skip: lacksAdapters },
  async () => {
    const [a, b] = [
      await openAdapter(sharedPlace("trained/r4")),
      await openAdapter(sharedPlace("trained/r64")),
    ];
    const [factors, update] = [
      await compareAdapters(a, b),
      await compareAdapters(a, b, { of: "update" }),
    ];
    for (const [i, one] of factors.entries()) {
      for (const side of ["up", "down"] as const) {
        const [x, y] = [one[side], update[i][side]];
        // Whole spaces are the same either way.
        assert.ok(x.angles.every((angle, j) => Math.abs(angle - y.angles[j]) < 1e-5));
        const last = (s: typeof x): number =>
          s.similarity.get(s.similarity.rows - 1, s.similarity.columns - 1);
        assert.ok(Math.abs(last(x) - last(y)) < 1e-6);
        const { data } = x.similarity;
        assert.ok(data.every((phi) => phi >= 0 && phi <= 1 + 1e-9));
      }
    }
  },
);

test("adapters that share no module, or differ in shape, are refused", async () => {
  const one = await adapter([[1, 0, 0, 0]]);
  await assert.rejects(compareAdapters(one, await adapter([[1, 0]])), /m is 4 × 4 in .* and 4 × 2/);
  await assert.rejects(compareAdapters(one, await adapter([[1, 0, 0, 0]], "n")), /share no module/);
  await assert.rejects(compareAdapters(one, one, { of: "weights" as never }), /of is "weights"/);
});
