import assert from "node:assert/strict";
import { test } from "node:test";
import {
  askInterrupt,
  createInterruptFlag,
  takeInterrupt,
} from "../../../src/workbook/jupyter/kernel/interruptFlag";

test("whoever asked for an interrupt knows it from the one that was asked for after it", () => {
  const flag = createInterruptFlag();
  assert.equal(takeInterrupt(flag), false, "none was asked for");
  const isOpen = askInterrupt(flag);
  assert.equal(isOpen(), true);
  assert.equal(takeInterrupt(flag), true);
  assert.equal(isOpen(), false);
  const isNextOpen = askInterrupt(flag);
  assert.deepEqual([isOpen(), isNextOpen()], [false, true]);
  assert.equal(takeInterrupt(flag), true);
  assert.equal(isNextOpen(), false);
});

test("an interrupt that is asked for twice is one: the first to end by it takes both down", () => {
  const flag = createInterruptFlag();
  const askers = [askInterrupt(flag), askInterrupt(flag)];
  assert.deepEqual(
    askers.map((isOpen) => isOpen()),
    [true, true],
  );
  takeInterrupt(flag);
  assert.deepEqual(
    askers.map((isOpen) => isOpen()),
    [false, false],
  );
  assert.equal(takeInterrupt(flag), false);
});
