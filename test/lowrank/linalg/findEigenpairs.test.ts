import assert from "node:assert/strict";
import { test } from "node:test";
import { openWorkspace } from "../../../src/lowrank/kernels/workspace";
import { runAtOnce } from "../../../src/lowrank/base/steps";
import { blockLanczos } from "../../../src/lowrank/linalg/lanczos/blockLanczos";
import { estimateLevel } from "../../../src/lowrank/linalg/lanczos/estimateLevel";
import { findEigenpairs } from "../../../src/lowrank/linalg/lanczos/findEigenpairs";
import { sparseGramOperator } from "../../../src/lowrank/linalg/lanczos/gramOperator";
import { createKrylovBasis } from "../../../src/lowrank/linalg/lanczos/krylovBasis";
import { shiftedSquare } from "../../../src/lowrank/linalg/lanczos/shiftedSquare";
import { createSlabs } from "../../../src/lowrank/linalg/lanczos/slabs";
import { SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";

const length = 1600;
const count = 100;

/** A diagonal matrix of known singular values, which a random start cannot tell from any other. */
function diagonal(valueAt: (i: number) => number): SparseMatrix {
  return new SparseMatrix(
    length,
    length,
    Int32Array.from({ length: length + 1 }, (_, i) => i),
    Int32Array.from({ length }, (_, i) => i),
    Float64Array.from({ length }, (_, i) => valueAt(i)),
  );
}

const options = { tolerance: 1e-6, orthogonality: 1e-11, seed: 0, maxBasis: 1500 };

const smooth: Record<string, (i: number) => number> = {
  "a fall as in text": (i) => (1 + i) ** -0.4,
  "an even spectrum": (i) => 2 - i / 900,
};

const awkward: Record<string, (i: number) => number> = {
  "a cliff before the last value": (i) => (i < 80 ? 2 - i / 100 : 0.03 - i / 1e5),
  "a cliff behind the last value": (i) => (i < 100 ? 2 - i / 100 : 0.3 - i / 1e4),
  "eighty zeros among the wanted": (i) => (i < 20 ? 2 - i / 100 : 0),
  "thirty equal values": (i) => (i < 40 ? 2 - i / 50 : i < 70 ? 1 : (1 + i - 69) ** -0.4 * 0.9),
  "a steep fall": (i) => 0.93 ** i,
};

for (const [name, valueAt] of Object.entries({ ...smooth, ...awkward }))
  test(`the ${count} leading values come out to 1e-6, orthonormal vectors with them: ${name}`, () => {
    const workspace = openWorkspace({ threads: 1 });
    const gram = sparseGramOperator(workspace, diagonal(valueAt));
    const found = runAtOnce(findEigenpairs(workspace, gram, count, length, options));
    for (let j = 0; j < count; j++) {
      const sigma = gram.scale * Math.sqrt(Math.max(0, found.values[j]));
      const off = Math.abs(sigma - valueAt(j));
      assert.ok(off <= 1e-6 * valueAt(j) + 3e-8 * valueAt(0), `value ${j} is off by ${off}`);
    }
    const vectors = workspace.float64(found.vectors, length * count);
    for (const [a, b] of [
      [0, 0],
      [99, 99],
      [0, 99],
      [98, 99],
      [50, 51],
    ]) {
      let product = 0;
      for (let i = 0; i < length; i++) product += vectors[i * count + a] * vectors[i * count + b];
      assert.ok(Math.abs(product - (a === b ? 1 : 0)) < 1e-10, `${a} · ${b} = ${product}`);
    }
    workspace.close();
  });

for (const [name, valueAt] of Object.entries(smooth)) {
  test(`a smooth spectrum takes a fifth fewer vectors than S itself: ${name}`, () => {
    const workspace = openWorkspace({ threads: 1 });
    const gram = sparseGramOperator(workspace, diagonal(valueAt));
    const found = runAtOnce(findEigenpairs(workspace, gram, count, length, options));
    const plain = runAtOnce(blockLanczos(workspace, gram, count, options));
    assert.ok(
      found.basisSize <= 0.8 * plain.basisSize,
      `${found.basisSize} vectors against ${plain.basisSize}`,
    );
    workspace.close();
  });

  test(`eight products tell the eigenvalue of a number to a quarter: ${name}`, () => {
    const workspace = openWorkspace({ threads: 1 });
    const gram = sparseGramOperator(workspace, diagonal(valueAt));
    for (const number of [50, 100, 300]) {
      const { value } = estimateLevel(workspace, gram, number, 0);
      const ratio = (value * gram.scale ** 2) / valueAt(number - 1) ** 2;
      assert.ok(ratio > 0.75 && ratio < 1.25, `value ${number} is estimated ${ratio} times itself`);
    }
    workspace.close();
  });
}

test("shiftedSquare multiplies by (S − cI)², and its values lead back to those of S", () => {
  const workspace = openWorkspace({ threads: 1 });
  const matrix = diagonal((i) => 1 + i / length);
  const gram = sparseGramOperator(workspace, matrix);
  const square = shiftedSquare(workspace, gram, 0.25);
  const slabs = createSlabs(workspace, length, 2);
  const from = slabs.append();
  const to = slabs.append();
  slabs.view(from).data.forEach((_, at, data) => (data[at] = Math.sin(at)));
  square.apply(slabs, from, to);
  const x = slabs.view(from).data;
  const y = slabs.view(to).data;
  for (let at = 0; at < y.length; at++) {
    const value = (1 + Math.floor(at / 4) / length) ** 2 / gram.scale ** 2;
    const wanted = (value - 0.25) ** 2 * x[at];
    assert.ok(Math.abs(y[at] - wanted) <= 1e-13 * Math.abs(wanted) + 1e-15, `entry ${at}`);
    assert.ok(Math.abs(square.toOriginal((value - 0.25) ** 2) - value) < 1e-14 * 4);
  }
  workspace.close();
});

test("a square's basis keeps its vectors as orthogonal as asked, times a hundred", () => {
  const workspace = openWorkspace({ threads: 1 });
  const gram = sparseGramOperator(workspace, diagonal(smooth["a fall as in text"]));
  const square = shiftedSquare(workspace, gram, 0.004);
  const basis = createKrylovBasis(workspace, square, 400, 1, 1e-11, true);
  while (basis.size < 320) basis.extend(0);
  const { first, count: slabCount } = basis.span;
  const products = basis.slabs.cross(first, slabCount, first + slabCount - 1, 1);
  const own = 16 * (slabCount - 1);
  products.forEach((product, at) => {
    const unit = at >= own && (at - own) % 5 === 0 ? 1 : 0;
    assert.ok(Math.abs(product - unit) < 1e-9, `product ${at} is ${product}`);
  });
  workspace.close();
});
