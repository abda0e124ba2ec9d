import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import type { ModuleSpectrum } from "../../../../src/lowrank/adapt/adapters/adapterSpectrum";
import {
  chooseAdapterRanks,
  type RankRule,
} from "../../../../src/lowrank/adapt/adapters/rankRules";
import { fixturePath } from "../../../paths";

const spectrum = (
  values: readonly number[],
  shape: readonly [number, number] = [50, 60],
): ModuleSpectrum => ({
  name: "m",
  shape,
  rank: values.length,
  scale: 1,
  singularValues: Float64Array.from(values),
});
const rankBy = (values: readonly number[], rule: RankRule): number =>
  chooseAdapterRanks([spectrum(values)], rule)[0].rank;

test("sv_ratio, sv_fro and sv_cumulative choose the ranks that kohya's script chooses", () => {
  const cases = JSON.parse(readFileSync(fixturePath("kohya.json"), "utf8")) as {
    size: number;
    values: number[];
    method: "sv_ratio" | "sv_fro" | "sv_cumulative";
    param: number;
    maxRank: number;
    rank: number;
  }[];
  assert.ok(cases.length > 100);
  for (const { size, values, method, param, maxRank, rank } of cases) {
    const [choice] = chooseAdapterRanks([spectrum(values, [size, size + 1])], {
      ...{ by: method, value: param, maxRank },
    });
    // Kohya may give more than the factors have; what is beyond is zero.
    assert.equal(choice.rank, Math.min(rank, values.length), `${method} ${param} of ${values}`);
  }
});

test("energy gives the least rank that keeps the share, and says what is kept and lost", () => {
  const values = [4, 2, 1, 0.5];
  const total = 16 + 4 + 1 + 0.25;
  assert.equal(rankBy(values, { by: "energy", value: 16 / total }), 1);
  assert.equal(rankBy(values, { by: "energy", value: 16 / total + 1e-9 }), 2);
  assert.equal(rankBy(values, { by: "energy", value: 1 }), 4);
  assert.equal(rankBy(values, { by: "energy", value: 1, maxRank: 3 }), 3);
  const [{ energyKept, error }] = chooseAdapterRanks([spectrum(values)], { by: "rank", value: 2 });
  assert.ok(Math.abs(energyKept - 20 / total) < 1e-15);
  assert.ok(Math.abs(error - Math.sqrt(1.25)) < 1e-15);
});

test("an update that is zero keeps rank 1 and loses nothing, by every rule", () => {
  const rules = ["rank", "energy", "sv_ratio", "sv_fro", "sv_cumulative"] as const;
  for (const by of rules) {
    const [choice] = chooseAdapterRanks([spectrum([0, 0])], { by, value: 1 });
    assert.deepEqual([choice.rank, choice.energyKept, choice.error], [1, 1, 0], by);
  }
});

/** All ways to give each module a rank, with their bytes and energy. */
function* allChoices(spectra: readonly ModuleSpectrum[]): Generator<[number, number]> {
  const [first, ...rest] = spectra;
  if (first === undefined) {
    yield [0, 0];
    return;
  }
  for (let rank = 1; rank <= first.rank; rank++) {
    const bytes = 4 * rank * (first.shape[0] + first.shape[1]);
    const energy = first.singularValues.subarray(0, rank).reduce((sum, s) => sum + s * s, 0);
    for (const [others, more] of allChoices(rest)) yield [bytes + others, energy + more];
  }
}

test("size fits the budget, and no choice keeps more than a piece above it", () => {
  const module = fc.record({
    values: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
    rows: fc.integer({ min: 4, max: 9 }),
  });
  fc.assert(
    fc.property(
      fc.array(module, { minLength: 1, maxLength: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (modules, share) => {
        const spectra = modules.map(({ values, rows }) =>
          spectrum(
            [...values].sort((a, b) => b - a),
            [rows, 4],
          ),
        );
        const price = (i: number): number => 4 * (spectra[i].shape[0] + 4);
        const least = spectra.reduce((sum, _, i) => sum + price(i), 0);
        const most = spectra.reduce((sum, { rank }, i) => sum + rank * price(i), 0);
        const budget = Math.floor(least + share * (most - least));
        const choices = chooseAdapterRanks(
          spectra,
          { by: "size", value: budget + 10 },
          { bytesPerNumber: 4, fixed: 10 },
        );
        const used = choices.reduce((sum, { rank }, i) => sum + rank * price(i), 0);
        assert.ok(used <= budget);
        const kept = choices.reduce(
          (sum, { rank }, i) =>
            sum + spectra[i].singularValues.subarray(0, rank).reduce((all, s) => all + s * s, 0),
          0,
        );
        const best = Math.max(
          ...[...allChoices(spectra)]
            .filter(([bytes]) => bytes <= budget)
            .map(([, energy]) => energy),
        );
        const largestPiece = Math.max(
          0,
          ...choices.map(({ rank }, i) => (spectra[i].singularValues[rank] ?? 0) ** 2),
        );
        assert.ok(kept <= best + 1e-9 && kept >= best - largestPiece - 1e-9, `${kept} of ${best}`);
      },
    ),
  );
});

test("values outside their limits are refused with the limit", () => {
  const refuses = (rule: RankRule, message: RegExp): void =>
    assert.throws(() => rankBy([2, 1], rule), message);
  refuses({ by: "rank", value: 3 }, /rank 3 is not a whole number from 1 to 2/);
  refuses({ by: "rank", value: 0 }, /from 1 to 2/);
  refuses({ by: "rank", value: 1.5 }, /from 1 to 2/);
  refuses({ by: "energy", value: 0 }, /energy 0 is outside 0 … 1/);
  refuses({ by: "sv_fro", value: 1.1 }, /sv_fro 1\.1 is outside/);
  refuses({ by: "sv_ratio", value: 0.5 }, /sv_ratio 0\.5 is below 1/);
  refuses({ by: "size", value: 10 }, /10 bytes do not hold rank 1 of each module .* take 440/);
  refuses({ by: "energy", value: 0.9, maxRank: 0 }, /maxRank 0/);
  refuses({ by: "sigma" } as never, /by is "sigma", a string; choose one of "rank"/);
});
