import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createSoftmaxObjective } from "../../src/classify/softmaxObjective";
import { toDense } from "../../src/linalg/denseMatrix";
import { createRandom } from "../../src/linalg/random";
import { sparseFromRows } from "../../src/linalg/sparseMatrix";
import { assertClose } from "./closeTo";

/** Random rows, a third of their entries 0, with class numbers and parameters. */
function randomCase(rows: number, columns: number, classes: number, seed: number) {
  const random = createRandom(seed);
  const x = Array.from({ length: rows }, () => Array.from({ length: columns }, () => (random.integer(3) === 0 ? 0 : random.normal())));
  const truth = Int32Array.from({ length: rows }, () => random.integer(classes));
  const parameters = Float64Array.from({ length: classes * (columns + 1) }, () => random.normal());
  return { x, truth, parameters };
}

const sizes = fc.tuple(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 2, max: 5 }), fc.nat());

test("the gradient is the slope of the objective (central differences), for any number of rows and classes", () => {
  fc.assert(
    fc.property(sizes, ([rows, columns, classes, seed]) => {
      const { x, truth, parameters } = randomCase(rows, columns, classes, seed);
      const features = toDense(x);
      const { evaluate } = createSoftmaxObjective({ features, truth, classes, inversePenalty: 0.7, penalty: 2 });
      const gradient = new Float64Array(parameters.length);
      const unused = new Float64Array(parameters.length);
      evaluate(parameters, gradient);
      const slopes = parameters.map((value, i) => {
        const at = (shift: number): number => evaluate(parameters.map((other, j) => (j === i ? value + shift : other)), unused);
        return (at(1e-5) - at(-1e-5)) / 2e-5;
      });
      assertClose(gradient, slopes, 1e-6);
    }),
  );
});

test("sparse and dense features give the same value, gradient and class curvature", () => {
  fc.assert(
    fc.property(sizes, ([rows, columns, classes, seed]) => {
      const { x, truth, parameters } = randomCase(rows, columns, classes, seed);
      const [dense, sparse] = [toDense(x), sparseFromRows(x)].map((features) => {
        const objective = createSoftmaxObjective({ features, truth, classes, inversePenalty: 3, penalty: 1 });
        const gradient = new Float64Array(parameters.length);
        return { value: objective.evaluate(parameters, gradient), gradient, curvature: objective.classCurvature };
      });
      assertClose([dense.value], [sparse.value], 1e-10);
      assertClose(dense.gradient, sparse.gradient, 1e-10);
      assertClose(dense.curvature, sparse.curvature, 1e-12);
    }),
  );
});

test("scores of thousands neither overflow nor lose the loss", () => {
  const objective = createSoftmaxObjective({ features: toDense([[1000]]), truth: Int32Array.of(1), classes: 2, inversePenalty: 1, penalty: 0 });
  const gradient = new Float64Array(4);
  assert.equal(objective.evaluate(Float64Array.of(5, 0, 0, 0), gradient), 5000);
  assertClose(gradient, [1000, -1000, 1, -1], 1e-9);
});
