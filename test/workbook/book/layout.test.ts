import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  addCell,
  bookLayout,
  fitLayout,
  isOwn,
  isSameLayout,
  kindOfOwn,
  moveCell,
  newCellId,
  replaceCell,
  withoutCell,
  type Layout,
} from "../../../src/workbook/book/browser/live/layout";

const book = ["title", "one", "text", "two"];

test("a cell is added above and below, moves past its neighbours and goes", () => {
  const added = addCell(bookLayout(book), "own-1", "text", 1);
  assert.deepEqual(added.order, ["title", "one", "text", "own-1", "two"]);
  assert.deepEqual(addCell(added, "own-2", "title", -1).order[0], "own-2");
  assert.deepEqual(moveCell(added, "two", -1).order, ["title", "one", "text", "two", "own-1"]);
  assert.equal(moveCell(added, "two", 1), added, "there is nothing below the last");
  const without = withoutCell(withoutCell(added, "one"), "own-1");
  assert.deepEqual(without, { order: ["title", "text", "two"], deleted: ["one"] });
});

test("a cell of another kind takes the place of one", () => {
  const added = addCell(bookLayout(book), "own-1", "one", 1);
  const replaced = replaceCell(added, "own-1", "own-prose-1");
  assert.deepEqual(replaced.order, ["title", "one", "own-prose-1", "text", "two"]);
  assert.deepEqual(replaced.deleted, []);
});

test("a layout fits a book that has lost and gained cells", () => {
  const mine: Layout = { order: ["title", "two", "own-1", "one"], deleted: ["text"] };
  const fitted = fitLayout(["new-first", "title", "one", "new", "text", "newer"], mine);
  assert.deepEqual(fitted.order, ["new-first", "title", "own-1", "one", "new", "newer"]);
  assert.deepEqual(fitted.deleted, ["text"]);
  assert.deepEqual(fitLayout(book, { order: ["one", "one", "other"], deleted: [] }).order, [
    ...["title", "one", "text", "two"],
  ]);
});

test("whatever a reader did and the book became, each cell stands once and own ones stay", () => {
  const ids = fc.uniqueArray(fc.constantFrom(..."abcdefgh"));
  const steps = fc.array(fc.tuple(fc.nat(3), fc.nat(), fc.boolean()), { maxLength: 20 });
  fc.assert(
    fc.property(ids, ids, steps, (before, after, acts) => {
      let layout = bookLayout(before);
      acts.forEach(([act, place, isDown], i) => {
        const { order } = layout;
        if (order.length === 0) return;
        const id = order[place % order.length];
        const by = isDown ? 1 : -1;
        if (act === 0) layout = addCell(layout, `own-${i}`, id, by);
        else if (act === 1) layout = withoutCell(layout, id);
        else layout = moveCell(layout, id, by);
      });
      assert.ok(isSameLayout(fitLayout(before, layout), layout), "the same book changes nothing");
      const { order, deleted } = fitLayout(after, layout);
      assert.equal(new Set(order).size, order.length);
      assert.deepEqual(order.filter(isOwn), layout.order.filter(isOwn));
      assert.deepEqual([...order.filter((id) => !isOwn(id)), ...deleted].sort(), [...after].sort());
      const kept = new Set(after);
      assert.deepEqual(
        order.filter((id) => isOwn(id) || (before.includes(id) && kept.has(id))),
        layout.order.filter((id) => isOwn(id) || kept.has(id)),
        "what stays keeps its order",
      );
    }),
  );
});

test("ids of new cells are ones that notebooks may have", () => {
  const made = new Set(Array.from({ length: 1_000 }, newCellId));
  assert.equal(made.size, 1_000);
  for (const id of made) assert.match(id, /^own-[0-9a-f]{12}$/);
  assert.match(newCellId("prose"), /^own-prose-[0-9a-f]{12}$/);
  assert.deepEqual([newCellId(), newCellId("prose")].map(kindOfOwn), ["code", "prose"]);
});
