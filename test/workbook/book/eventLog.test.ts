import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  EventLog,
  type LoggedEvent,
  type NumberedEvent,
} from "../../../src/workbook/book/live/eventLog";
import type { Output } from "../../../src/workbook/jupyter/notebook/notebook";

const output = (text: string): Output => ({ output_type: "stream", name: "stdout", text });

test("a page that comes later is asked only what has no answer yet", () => {
  const log = new EventLog();
  const asked: LoggedEvent = { type: "asked", cell: "a", prompt: "Name?", password: false };
  const types = (): string[] => log.after(0).map(({ event }) => event.type);
  log.add({ type: "started", cell: "a" });
  log.add(asked);
  assert.deepEqual(types(), ["started", "asked"]);
  log.add({ type: "answered", cell: "a" });
  assert.deepEqual(types(), ["started", "answered"]);
  log.add(asked);
  log.add({
    ...{ type: "finished", cell: "a", status: "error" },
    ...{ executionCount: 1, seconds: 1 },
  });
  assert.deepEqual(types(), ["started", "finished"]);
});

/** What a page shows after some events: each cell's state and outputs, and the kernel's state. */
function show(
  events: readonly NumberedEvent[],
): Record<string, { state: string; outputs: string[] }> {
  const cells: Record<string, { state: string; outputs: string[] }> = {};
  for (const { event } of events) {
    if (event.type === "kernel") {
      cells.kernel = { state: event.state, outputs: [] };
      continue;
    }
    const cell = (cells[event.cell] ??= { state: "", outputs: [] });
    if (event.type === "started") cell.outputs = [];
    if (event.type === "cleared") cell.outputs.length = Math.min(cell.outputs.length, event.from);
    if (event.type === "output") {
      assert.ok(
        event.index <= cell.outputs.length,
        `output ${event.index} of ${event.cell} comes before the one above it`,
      );
      cell.outputs[event.index] = String((event.output as { text: string }).text);
    } else if (event.type !== "cleared") cell.state = event.type;
  }
  return cells;
}

/**
 * Events as a kernel makes them, out of random steps: a cell runs at a time, shows, changes and
 * clears outputs.
 */
function makeEvents(
  steps: readonly (readonly [kind: number, cell: number, pick: number])[],
): LoggedEvent[] {
  const counts = new Map<string, number>();
  return steps.map(([kind, which, pick], i): LoggedEvent => {
    const cell = `cell ${which}`;
    const count = counts.get(cell) ?? 0;
    if (kind === 0)
      return { type: "kernel", state: (["idle", "busy", "none", "dead"] as const)[pick % 4] };
    if (kind === 1 || !counts.has(cell)) {
      counts.set(cell, 0);
      return { type: "started", cell };
    }
    if (kind === 2) return { type: "finished", cell, status: "ok", executionCount: i, seconds: 0 };
    if (kind === 3 && count > 0) {
      const from = pick % count;
      counts.set(cell, from);
      return { type: "cleared", cell, from };
    }
    const index = kind === 4 ? count : pick % (count + 1);
    counts.set(cell, Math.max(count, index + 1));
    return { type: "output", cell, index, output: output(`text ${i}`) };
  });
}

const steps = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 2 }), fc.nat(20)),
  { maxLength: 60 },
);

test("a page that comes back after any event shows what one that never left shows", () => {
  fc.assert(
    fc.property(steps, fc.nat(60), (chosen, cut) => {
      const log = new EventLog();
      const all = makeEvents(chosen).map((event) => log.add(event));
      const before = all.slice(0, cut);
      const missed = log.after(before.at(-1)?.number ?? 0);
      assert.deepEqual(show([...before, ...missed]), show(all));
    }),
  );
});

test("numbers rise from 1, also in what is sent again", () => {
  fc.assert(
    fc.property(steps, fc.nat(60), (chosen, seen) => {
      const log = new EventLog();
      assert.deepEqual(
        makeEvents(chosen).map((event) => log.add(event).number),
        chosen.map((_, i) => i + 1),
      );
      const numbers = log.after(seen).map(({ number }) => number);
      assert.ok(numbers.every((number, i) => number > (i === 0 ? seen : numbers[i - 1])));
    }),
  );
});

test("a log grows with what there is to show, not with what has happened", () => {
  const log = new EventLog();
  for (let i = 0; i < 10_000; i++) {
    const cell = `cell ${i % 10}`;
    log.add({ type: "queued", cell });
    log.add({ type: "started", cell });
    for (let j = 0; j < 20; j++)
      log.add({ type: "output", cell, index: 0, output: output(`${j}`) });
    log.add({ type: "finished", cell, status: "ok", executionCount: i, seconds: 0 });
  }
  assert.equal(log.newest, 230_000);
  assert.equal(log.after(0).length, 10 * 3);
});

test("of many cells the ones that started last are kept", () => {
  const log = new EventLog();
  for (let i = 0; i < 5_000; i++) log.add({ type: "started", cell: `cell ${i}` });
  const cells = log.after(0).map(({ event }) => ("cell" in event ? event.cell : ""));
  assert.deepEqual([cells.length, cells[0], cells.at(-1)], [4_000, "cell 1000", "cell 4999"]);
});
