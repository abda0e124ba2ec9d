import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CellFlow, type FlowCell } from "../../../src/workbook/book/browser/live/cellFlow";
import { emptyFlow } from "../../../src/workbook/book/browser/live/keepSession";
import { readCellFacts } from "../../../src/workbook/cells/graph/readCellFacts";
import { cellCode, ends, notebookCells, runCells, startKernel } from "../cells/sampleCells";

/** A page of cells without a page: texts that can be edited, and a kernel that runs plans. */
class Cells {
  readonly flow = new CellFlow(emptyFlow());
  readonly results = new Map<number, string>();
  runs: number[] = [];
  private readonly texts: string[];
  private kernel = startKernel();

  constructor(private readonly originals: readonly string[]) {
    this.texts = [...originals];
    this.update();
  }

  edit(place: number, text: string): void {
    this.texts[place] = text;
    this.update();
  }

  run(...places: number[]): void {
    this.runs = this.flow.plan(places.map(String)).map(Number);
    for (const place of this.runs) {
      this.flow.send(String(place));
      this.flow.start(String(place));
      this.results.set(place, this.kernel(this.texts[place]));
      this.flow.end(String(place));
    }
  }

  restart(): void {
    this.kernel = startKernel();
    this.flow.forgetKernel();
  }

  fromTheTop(): Map<number, string> {
    return runCells(this.texts, [...this.texts.keys()]);
  }

  get stale(): number[] {
    return [...this.texts.keys()].filter((place) => this.flow.staleness(String(place)));
  }

  update(): void {
    const cells = this.texts.map((text, place): FlowCell => {
      return { id: String(place), text, original: this.originals[place], isSkipped: false };
    });
    const unknown = this.flow.unknown(cells);
    this.flow.learn(unknown, unknown.map(readCellFacts));
    this.flow.update(cells);
  }
}

test("a cell first runs what it needs, and does not run it again", () => {
  const cells = new Cells(["let a = 1;", "let b = 2;", "let c = a + 1;", "c", "c + b"]);
  cells.run(3);
  assert.deepEqual(cells.runs, [0, 2, 3]);
  cells.run(4);
  assert.deepEqual(cells.runs, [1, 4]);
  cells.edit(0, "let a = 7;");
  cells.run(4);
  assert.deepEqual(cells.runs, [0, 2, 4]);
  assert.equal(cells.results.get(4), "10");
});

test("an edit makes what reads it stale by name; taking it back mends that", () => {
  const cells = new Cells(["let a = 1;", "let b = a + 1;", "b", "let z = 0;"]);
  cells.edit(0, "let a = 2;");
  assert.deepEqual(cells.stale, [0, 1, 2]);
  assert.deepEqual(cells.flow.staleness("0"), { isEdited: true, names: [] });
  assert.deepEqual(cells.flow.staleness("2"), { isEdited: false, names: ["b"] });
  cells.edit(0, "let a = 1;");
  assert.deepEqual(cells.stale, []);
});

test("half a line leaves what depends on a cell as it was known", () => {
  const cells = new Cells(["let a = 1;", "a"]);
  cells.edit(0, "let a = (");
  assert.deepEqual(cells.stale, [0, 1]);
});

test("a control makes stale what reads its name, and running its cell sets it back", () => {
  const cells = new Cells(["const k = view(slider(1, 9)); const s = 0;", "k", "s"]);
  cells.flow.learn([], undefined);
  assert.equal(cells.flow.move("0", "other", "3"), false);
  assert.equal(cells.flow.move("0", "k", "3"), true);
  cells.update();
  assert.deepEqual(cells.stale, [1]);
  cells.flow.send("0");
  assert.deepEqual(cells.stale, []);
});

test("what failed or was not reached is run again, and a new kernel holds nothing", () => {
  const cells = new Cells(["let a = 1;", "let b = a;", "b"]);
  cells.run(2);
  cells.flow.fail("1");
  cells.run(2);
  assert.deepEqual(cells.runs, [1, 2]);
  cells.restart();
  cells.run(2);
  assert.deepEqual(cells.runs, [0, 1, 2]);
});

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ run: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ edit: fc.nat(), text: cellCode }) },
  { weight: 1, arbitrary: fc.record({ runStale: fc.constant(true) }) },
);

test("whatever was edited and run before, a cell gives what it gives in a fresh kernel from the top", () => {
  let compared = 0;
  fc.assert(
    fc.property(notebookCells, fc.array(step, { minLength: 2, maxLength: 8 }), (texts, steps) => {
      const cells = new Cells(texts);
      for (const one of steps) {
        if ("edit" in one) {
          cells.edit(1 + (one.edit % (texts.length - 1)), one.text);
          continue;
        }
        const expected = cells.fromTheTop();
        fc.pre(ends(expected));
        const wanted = "run" in one ? [one.run % texts.length] : cells.stale;
        cells.run(...wanted);
        for (const place of wanted) {
          const found = cells.results.get(place);
          assert.equal(found, expected.get(place), `cell ${place}, which ran ${cells.runs.join()}`);
          compared++;
        }
        if ("runStale" in one) assert.deepEqual(cells.stale, []);
      }
    }),
    { numRuns: 100 },
  );
  assert.ok(compared > 100);
});
