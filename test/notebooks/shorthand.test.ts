import assert from "node:assert/strict";
import { test } from "node:test";
import { readNotebooks, type TextCell } from "./notebookFiles";
import { findShorthands } from "./shorthandFaults";

for (const folder of [undefined, "solutions", "zh-CN"])
  for (const { name, cells } of readNotebooks(folder))
    test(`notebook ${name} writes names of other cells out, as the stock kernel needs it`, () => {
      assert.deepEqual(findShorthands(cells), []);
    });

test("shorthands of other cells' names are found out, local ones are not", () => {
  const cells = [
    'import { fit } from "lowrank";\nconst [seed, rank] = [0, 5];',
    "run({ seed, rank: rank }); const own = 1; run({ own });",
    "const again = (seed: number) => run({ seed, fit });",
    "for (const rank of [1]) { const seed = 2; run({ seed, rank }); }",
  ].map((text, i): TextCell => ({ place: i + 1, text, isCode: true }));
  assert.deepEqual(
    findShorthands(cells).map(({ cell, what }) => `${cell} ${what}`),
    ["2 { seed } of another cell: write seed: seed", "3 { fit } of another cell: write fit: fit"],
  );
});
