import assert from "node:assert/strict";
import { test } from "node:test";
import { planNotebook } from "../../../src/workbook/project/planNotebook";
import type { TableProfile } from "../../../src/workbook/project/profileColumns";
import { foodAndTravel, profile } from "./tables";

/** A table with as many rows of each class. */
function counted(classes: Readonly<Record<string, number>>, empty = 0): TableProfile {
  const rows = Object.values(classes).reduce((a, b) => a + b, empty);
  const values = new Map(Object.entries(classes));
  const column = {
    empty: 0,
    words: 8,
    numeric: 0,
    values: undefined,
    language: "english",
  } as const;
  return {
    rows,
    columns: [
      { ...column, name: "text" },
      { ...column, name: "label", empty, words: 1, values },
    ],
  };
}

const plan = (table: TableProfile): ReturnType<typeof planNotebook> =>
  planNotebook("t.csv", table, { text: "text", label: "label" });

test("planNotebook leaves out classes with fewer rows than folds, and one to test", () => {
  const { classes, rare, folds, fewest } = plan(counted({ a: 40, b: 30, c: 6, d: 5, e: 1 }));
  assert.deepEqual([folds, fewest], [5, 6]);
  assert.deepEqual(
    classes.map(({ name }) => name),
    ["a", "b", "c"],
  );
  assert.deepEqual(rare, ["d", "e"]);
});

test("planNotebook takes fewer folds for few rows, and classifies nothing for too few", () => {
  assert.equal(plan(counted({ a: 6, b: 4 })).folds, 3);
  assert.match(plan(counted({ a: 6, b: 2 })).withoutClasses ?? "", /too few labelled rows/);
  assert.match(plan(counted({ a: 3, b: 3 })).withoutClasses ?? "", /too few labelled rows/);
});

test("planNotebook says why one class, none, or one a row are no classes", () => {
  assert.match(
    plan(counted({ a: 30 })).withoutClasses ?? "",
    /All labels in column "label" are "a"/,
  );
  assert.match(plan(counted({}, 30)).withoutClasses ?? "", /is empty in every row/);
  const { columns, rows } = counted({ a: 2 });
  const many = { rows, columns: [columns[0], { ...columns[1], values: undefined }] };
  assert.match(plan(many).withoutClasses ?? "", /more than 1,000 different values/);
  const none = planNotebook("t.csv", counted({ a: 2 }), { text: "text", label: undefined });
  assert.equal(none.withoutClasses, "The file has no labels.");
});

test("planNotebook draws a sample of a large file, in which every class has enough rows", () => {
  const { sample, classes, rare, fewest } = plan(counted({ a: 150_000, b: 49_900, c: 90, d: 10 }));
  assert.equal(sample, 20_000);
  assert.equal(fewest, 60);
  assert.equal(classes.length, 3);
  assert.deepEqual(rare, ["d"]);
  assert.equal(plan(counted({ a: 10_000, b: 10_000 })).sample, undefined);
});

test("planNotebook refuses a column that is not there, and one without texts", async () => {
  assert.throws(
    () => planNotebook("t.csv", counted({ a: 9, b: 9 }), { text: "body", label: "label" }),
    /t\.csv has no column "body" for --text; it has "text", "label"/,
  );
  const empty = await profile([
    ["text", "label"],
    ...foodAndTravel(9).map(({ label }) => ["", label]),
  ]);
  assert.throws(() => plan(empty), /all 9 rows have an empty text in column "text"/);
});
