import assert from "node:assert/strict";
import { test } from "node:test";
import { Matrix } from "ml-matrix";
import {
  chooseRank,
  createRandom,
  DenseMatrix,
  energy,
  fitPca,
  SparseMatrix,
  sparseFromRows,
  sparseFromTriplets,
  toDense,
  truncatedSvd,
  type CriterionChoice,
  type MatrixOperator,
  type RankCriterion,
} from "../../../src/lowrank/index";
import { findElbow } from "../../../src/lowrank/rank/criteria/chooseByElbow";
import { findEnergyRank } from "../../../src/lowrank/rank/criteria/chooseByEnergy";
import { maximiseEvidence } from "../../../src/lowrank/rank/criteria/chooseByMinka";
import { thresholdSingularValues } from "../../../src/lowrank/rank/criteria/chooseByThreshold";
import { findDifference } from "../doors/answer";
import { fixture, largestDifference, plantMatrix } from "./criteriaFixture";

type Entries = DenseMatrix | SparseMatrix;

/** Names of the criteria, with options that differ from the defaults. */
const criteria: readonly RankCriterion[] = [
  { by: "energy" },
  { by: "energy", share: 0.5 },
  { by: "elbow" },
  { by: "threshold" },
  { by: "threshold", noise: 0.7 },
  { by: "threshold", medianFactor: "cubic" },
  { by: "minka" },
  { by: "parallelAnalysis", draws: 3, maxRank: 6, seed: 4 },
  { by: "biCrossValidation", maxRank: 5, rowFolds: 3, seed: 4 },
  { by: "entries", maxRank: 3, folds: 3, seed: 4 },
];

/** What all singular values show; undefined of a criterion that reads more than those. */
function readSpectrum(matrix: Entries, criterion: RankCriterion): object | undefined {
  const count = Math.min(matrix.rows, matrix.columns);
  const all = (): Float64Array => truncatedSvd(matrix, count).singularValues;
  switch (criterion.by) {
    case "energy":
      return { rank: findEnergyRank(all(), criterion.share ?? 0.9) };
    case "elbow":
      return findElbow(all());
    case "threshold":
      return thresholdSingularValues(all(), matrix, criterion);
    case "minka":
      if (matrix.rows < matrix.columns)
        throw new RangeError(
          `${matrix.rows} rows are fewer than ${matrix.columns} columns; Minka's evidence needs at least as many rows`,
        );
      return maximiseEvidence(fitPca(matrix, count).svd.singularValues, matrix);
    default:
      return undefined;
  }
}

function attempt(choose: () => object | undefined): object | string | undefined {
  try {
    return choose();
  } catch (error) {
    return (error as Error).message;
  }
}

const outer = toDense(Array.from({ length: 12 }, (_, i) => [1, 2, 3, 4, 5, 6].map((x) => x * i)));
const planted = plantMatrix(60, 24, 3, 0.5);
const holed = new DenseMatrix(
  40,
  18,
  plantMatrix(40, 18, 2, 0.3).data.map((value, at) => (at % 3 === 0 ? value : 0)),
);

function plantGiant(): DenseMatrix {
  const clear = plantMatrix(160, 110, 3, 0.3, 2).data;
  const giant = plantMatrix(160, 110, 1, 0, 3).data;
  return new DenseMatrix(
    160,
    110,
    clear.map((value, at) => value + 3e5 * giant[at]),
  );
}

const matrices: Record<string, Entries> = {
  "of rank 3 and noise": planted,
  "of zeros": new DenseMatrix(15, 8),
  "of rank 1": outer,
  "that is wide": plantMatrix(14, 70, 2, 0.5),
  "that is tall": plantMatrix(400, 12, 2, 0.5),
  "that is sparse": sparseFromRows(holed.to2DArray()),
  "above what the exact SVD takes": plantMatrix(220, 130, 4, 0.5),
  "that is large and dependent": plantMatrix(160, 110, 4, 0),
  "with a factor a million times the noise": plantGiant(),
  "with duplicate rows": toDense([...planted.to2DArray(), ...planted.to2DArray()]),
};

for (const [name, matrix] of Object.entries(matrices)) {
  test(`chooseRank finds what all singular values show, and refuses where they show nothing: a matrix ${name}`, () => {
    for (const criterion of criteria) {
      const told = attempt(() => readSpectrum(matrix, criterion));
      if (told === undefined) continue;
      const choice = attempt(() => chooseRank(matrix, criterion));
      if (typeof told === "string") assert.equal(choice, told);
      else {
        assert.equal((choice as CriterionChoice).by, criterion.by);
        for (const [field, value] of Object.entries(told))
          assert.equal(
            findDifference(choice![field as never], value, 1e-7, field),
            undefined,
            criterion.by,
          );
      }
    }
  });
}

test("chooseRank finds the planted rank by the five criteria that look for signal", () => {
  for (const by of ["threshold", "minka", "parallelAnalysis", "biCrossValidation"] as const)
    assert.equal(chooseRank(planted, { by } as RankCriterion).rank, 3, by);
  assert.equal(chooseRank(planted, { by: "entries", maxRank: 6 }).rank, 3);
});

test("chooseRank by minka agrees with scikit-learn on its evidence", () => {
  const { logEvidence } = chooseRank(fixture.tall.matrix, { by: "minka" });
  const { evidence } = fixture.tall;
  assert.ok(
    largestDifference(
      logEvidence.map((value) => value - logEvidence[0]),
      evidence.map((value) => value - evidence[0]),
    ) < 1e-6,
  );
});

test("chooseRank takes a Matrix of ml-matrix, rows and an operator for what they are", () => {
  const rows = planted.to2DArray();
  for (const criterion of criteria) {
    const expected = chooseRank(planted, criterion);
    assert.deepEqual(chooseRank(new Matrix(rows), criterion), expected);
    assert.deepEqual(chooseRank(rows, criterion), expected);
  }
  const operator: MatrixOperator = sparseFromRows(rows);
  const products = {
    rows: operator.rows,
    columns: operator.columns,
    multiply: (block: Float64Array, width: number) => operator.multiply(block, width),
    multiplyTransposed: (block: Float64Array, width: number) =>
      operator.multiplyTransposed(block, width),
  };
  assert.equal(chooseRank(products, { by: "threshold" }).rank, 3);
  assert.equal(
    chooseRank(products, { by: "energy" }).rank,
    chooseRank(planted, { by: "energy" }).rank,
  );
  assert.throws(
    () => chooseRank(products as never, { by: "entries" }),
    /matrix is an operator of 60 × 24, which only multiplies/,
  );
});

test("chooseRank says how much energy its rank keeps", () => {
  const { rank, keptShare, singularValues, resolved } = chooseRank(
    [
      [3, 0, 0],
      [0, 2, 0],
      [0, 0, 1],
    ],
    {
      by: "energy",
    },
  );
  assert.deepEqual([rank, Array.from(singularValues), resolved], [2, [3, 2, 1], 3]);
  assert.ok(Math.abs(keptShare - 13 / 14) < 1e-15);
  assert.equal(chooseRank(planted, { by: "energy", share: 1 }).rank, 24);
  const none = chooseRank(new DenseMatrix(3, 2), { by: "energy" });
  assert.deepEqual([none.rank, none.keptShare], [0, 1]);
});

test("chooseRank takes singular values at hand, and computes the others only where they are needed", () => {
  const leading = truncatedSvd(planted, 5).singularValues;
  const enough = chooseRank(planted, { by: "threshold", noise: 0.5, singularValues: leading });
  assert.deepEqual([enough.rank, enough.resolved, enough.singularValues], [3, 5, leading]);
  const needed = chooseRank(planted, { by: "threshold", singularValues: leading });
  assert.deepEqual(needed, chooseRank(planted, { by: "threshold" }));
  assert.equal(
    chooseRank(planted, { by: "energy", share: 0.5, singularValues: leading }).resolved,
    5,
  );
  assert.equal(
    chooseRank(planted, { by: "energy", share: 0.99, singularValues: leading }).rank,
    chooseRank(planted, { by: "energy", share: 0.99 }).rank,
  );
  assert.deepEqual(
    chooseRank(planted, { by: "elbow", leadingValues: 5 }).logLikelihoods,
    findElbow(truncatedSvd(planted, 24).singularValues.slice(0, 5)).logLikelihoods,
  );
  const centred = fitPca(planted, 24).svd.singularValues;
  assert.deepEqual(
    chooseRank(planted, { by: "minka", singularValues: centred }),
    chooseRank(planted, { by: "minka" }),
  );
});

/** A sparse matrix too large for all of its singular values, five factors above its noise. */
function plantLarge(): SparseMatrix {
  const random = createRandom(7);
  const triplets = Array.from({ length: 60_000 }, () => ({
    row: random.integer(700),
    column: random.integer(600),
    value: random.normal(),
  }));
  for (let factor = 0; factor < 5; factor++)
    for (let i = 0; i < 40; i++)
      for (let j = 0; j < 40; j++)
        triplets.push({ row: 40 * factor + i, column: 40 * factor + j, value: 1 + factor / 4 });
  return sparseFromTriplets(
    700,
    600,
    triplets.map(({ row }) => row),
    triplets.map(({ column }) => column),
    triplets.map(({ value }) => value),
  );
}

test("chooseRank of a large matrix estimates what lies beyond the leading values, near to all of them", () => {
  const matrix = plantLarge();
  const all = truncatedSvd(matrix, 600, { leftVectors: false }).singularValues;
  const small = chooseRank(matrix, { by: "energy", share: 0.2 });
  assert.deepEqual([small.rank, small.resolved], [findEnergyRank(all, 0.2), 100]);
  assert.equal(small.singularValues.length, 100);
  const large = chooseRank(matrix, { by: "energy", share: 0.9 });
  const exact = findEnergyRank(all, 0.9);
  assert.equal(large.singularValues.length, 600);
  assert.ok(Math.abs(large.rank - exact) < 0.05 * exact, `${large.rank}, exact ${exact}`);
  const threshold = chooseRank(matrix, { by: "threshold" });
  const whole = thresholdSingularValues(all, matrix);
  assert.equal(threshold.rank, whole.rank);
  assert.ok(Math.abs(threshold.threshold / whole.threshold - 1) < 0.02);
  assert.deepEqual(chooseRank(matrix, { by: "elbow" }).rank, findElbow(all.slice(0, 100)).rank);
});

test("chooseRank refuses a criterion that there is not, and names the seven", () => {
  const refuse = (criterion: unknown, message: RegExp): void =>
    assert.throws(() => chooseRank(planted, criterion as RankCriterion), message);
  const seven =
    'choose one of "energy", "elbow", "threshold", "minka", "parallelAnalysis", "biCrossValidation", "entries"';
  refuse(
    { by: "enrgy" },
    new RegExp(`^RangeError: by is "enrgy"; did you mean "energy"\\? ${seven}$`),
  );
  refuse({ by: "parallel_analysis" }, /did you mean "parallelAnalysis"\?/);
  refuse({ by: "mle" }, /did you mean "minka"\?/);
  refuse({ by: "Gavish–Donoho" }, /did you mean "threshold"\?/);
  refuse({ by: "toString" }, new RegExp(`by is "toString"; ${seven}`));
  refuse({}, new RegExp(`by is undefined; ${seven}`));
  refuse(undefined, /chooseRank needs options, and got none; pass for example \{ by: "energy" \}/);
  refuse("energy", /the options of chooseRank are "energy"/);
});

test("chooseRank refuses options of another criterion, and those out of range, before it computes", () => {
  const refuse = (criterion: RankCriterion, message: RegExp): void =>
    assert.throws(() => chooseRank(planted, criterion), message);
  refuse(
    { by: "elbow", share: 0.5 } as RankCriterion,
    /chooseRank by "elbow" has no option "share".* Its options are by, singularValues, seed/,
  );
  refuse(
    { by: "threshold", rows: 60 } as RankCriterion,
    /chooseRank by "threshold" has no option "rows"/,
  );
  refuse(
    { by: "parallelAnalysis", n_components: 3 } as RankCriterion,
    /did you mean maxRank\? Its options are by, draws/,
  );
  refuse({ by: "energy", share: 90 }, /share 90 is not above 0 and at most 1/);
  refuse({ by: "threshold", noise: -1 }, /noise is -1; pass a positive number/);
  refuse({ by: "threshold", medianSingularValue: 0 }, /medianSingularValue is 0; pass a positive/);
  refuse({ by: "energy", leadingValues: 0 }, /leadingValues is 0; choose a whole number from 1/);
  refuse({ by: "elbow", leadingValues: 2 }, /2 singular values have no elbow; pass at least 3/);
  refuse({ by: "energy", singularValues: [1, 2] }, /larger than 1 before it/);
  refuse(
    { by: "energy", singularValues: [2 * Math.sqrt(energy(planted))] },
    /singularValues hold an energy of .*, more than the matrix's .*; pass those of this matrix/,
  );
  refuse({ by: "elbow", singularValues: new Float64Array(25) }, /25/);
  refuse({ by: "minka", singularValues: [3, 2, 1] }, /3 of 24 singular values/);
  assert.throws(
    () => chooseRank(plantMatrix(3, 2000, 1, 1), { by: "minka" }),
    /3 rows are fewer than 2000 columns/,
  );
});

test("chooseRank refuses NaN by every criterion, with its place", () => {
  const spoilt = planted.to2DArray();
  spoilt[3][2] = NaN;
  for (const criterion of criteria) {
    assert.throws(
      () => chooseRank(spoilt, criterion),
      /entry \(row 3, column 2\) of matrix is NaN; replace or drop it/,
    );
  }
  assert.throws(
    () => chooseRank(spoilt, { by: "elbow", singularValues: [3, 2, 1] }),
    /entry \(row 3, column 2\) of matrix is NaN/,
  );
});

test("chooseRank reports progress, and gives the same numbers for the same seed", () => {
  const steps: number[] = [];
  const choose = (seed: number) =>
    chooseRank(planted, {
      by: "parallelAnalysis",
      draws: 2,
      maxRank: 4,
      seed,
      onProgress: ({ draw }) => steps.push(draw),
    });
  assert.deepEqual(choose(1), choose(1));
  assert.notDeepEqual(choose(1).noiseValues, choose(2).noiseValues);
  assert.deepEqual(steps.slice(0, 4), [1, 2, 1, 2]);
});
