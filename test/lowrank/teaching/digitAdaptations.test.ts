import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { accuracy, adaptNetwork, fitNetwork, predictNetwork } from "../../../src/lowrank/index";
import {
  generateStrokeDigits,
  loadDigitAdaptations,
  rotateImages,
  type DigitAdaptation,
} from "../../../src/lowrank/teaching";
import { repository } from "../../paths";

const grid = loadDigitAdaptations();
const settingOf = ({ way, rank, alpha, learningRate }: DigitAdaptation): string =>
  [way, rank, alpha, learningRate].join();

test("the table of digits has ten seeds of each way, rank, α and learning rate", () => {
  const settings = new Set(grid.map(settingOf));
  assert.equal(settings.size, 15 * 7);
  assert.equal(grid.length, 10 * settings.size);
  assert.equal(new Set(grid.map((run) => `${settingOf(run)},${run.seed}`)).size, grid.length);
});

test("three of its rows come out again", () => {
  for (const [way, rank, alpha, learningRate, seed] of [
    ["lowRank", 4, 16, 0.005, 0],
    ["lowRank", 16, 8, 0.02, 3],
    ["full", 0, 0, 0.0025, 3],
  ] as const) {
    const row = grid.find(
      (run) =>
        settingOf(run) === settingOf({ ...run, way, rank, alpha, learningRate }) &&
        run.seed === seed,
    )!;
    const draw = (part: number, perClass: number) =>
      generateStrokeDigits({ perClass, size: 8, seed: 10 * seed + part });
    const [first, second, held] = [draw(0, 100), draw(1, 100), draw(2, 200)];
    const network = fitNetwork(first.images, first.labels, { hiddenSizes: [64, 64], seed });
    const size = rank > 0 ? { rank, alpha } : {};
    const adaptation = adaptNetwork(network, rotateImages(second.images, 1), second.labels, {
      method: way,
      ...size,
      learningRate,
      seed,
    });
    const read = (images: typeof held.images): number =>
      2000 *
      accuracy({ actual: held.labels, predicted: predictNetwork(network, images, { adaptation }) });
    const [turned, upright] = [read(rotateImages(held.images, 1)), read(held.images)];
    assert.ok(Math.abs(turned - row.turned) <= 2, `${turned} turned, not ${row.turned}`);
    assert.ok(Math.abs(upright - row.upright) <= 2, `${upright} upright, not ${row.upright}`);
  }
});

test("for no way, rank and α is the best rate on the trial images the lowest or the highest", () => {
  const settings = new Set(grid.map(({ way, rank, alpha }) => [way, rank, alpha].join()));
  for (const setting of settings) {
    const runs = grid.filter(({ way, rank, alpha }) => [way, rank, alpha].join() === setting);
    const rates = [...new Set(runs.map((run) => run.learningRate))].sort((a, b) => a - b);
    const right = rates.map((rate) =>
      runs.reduce((sum, run) => sum + (run.learningRate === rate ? run.trial : 0), 0),
    );
    const best = right.indexOf(Math.max(...right));
    assert.ok(best > 0 && best < rates.length - 1, `${setting}: ${rates[best]}`);
  }
});

test("data/README.md states the checksum of the table", () => {
  const readme = readFileSync(path.join(repository, "data", "README.md"), "utf8");
  const bytes = readFileSync(path.join(repository, "data", "digitAdaptations.csv"));
  assert.ok(readme.includes(createHash("sha256").update(bytes).digest("hex")));
});
