import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { measureColumns } from "../../../src/lowrank/classify/softmax/columnSpread";
import {
  gatherRows,
  leadingColumns,
  loadRows,
  spreadOfRows,
  type Precision,
} from "../../../src/lowrank/classify/softmax/denseRows";
import {
  createSoftmaxCurvature,
  createSoftmaxObjective,
} from "../../../src/lowrank/classify/softmax/softmaxObjective";
import {
  createSoftmaxPasses,
  type SoftmaxPasses,
} from "../../../src/lowrank/classify/softmax/softmaxPasses";
import { createSparsePasses } from "../../../src/lowrank/classify/softmax/sparsePasses";
import { openWorkspace } from "../../../src/lowrank/kernels/workspace";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import { assertClose } from "./closeTo";

interface Problem {
  readonly x: number[][];
  readonly truth: Int32Array;
  readonly classes: number;
  readonly parameters: Float64Array;
}

/**
 * Random rows, a third of their entries 0, columns moved and stretched; with class numbers and
 * parameters.
 */
function draw([rows, columns, classes, seed]: readonly [number, number, number, number]): Problem {
  const random = createRandom(seed);
  const x = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, (_, j) =>
      random.integer(3) === 0 ? 0 : 3 * j + 2 ** -j * random.normal(),
    ),
  );
  const truth = Int32Array.from({ length: rows }, () => random.integer(classes));
  const parameters = Float64Array.from(
    { length: classes * (columns + 1) },
    () => 0.3 * random.normal(),
  );
  return { x, truth, classes, parameters };
}

const sizes = fc.tuple(
  fc.integer({ min: 1, max: 11 }),
  fc.integer({ min: 0, max: 6 }),
  fc.integer({ min: 2, max: 5 }),
  fc.nat(),
);

/** Runs a check on passes over dense rows, then closes their workspace. */
function onRows(
  engine: "wasm" | "typescript",
  { x, truth, classes }: Problem,
  precision: Precision,
  check: (passes: SoftmaxPasses) => void,
): void {
  const workspace = openWorkspace({ engine, threads: 1 });
  const features = toDense(x);
  const rows = loadRows(workspace, features, truth, precision, measureColumns(features));
  check(createSoftmaxPasses(rows, classes, { keep: true, measure: true }));
  workspace.close();
}

/** Central differences of a function of the parameters. */
function slopes(parameters: Float64Array, evaluate: (at: Float64Array) => number): Float64Array {
  return parameters.map((_, i) => {
    const at = (shift: number): number =>
      evaluate(parameters.map((other, j) => (j === i ? other + shift : other)));
    return (at(1e-5) - at(-1e-5)) / 2e-5;
  });
}

for (const engine of ["wasm", "typescript"] as const) {
  test(`the gradient is the slope of the objective, the curvature that of the gradient (${engine})`, () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const problem = draw(size);
        onRows(engine, problem, 64, (passes) => {
          const { parameters, classes } = problem;
          const weights = { inversePenalty: 0.7, penalty: 2 };
          const evaluate = createSoftmaxObjective(passes, weights, parameters.length - classes);
          const curve = createSoftmaxCurvature(passes, weights, parameters.length - classes);
          const gradient = new Float64Array(parameters.length);
          const unused = new Float64Array(parameters.length);
          assertClose(
            slopes(parameters, (at) => evaluate(at, unused)),
            (evaluate(parameters, gradient), gradient),
            1e-5,
          );
          const direction = parameters.map((_, i) => Math.cos(i));
          const product = new Float64Array(parameters.length);
          curve(direction, product);
          const moved = (shift: number): Float64Array => {
            const there = new Float64Array(parameters.length);
            evaluate(
              parameters.map((value, i) => value + shift * direction[i]),
              there,
            );
            return there;
          };
          const [ahead, behind] = [moved(1e-5), moved(-1e-5)];
          assertClose(
            product,
            ahead.map((value, i) => (value - behind[i]) / 2e-5),
            1e-4,
          );
        });
      }),
      { numRuns: 50 },
    );
  });

  test(`dense features in double and in single precision and sparse ones give the same (${engine})`, () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const problem = draw(size);
        const run = (passes: Pick<SoftmaxPasses, "loss" | "classCurvature">) => {
          const gradient = new Float64Array(problem.parameters.length);
          return {
            value: passes.loss(problem.parameters, gradient),
            gradient,
            curvature: passes.classCurvature.whole ?? passes.classCurvature.diagonal,
          };
        };
        const workspace = openWorkspace({ engine, threads: 1 });
        const sparse = run(
          createSparsePasses(
            workspace,
            sparseFromRows(problem.x),
            problem.truth,
            problem.classes,
            true,
          ),
        );
        workspace.close();
        for (const [precision, tolerance] of [
          [64, 1e-10],
          [32, 1e-4],
        ] as const) {
          onRows(engine, problem, precision, (passes) => {
            const dense = run(passes);
            assertClose([dense.value], [sparse.value], tolerance);
            assertClose(dense.gradient, sparse.gradient, tolerance);
            assertClose(dense.curvature, sparse.curvature, tolerance);
          });
        }
      }),
      { numRuns: 50 },
    );
  });
}

test("scores of thousands neither overflow nor lose the loss", () => {
  const problem: Problem = {
    x: [[1000]],
    truth: Int32Array.of(1),
    classes: 2,
    parameters: Float64Array.of(5, 0, 0, 0),
  };
  for (const engine of ["wasm", "typescript"] as const) {
    onRows(engine, problem, 64, (passes) => {
      const gradient = new Float64Array(4);
      assert.equal(passes.loss(problem.parameters, gradient), 5000);
      assertClose(gradient, [1000, -1000, 1, -1], 1e-9);
    });
  }
});

test("leading columns with factors, and gathered rows, give what features written out give", () => {
  const workspace = openWorkspace({ threads: 1 });
  const { x, truth, classes } = draw([9, 6, 3, 5]);
  const factors = Float64Array.from(x, (_, i) => 1 + i / 8);
  const chosen = Int32Array.of(1, 2, 4, 7, 8);
  const written = toDense(
    Array.from(chosen, (i) => x[i].slice(0, 5).map((value) => value * factors[i])),
  );
  const parameters = Float64Array.from({ length: classes * 6 }, (_, i) => Math.sin(i));
  const view = gatherRows(
    leadingColumns(loadRows(workspace, toDense(x), truth, 64), 5, factors),
    chosen,
  );
  const plain = loadRows(
    workspace,
    written,
    truth.filter((_, i) => chosen.includes(i)),
    64,
  );
  const [expected, actual] = [plain, view].map((rows) => {
    const gradient = new Float64Array(parameters.length);
    return [createSoftmaxPasses(rows, classes).loss(parameters, gradient), ...gradient];
  });
  assertClose(actual, expected, 1e-12);
  const spread = spreadOfRows(view, 50);
  assertClose(spread.means, measureColumns(written).means, 1e-12);
  assertClose(
    spread.squares,
    measureColumns(written).squares.map((square) => 10 * square),
    1e-12,
  );
  workspace.close();
});
