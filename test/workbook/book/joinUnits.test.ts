import assert from "node:assert/strict";
import { test } from "node:test";
import { joinUnits } from "../../../src/workbook/book/pages/joinUnits";

test("joinUnits keeps numbers with their units, and both sides of × and ±, on one line", () => {
  assert.equal(
    joinUnits("43.2 % in 0.47 MB, 12 × 9, 0.83 ± 0.01."),
    "43.2\u00a0% in 0.47\u00a0MB, 12\u00a0×\u00a09, 0.83\u00a0±\u00a00.01.",
  );
});

test("joinUnits leaves words alone that only begin like a unit", () => {
  assert.equal(joinUnits("2 singular values, 6 classes × 3"), "2 singular values, 6 classes × 3");
});
