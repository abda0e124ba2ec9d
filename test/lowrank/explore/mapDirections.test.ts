import assert from "node:assert/strict";
import { test } from "node:test";
import { fitLogisticRegression } from "../../../src/lowrank/classify/logisticRegression";
import {
  alignMap,
  findDirections,
  placeOnMap,
} from "../../../src/lowrank/explore/payload/mapDirections";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";

/** Groups of points around corners of a cube, with a little noise. */
function createGroups(
  classes: number,
  columns: number,
): { features: DenseMatrix; labels: string[] } {
  const random = createRandom(2);
  const features = new DenseMatrix(
    40 * classes,
    columns,
    Float64Array.from(
      { length: 40 * classes * columns },
      (_, at) =>
        Number(at % columns === Math.floor(at / columns) % classes) + 0.1 * random.normal(),
    ),
  );
  return {
    features,
    labels: Array.from({ length: features.rows }, (_, i) => `class ${i % classes}`),
  };
}

const centreOf = (
  places: Float64Array,
  labels: readonly string[],
  label: string,
): [number, number] => {
  const own = labels.flatMap((name, i) => (name === label ? [i] : []));
  return [0, 1].map((d) => own.reduce((sum, i) => sum + places[2 * i + d], 0) / own.length) as [
    number,
    number,
  ];
};

for (const classes of [2, 3, 5]) {
  test(`on the map of ${classes} classes that the classifier tells apart, no two lie on one another`, () => {
    const { features, labels } = createGroups(classes, 6);
    const places = placeOnMap(
      findDirections(fitLogisticRegression(features, labels, { inversePenalty: 10 }), features),
      features,
    );
    const centres = [...new Set(labels)].map((label) => centreOf(places, labels, label));
    const spread = Math.max(...places) - Math.min(...places);
    // With more than three classes two axes cannot show all differences; no pair may coincide.
    for (const [i, a] of centres.entries())
      for (const b of centres.slice(i + 1))
        assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1]) > 0.02 * spread, `${i}: ${a} and ${b}`);
  });
}

test("with two classes the map's directions are at right angles", () => {
  const { features, labels } = createGroups(2, 6);
  const { data } = findDirections(fitLogisticRegression(features, labels), features);
  const [along, across] = [data.subarray(0, 6), data.subarray(6)];
  assert.ok(Math.abs(along.reduce((sum, value, j) => sum + value * across[j], 0)) < 1e-12);
  assert.ok(Math.hypot(...across) > 0);
});

test("alignMap turns and mirrors a map back onto the one before it", () => {
  const { features, labels } = createGroups(3, 4);
  const directions = findDirections(fitLogisticRegression(features, labels), features);
  const before = placeOnMap(directions, features);
  const [c, s] = [Math.cos(2), Math.sin(2)];
  const turned = new DenseMatrix(2, 4);
  for (let j = 0; j < 4; j++) {
    const [x, y] = [directions.get(0, j), directions.get(1, j)];
    turned.set(0, j, c * x + s * y).set(1, j, s * x - c * y);
  }
  placeOnMap(alignMap(turned, features, before), features).forEach((value, at) =>
    assert.ok(Math.abs(value - before[at]) < 1e-9),
  );
});
