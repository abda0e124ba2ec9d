import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import {
  adaptTransformer,
  countParameters,
  fitTransformer,
  sampleTokens,
  transformerPerplexity,
} from "../../../src/lowrank/index";
import { commonWords } from "../../../src/lowrank/adapt/transformer/wordWindows";
import {
  loadAdaptationGrid,
  loadLanguageTask,
  loadNounModel,
  type AdaptationRun,
} from "../../../src/lowrank/teaching";
import { repository } from "../../paths";

const nouns = loadLanguageTask("nouns");
const model = loadNounModel();

test("the language model that is shipped has the perplexity that is stated, and the vocabulary of its texts", () => {
  assert.equal(countParameters(model), 164_096);
  assert.deepEqual(model.words.slice(2), commonWords(nouns.train, 1000));
  const reached = transformerPerplexity(model, nouns.held);
  assert.ok(Math.abs(reached - 18.39) < 0.01, `${reached}`);
  assert.ok(sampleTokens(model, "a person who", { seed: 1 }).startsWith("a person who"));
});

test("its training, taken up with a fiftieth of the texts, goes as the script's does", () => {
  const some = nouns.train.slice(0, 1600);
  const sample = fitTransformer(some, { learningRate: 0.006, seed: 1 });
  const reached = transformerPerplexity(sample, nouns.held.slice(0, 200));
  assert.ok(Math.abs(reached - 45.357) < 0.05, `${reached}`);
});

test("the texts of a task are distinct, and none stands in two parts", () => {
  for (const [name, sizes] of [
    ["nouns", [76_997, 1000, 1000]],
    ["verbs", [1000, 500, 500]],
    ["food", [1000, 500, 500]],
    ["posts", [340, 100, 100]],
  ] as const) {
    const { train, trial, held } = loadLanguageTask(name);
    assert.deepEqual([train.length, trial.length, held.length], sizes);
    assert.equal(new Set([...train, ...trial, ...held]).size, sizes[0] + sizes[1] + sizes[2]);
  }
  assert.throws(
    () => loadLanguageTask("adverbs" as "verbs"),
    /the task is "adverbs", a string; choose one of/,
  );
});

const grid = loadAdaptationGrid();

/** Repeats a row's adaptation, with another rate where one is named. */
function adaptAgain(run: AdaptationRun, learningRate = run.learningRate) {
  const { task, way, rank, alpha, seed } = run;
  const factors =
    way === "PiSSA"
      ? { start: "principal" as const, rank }
      : { targets: way.split("+") as "q"[], rank, alpha };
  return adaptTransformer(model, loadLanguageTask(task).train, {
    ...(way === "full" ? { method: way } : factors),
    learningRate,
    seed,
    batchSize: 16,
  });
}

function findRun(expected: Partial<AdaptationRun>): AdaptationRun {
  const entries = Object.entries(expected) as [keyof AdaptationRun, unknown][];
  return grid.find((run) => entries.every(([name, value]) => run[name] === value))!;
}

test("the table of adaptations has five seeds of each way, and five of its rows come out again", () => {
  const keys = new Set(
    grid.map(({ task, way, rateFrom, rank, alpha }) => [task, way, rateFrom, rank, alpha].join()),
  );
  assert.equal(grid.length, 5 * keys.size);
  for (const run of [
    findRun({ task: "verbs", way: "q+v", rank: 4, alpha: 16, seed: 0 }),
    findRun({ task: "verbs", way: "q+v", rank: 16, alpha: 8, rateFrom: "rank 4", seed: 3 }),
    findRun({ task: "verbs", way: "PiSSA", seed: 4 }),
    findRun({ task: "posts", way: "full", seed: 1 }),
    findRun({ task: "food", way: "q+k+v+o+up+down", rank: 16, seed: 2 }),
  ]) {
    const adaptation = adaptAgain(run);
    assert.equal(adaptation.parameters, run.parameters);
    const reached = transformerPerplexity(model, loadLanguageTask(run.task).held, { adaptation });
    assert.ok(Math.abs(reached - run.perplexity) < 0.001, `${reached}, not ${run.perplexity}`);
    const old = transformerPerplexity(model, nouns.held.slice(0, 500), { adaptation });
    assert.ok(Math.abs(old - run.nouns) < 0.001, `${old}, not ${run.nouns}`);
  }
});

test("a learning rate of the table is the best of its neighbours on the trial texts", () => {
  for (const run of [
    findRun({ task: "posts", way: "q+v", seed: 0 }),
    findRun({ task: "verbs", way: "q+v", rank: 64, alpha: 64, rateFrom: "own", seed: 0 }),
  ]) {
    const { trial } = loadLanguageTask(run.task);
    const [below, own, above] = [run.learningRate / 3, run.learningRate, run.learningRate * 3].map(
      (rate) => transformerPerplexity(model, trial, { adaptation: adaptAgain(run, rate) }),
    );
    assert.ok(own < below && own < above, `${below}, ${own}, ${above}`);
  }
});

test("where one learning rate serves all ranks, it is that of rank 4 with α = 16", () => {
  const { learningRate } = findRun({ way: "q+v", rank: 4, alpha: 16, rateFrom: "own" });
  const shared = grid.filter(({ rateFrom }) => rateFrom === "rank 4");
  assert.equal(shared.length, 65);
  assert.ok(shared.every((run) => run.learningRate === learningRate));
});

test("data/README.md states the checksums of the model and of the table", () => {
  const readme = readFileSync(path.join(repository, "data", "README.md"), "utf8");
  for (const name of ["nounModel.json", "adaptationGrid.csv"]) {
    const bytes = readFileSync(path.join(repository, "data", name));
    assert.ok(readme.includes(createHash("sha256").update(bytes).digest("hex")), name);
  }
});
