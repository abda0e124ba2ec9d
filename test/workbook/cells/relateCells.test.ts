import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readCellFacts } from "../../../src/workbook/cells/graph/readCellFacts";
import {
  dependentCells,
  neededCells,
  relateCells,
  type RelatedCell,
} from "../../../src/workbook/cells/graph/relateCells";
import { cellCode, ends, notebookCells, runCells } from "./sampleCells";
import { hashWords, stampCells } from "../../../src/workbook/cells/graph/cellStamps";

const relate = (...cells: string[]): RelatedCell[] => relateCells(cells.map(readCellFacts));

test("neededCells gives what a cell reads, what that reads, and so on, in order", () => {
  const cells = relate("const a = 1;", "const b = 2;", "const c = a + 1;", "const d = c;", "d + 1");
  assert.deepEqual(neededCells(cells, 4), [0, 2, 3]);
  assert.deepEqual(neededCells(cells, 1), []);
});

test("neededCells follows a function to what it reads when it is called", () => {
  const cells = relate(
    "const f = () => g() + k;",
    "const g = () => m;",
    "let k = 1, m = 2;",
    "f();",
  );
  assert.deepEqual(neededCells(cells, 3), [0, 1, 2]);
});

test("a name means its nearest declaration above, and what altered it since", () => {
  const cells = relate(
    "let n = 1;",
    "n += 1;",
    "n",
    "let n = 5;",
    "const list = [n];",
    "list.push(2);",
    "const more = list;",
    "list.push(3);",
  );
  assert.deepEqual(neededCells(cells, 2), [0, 1]);
  assert.deepEqual(neededCells(cells, 6), [3, 4, 5]);
  assert.deepEqual(dependentCells(cells, 5), [6, 7]);
  assert.deepEqual(dependentCells(cells, 0), [1, 2]);
});

test("who calls a function alters what it alters, and the object that it hands to it", () => {
  const cells = relate(
    "const log = [], rows = [];",
    "function note(x: number) { log.push(x); }",
    "function bump(list: number[]) { add(list, 1); }",
    "function add(list: number[], x: number) { list.push(x); }",
    "[1, 2].forEach(note);",
    "bump(rows);",
    "log.length + rows.length",
  );
  assert.deepEqual(
    [4, 5].map((place) => cells[place].alters),
    [["log"], ["rows"]],
  );
  assert.deepEqual(neededCells(cells, 6), [0, 1, 2, 3, 4, 5]);
});

test("a cell that only declares a function does not change with what the function reads", () => {
  const cells = relate("const k = 1;", "const f = () => k;", "const other = f;", "f()");
  assert.deepEqual(neededCells(cells, 1), [0], "but it needs the name to compile");
  assert.deepEqual(dependentCells(cells, 0), [2, 3]);
});

test("each use of a source of random numbers changes it", () => {
  const cells = relate(
    "const random = createRandom(0);",
    "const x = random.normal();",
    "const y = random.normal();",
  );
  assert.deepEqual(neededCells(cells, 2), [0, 1]);
});

test("what is said to all cells is needed by all below", () => {
  const cells = relate("1", "declare global { interface Array<T> { x: 1 } }", "2");
  assert.deepEqual([neededCells(cells, 0), neededCells(cells, 2)], [[], [1]]);
});

const stamped = (cells: readonly string[], controls: Record<string, string> = {}): string[] =>
  stampCells(
    relate(...cells).map((cell, i) => ({
      ...cell,
      text: cells[i],
      controls: i === 0 ? controls : {},
    })),
  );

test("stampCells follows a control to the cells that read its name, and to no others", () => {
  const cells = [
    "const k = view(slider(1, 9)); const seed = 0;",
    "k + 1",
    "seed",
    "const m = k;",
    "m",
  ];
  const [before, after] = [stamped(cells), stamped(cells, { k: "7" })];
  const changed = before.flatMap((stamp, i) => (stamp === after[i] ? [] : [i]));
  assert.deepEqual(changed, [1, 3, 4]);
});

test("hashWords tells 100,000 texts apart", () => {
  const hashes = new Set(Array.from({ length: 100_000 }, (_, i) => hashWords(`const n = ${i};`)));
  assert.equal(hashes.size, 100_000);
});

test("a cell that runs behind only what it needs gives what it gives behind all cells", () => {
  let compared = 0;
  fc.assert(
    fc.property(notebookCells, (cells) => {
      const all = runCells(cells, [...cells.keys()]);
      fc.pre(ends(all));
      const related = relate(...cells);
      for (const place of cells.keys()) {
        const some = runCells(cells, [...neededCells(related, place), place]);
        assert.equal(some.get(place), all.get(place), `cell ${place} of\n${cells.join("\n")}`);
        compared++;
      }
    }),
    { numRuns: 120 },
  );
  assert.ok(compared > 500);
});

test("a changed cell changes no result but its own and those of its dependents, before and after", () => {
  let moved = 0;
  fc.assert(
    fc.property(notebookCells, cellCode, fc.nat(), (cells, other, at) => {
      const place = 1 + (at % (cells.length - 1));
      const changed = cells.map((cell, i) => (i === place ? other : cell));
      const [before, after] = [cells, changed].map((one) => runCells(one, [...one.keys()]));
      fc.pre(ends(before) && ends(after));
      const [old, now] = [stamped(cells), stamped(changed)];
      const others = relate(...changed);
      const either = relate(...cells).map((cell, i) => ({
        ...cell,
        needs: [...cell.needs, ...others[i].needs],
      }));
      const dependents = dependentCells(either, place);
      for (const one of cells.keys()) {
        if (before.get(one) !== after.get(one)) {
          moved++;
          assert.notEqual(old[one], now[one], `cell ${one} of\n${cells.join("\n")}\nwith ${other}`);
        }
        if (one !== place && !dependents.includes(one)) assert.equal(old[one], now[one]);
      }
    }),
    { numRuns: 120 },
  );
  assert.ok(moved > 50);
});
