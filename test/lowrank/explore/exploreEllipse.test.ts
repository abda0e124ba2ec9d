import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SingularValueDecomposition } from "ml-matrix";
import {
  angleToLine,
  factorTwoByTwo,
  firstLayer,
  multiply,
  multiplySquare,
} from "../../../src/lowrank/explore/browser/ellipse/factorTwoByTwo";
import { exploreEllipse } from "../../../src/lowrank/explore/exploreEllipse";
import { toExplorerPayload } from "../../../src/lowrank/explore/payload/anyPayload";
import { explorerType } from "../../../src/lowrank/explore/payload/payload";
import type { TwoByTwo } from "../../../src/lowrank/explore/payload/ellipsePayload";
import { displayMethod } from "../../../src/lowrank/plot/displayable";

const entry = fc.integer({ min: -20, max: 20 }).map((tenths) => tenths / 10);
const twoByTwo = fc.tuple(entry, entry, entry, entry);
const close = (one: number, other: number): boolean => Math.abs(one - other) < 1e-9;

test("factorTwoByTwo gives the singular values that ml-matrix gives", () => {
  fc.assert(
    fc.property(twoByTwo, (matrix) => {
      const [a, b, c, d] = matrix;
      const { diagonal } = new SingularValueDecomposition([
        [a, b],
        [c, d],
      ]);
      const { sigma } = factorTwoByTwo(matrix);
      assert.ok(Math.abs(sigma[0] - diagonal[0]) < 1e-7 && Math.abs(sigma[1] - diagonal[1]) < 1e-7);
    }),
  );
});

test("factorTwoByTwo's vectors stand at right angles, before and after, and AᵀA v = σ² v", () => {
  fc.assert(
    fc.property(twoByTwo, (matrix: TwoByTwo) => {
      const { v, image, sigma } = factorTwoByTwo(matrix);
      assert.ok(close(v[0][0] * v[1][0] + v[0][1] * v[1][1], 0));
      assert.ok(close(image[0][0] * image[1][0] + image[0][1] * image[1][1], 0));
      v.forEach((vector, i) => {
        const back = multiplySquare(matrix, vector);
        assert.ok(close(back[0], sigma[i] ** 2 * vector[0]));
        assert.ok(close(back[1], sigma[i] ** 2 * vector[1]));
      });
    }),
  );
});

test("firstLayer keeps A v₁ and sends v₂ to zero", () => {
  fc.assert(
    fc.property(twoByTwo, (matrix: TwoByTwo) => {
      const factors = factorTwoByTwo(matrix);
      const layer = firstLayer(factors);
      const [kept, gone] = factors.v.map((vector) => multiply(layer, vector));
      assert.ok(close(kept[0], factors.image[0][0]) && close(kept[1], factors.image[0][1]));
      assert.ok(close(gone[0], 0) && close(gone[1], 0));
    }),
  );
});

test("angleToLine is that of the line, whichever way it points", () => {
  assert.ok(close(angleToLine([1, 0], [1, 1]), 45));
  assert.ok(close(angleToLine([1, 0], [-1, -1]), 45));
  assert.ok(close(angleToLine([0, 1], [0, -3]), 0));
});

test("exploreEllipse brings payload, HTML that draws itself, and a line, in the title's language", () => {
  const explorer = exploreEllipse([
    [2, 2],
    [-1, 1],
  ]);
  const bundle = explorer[displayMethod]();
  assert.deepEqual(Object.keys(bundle), [explorerType, "text/html", "text/plain"]);
  assert.deepEqual(toExplorerPayload(JSON.parse(JSON.stringify(explorer.payload))), {
    type: "lowrank-explorer",
    version: 1,
    title: "A circle becomes an ellipse",
    content: { kind: "ellipse" },
    matrix: [2, 2, -1, 1],
    angle: 100,
  });
  assert.match(bundle["text/plain"] as string, /a 2 × 2 matrix to drag/);
  const chinese = exploreEllipse(
    [
      [1, 0],
      [0, 1],
    ],
    { title: "圆变成椭圆" },
  );
  assert.match(chinese[displayMethod]()["text/plain"] as string, /^图：圆变成椭圆（可交互/);
});

test("exploreEllipse refuses other shapes, entries beyond its plane, and no angle", () => {
  assert.throws(() => exploreEllipse([[1, 2, 3]]), /the matrix is 1 × 3; pass one of 2 × 2/);
  assert.throws(
    () =>
      exploreEllipse([
        [3, 0],
        [0, 1],
      ]),
    /entry 3 of the matrix is beyond the figure; scale it to −2 … 2/,
  );
  assert.throws(
    () =>
      exploreEllipse(
        [
          [1, 0],
          [0, 1],
        ],
        { angle: NaN },
      ),
    /angle NaN is no angle; give degrees/,
  );
});

test("toExplorerPayload takes nothing that it cannot draw", () => {
  const { payload } = exploreEllipse([
    [1, 0],
    [0, 1],
  ]);
  for (const wrong of [null, 3, {}, { ...payload, version: 2 }, { ...payload, matrix: [1] }])
    assert.equal(toExplorerPayload(wrong), undefined);
});
