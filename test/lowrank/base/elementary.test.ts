import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import * as elementary from "../../../src/lowrank/base/elementary/functions";
import fixture from "../../fixtures/elementary.json";
import { nastyArguments, plainNaN, randomArguments, spans } from "./elementaryInputs";

type Function = (...values: readonly number[]) => number;
const functions = elementary as unknown as Readonly<Record<string, Function>>;
const digests: Readonly<Record<string, { nasty: string; random: string }>> = fixture.digests;

function digest(name: string, list: readonly number[][]): string {
  const values = Float64Array.from(list, (args) => plainNaN(functions[name](...args)));
  return createHash("sha256").update(values).digest("hex");
}

test("every function of the list is tried, and has golden bits", () => {
  assert.deepEqual(Object.keys(functions).sort(), Object.keys(spans).sort());
  assert.deepEqual(Object.keys(digests).sort(), Object.keys(spans).sort());
});

for (const name of Object.keys(spans)) {
  test(`${name} gives fdlibm's bits for nasty arguments`, () => {
    assert.equal(digest(name, nastyArguments(name)), digests[name].nasty);
  });
  test(`${name} gives fdlibm's bits for 20,000 random arguments a span`, () => {
    assert.equal(digest(name, randomArguments(name)), digests[name].random);
  });
}

test("sin, cos and tan of huge angles are exact to the last bits", () => {
  // mpmath 1.3 with 400 digits: sin, cos and tan of the number that the literal stands for.
  const angles: readonly [number, number, number, number][] = [
    [8.235495e5, -0.16384062785356557, 0.9864868213334375, -0.16608496364107697],
    [1e6, -0.34999350217129294, 0.9367521275331447, -0.373624453987599],
    [1e22, -0.8522008497671888, 0.523214785395139, -1.6287782256068988],
    [-3.2e155, 0.17632178257603037, -0.9843325804773563, -0.1791282601765781],
    [5.319372648326541e255, 1.0, -4.687165924254628e-19, -2.133485385753704e18],
    [Number.MAX_VALUE, 0.004961954789184062, -0.9999876894265599, -0.004962015874444895],
  ];
  for (const [x, sine, cosine, tangent] of angles) {
    assert.ok(Math.abs(elementary.sin(x) / sine - 1) <= 2 ** -51);
    assert.ok(Math.abs(elementary.cos(x) / cosine - 1) <= 2 ** -51);
    assert.ok(Math.abs(elementary.tan(x) / tangent - 1) <= 2 ** -51);
  }
});
