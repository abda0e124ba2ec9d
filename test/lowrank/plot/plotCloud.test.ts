import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../../src/lowrank/base/random";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { plotCloud } from "../../../src/lowrank/plot/plotCloud";

const random = createRandom(3);
const points = toDense(
  Array.from({ length: 500 }, () => {
    const [along, across] = [3 * random.normal(), random.normal()];
    return [(4 * along - 3 * across) / 5, (3 * along + 4 * across) / 5];
  }),
);
const svd = truncatedSvd(points, 2);
const figure = plotCloud(points, svd);
const [ways, dots, second, first] = figure.data.map(({ x, y }) => ({
  x: x as (number | null)[],
  y: y as (number | null)[],
}));

test("plotCloud draws its axes at right angles, as long as the singular values say", () => {
  const [axis, other] = [first, second].map(({ x, y }) => [x[1]! - x[0]!, y[1]! - y[0]!]);
  assert.ok(Math.abs(axis[0] * other[0] + axis[1] * other[1]) < 1e-3);
  assert.ok(Math.abs(axis[1] / axis[0] - 3 / 4) < 0.1, "the long axis is the cloud's");
  [axis, other].forEach((ends, i) => {
    const wanted = (4 * svd.singularValues[i]) / Math.sqrt(500);
    assert.ok(Math.abs(Math.hypot(...ends) - wanted) < 1e-3 * wanted);
  });
});

test("plotCloud joins each point with its place on the first axis, at a right angle to it", () => {
  assert.equal(dots.x.length, 400);
  assert.equal(ways.x.length, 1200);
  const [s, t] = [svd.v.get(0, 0), svd.v.get(1, 0)];
  for (let i = 0; i < 1200; i += 3) {
    const [x, y] = [ways.x[i]! - ways.x[i + 1]!, ways.y[i]! - ways.y[i + 1]!];
    assert.ok(Math.abs(x * s + y * t) < 1e-3);
    assert.ok(Math.abs(ways.x[i + 1]! * t - ways.y[i + 1]! * s) < 1e-3);
    assert.equal(ways.x[i + 2], null);
  }
});

test("plotCloud says the shares of the energy, which add up to 100 %", () => {
  const shares = figure.data.slice(2).map(({ name }) => Number(/[\d.]+/.exec(name as string)![0]));
  assert.ok(Math.abs(shares[0] + shares[1] - 100) < 0.11, shares.join());
});

test("plotCloud refuses three columns, no points, and factors of another matrix", () => {
  assert.throws(() => plotCloud(new DenseMatrix(4, 3), svd), /3 columns; pass two/);
  assert.throws(() => plotCloud(new DenseMatrix(0, 2), svd), /0 points/);
  assert.throws(
    () => plotCloud(points, truncatedSvd(points, 1)),
    /v is 2 × 1; pass truncatedSvd\(points, 2\)/,
  );
  assert.throws(() => plotCloud(points, svd, { maxPoints: 401 }), /choose from 1 to 400/);
});
