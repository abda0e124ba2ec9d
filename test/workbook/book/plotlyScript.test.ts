import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleFor } from "../../../src/workbook/book/browser/plotlyScript";
import { exampleFigures } from "../../lowrank/plot/exampleFigures";

const addresses = { whole: "whole.js", cartesian: "cartesian.js" };
const bundleOf = (data: Record<string, unknown>[], layout?: Record<string, unknown>): string =>
  bundleFor({ data, layout }, addresses);

test("every figure of the library is drawn by the small bundle", () => {
  for (const { data, layout } of Object.values(exampleFigures()))
    assert.equal(
      bundleOf(
        data as unknown as Record<string, unknown>[],
        layout as unknown as Record<string, unknown>,
      ),
      addresses.cartesian,
    );
  assert.equal(bundleOf([]), addresses.cartesian);
  assert.equal(bundleOf([{ x: [1], y: [2] }]), addresses.cartesian, "a trace without a type");
});

test("a figure with a trace or a calendar that the small bundle lacks gets the whole one", () => {
  assert.equal(bundleOf([{ type: "scatter" }, { type: "scatter3d" }]), addresses.whole);
  assert.equal(bundleOf([{ type: 3 }]), addresses.whole);
  assert.equal(bundleOf([{ xcalendar: "chinese" }]), addresses.whole);
  assert.equal(bundleOf([{}], { xaxis: { calendar: "julian" } }), addresses.whole);
  assert.equal(bundleOf([{}], { calendar: "persian" }), addresses.whole);
});

test("both bundles are of one version, so that figures of one page look alike", () => {
  const versionOf = (name: string): string =>
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a file of data
    (require(`${name}/package.json`) as { version: string }).version;
  assert.equal(versionOf("plotly.js-cartesian-dist-min"), versionOf("plotly.js-dist"));
});
