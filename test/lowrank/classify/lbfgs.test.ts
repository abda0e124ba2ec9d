import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { minimizeLbfgs, type SmoothProblem } from "../../../src/lowrank/classify/softmax/lbfgs";
import { assertClose } from "./closeTo";

const identity = (gradient: Float64Array, direction: Float64Array): void => direction.set(gradient);

/** ½ Σ scaleᵢ (xᵢ − centreᵢ)² + 1. */
function quadratic(scales: readonly number[], centre: readonly number[]): SmoothProblem {
  return {
    evaluate: (x, gradient) => {
      let value = 1;
      scales.forEach((scale, i) => {
        gradient[i] = scale * (x[i] - centre[i]);
        value += (gradient[i] * (x[i] - centre[i])) / 2;
      });
      return value;
    },
    precondition: identity,
  };
}

test("minimizeLbfgs finds the centre of a quadratic bowl", () => {
  const scale = fc.double({ min: 0.01, max: 100, noNaN: true });
  const place = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(scale, place), { minLength: 1, maxLength: 8 }), (axes) => {
      const centre = axes.map(([, c]) => c);
      const found = minimizeLbfgs(
        quadratic(
          axes.map(([s]) => s),
          centre,
        ),
        new Float64Array(axes.length),
        { tolerance: 1e-13 },
      );
      assert.ok(found.converged);
      // The estimated rest is at most 1e-13 and can be too low by the axes' ratio, 1e4: √(2 · 1e-9
      // / 0.01) along the flattest one.
      assertClose(found.point, centre, 5e-4);
    }),
  );
});

test("minimizeLbfgs with the Hessian as preconditioner takes one step on a quadratic bowl", () => {
  const scales = [1e-6, 1, 1e6];
  const precondition = (gradient: Float64Array, direction: Float64Array): void =>
    scales.forEach((scale, i) => {
      direction[i] = gradient[i] / scale;
    });
  const found = minimizeLbfgs(
    { ...quadratic(scales, [1, 2, 3]), precondition },
    new Float64Array(3),
  );
  assert.equal(found.iterations, 1);
  assertClose(found.point, [1, 2, 3], 1e-12);
});

test("minimizeLbfgs follows Rosenbrock's curved valley to (1, 1)", () => {
  const evaluate = (x: Float64Array, gradient: Float64Array): number => {
    const valley = x[1] - x[0] * x[0];
    gradient[0] = -400 * x[0] * valley - 2 * (1 - x[0]);
    gradient[1] = 200 * valley;
    return 100 * valley * valley + (1 - x[0]) ** 2 + 1;
  };
  const found = minimizeLbfgs({ evaluate, precondition: identity }, Float64Array.of(-1.2, 1), {
    tolerance: 1e-14,
  });
  assert.ok(found.converged && found.iterations < 60, `${found.iterations} steps`);
  assertClose(found.point, [1, 1], 1e-5);
});

test("minimizeLbfgs shortens a step that overflows", () => {
  const evaluate = (x: Float64Array, gradient: Float64Array): number => {
    gradient[0] = 1e3 * (Math.exp(x[0]) - 1);
    return 1e3 * (Math.exp(x[0]) - x[0]);
  };
  const found = minimizeLbfgs({ evaluate, precondition: identity }, Float64Array.of(-5));
  assert.ok(found.converged);
  assertClose(found.point, [0], 1e-4);
});

test("minimizeLbfgs says converged: false when the steps run out", () => {
  const found = minimizeLbfgs(quadratic([1, 50], [3, 4]), new Float64Array(2), {
    maxIterations: 1,
  });
  assert.equal(found.converged, false);
  assert.equal(found.iterations, 1);
});

test("minimizeLbfgs says converged: false when the gradient is wrong", () => {
  const lying: SmoothProblem = {
    evaluate: (x, gradient) => (gradient.fill(-1), 5 + x[0]),
    precondition: identity,
  };
  assert.equal(minimizeLbfgs(lying, new Float64Array(1)).converged, false);
});

test("minimizeLbfgs refuses to start where the value is not finite", () => {
  const broken: SmoothProblem = { evaluate: () => Number.NaN, precondition: identity };
  assert.throws(() => minimizeLbfgs(broken, new Float64Array(1)), /value at the start is NaN/);
});
