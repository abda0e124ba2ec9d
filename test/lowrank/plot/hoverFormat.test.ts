import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseHoverFormat } from "../../../src/lowrank/plot/drawing/hoverFormat";

test("chooseHoverFormat shows counts in full, scores with three decimals, and each of far-apart sizes with its own digits", () => {
  assert.equal(chooseHoverFormat([1697, 0, 12]), ",");
  assert.equal(chooseHoverFormat([0.744, 0.05, 0]), ",.3f");
  assert.equal(chooseHoverFormat([39.9, 2.15]), ",.1f");
  assert.equal(chooseHoverFormat([1234.5, 100.25]), ",.0f");
  assert.equal(chooseHoverFormat([0.8, 1e-9]), ".3~g");
});
