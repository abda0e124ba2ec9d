// Makes data/adaptationGrid.csv: the adaptations of notebook 10 over tasks, ways, ranks, rules for α
// and five seeds. Each has a learning rate of its own ("own" in the table): the best on the trial
// texts with seed 0, of five and of more where the best stands at the edge. Rows "rank 4" show what
// one rate for all does: that of q and v at rank 4. About six minutes of processor time.
//
//     npm run build && node src/build/data/runAdaptationGrid.mjs
import path from "node:path";
import { adaptTransformer, transformerPerplexity } from "lowrank";
import { loadLanguageTask, loadNounModel } from "lowrank/teaching";
import { root, writeWhole } from "../paths.mjs";

const model = loadNounModel();
const nouns = loadLanguageTask("nouns").held.slice(0, 500);
const tasks = Object.fromEntries(
  ["verbs", "food", "posts"].map((name) => [name, loadLanguageTask(name)]),
);
const allRates = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
const seeds = [0, 1, 2, 3, 4];
const ranks = [1, 2, 4, 8, 16, 32, 64];
const all = "q+k+v+o+up+down";
const variants = {
  DoRA: { alpha: 16, magnitudes: true },
  PiSSA: { start: "principal" },
  "LoRA+": { alpha: 16, rateRatio: 4 },
};

/** A row's options of adaptTransformer. */
function optionsOf({ way, rank, alpha }) {
  if (rank === 0) return { method: way };
  return way in variants ? { rank, ...variants[way] } : { targets: way.split("+"), rank, alpha };
}

const plain = (way) => ({ way, rank: 0, alpha: 0 });
const factors = (way, rank, alpha = 8 * Math.sqrt(rank)) => ({ way, rank, alpha });
const few = [plain("none"), plain("lastLayer"), plain("full")];
const short = [...few, factors("q+v", 4), factors(all, 4), factors(all, 16)];
// α = 8√r, a scale of 8 / √r, and α held at 8, a scale of 8 / r. At rank 1 they are the same.
const byRank = [
  ...ranks.map((rank) => factors("q+v", rank)),
  ...ranks.slice(1).map((rank) => factors("q+v", rank, 8)),
];
const grid = {
  verbs: [
    ...few,
    ...byRank,
    ...[1, 4, 16, 64].map((rank) => factors(all, rank)),
    ...["q", "k", "v", "o", "up", "down", "tokens"].map((way) => factors(way, 4)),
    ...Object.entries(variants).map(([way, { alpha = 0 }]) => factors(way, 4, alpha)),
  ],
  food: short,
  posts: short,
};

const made = new Map();
function adapt(task, entry, learningRate, seed) {
  const rate = learningRate > 0 ? { learningRate } : {};
  const options = { ...optionsOf(entry), ...rate, seed, batchSize: 16 };
  return adaptTransformer(model, tasks[task].train, options);
}

/** Perplexity on the trial texts; without end where training leaves the finite numbers. */
function tryRate(task, entry, rate) {
  try {
    const adaptation = adapt(task, entry, rate, 0);
    return transformerPerplexity(model, tasks[task].trial, { adaptation });
  } catch (error) {
    if (error instanceof RangeError) return Infinity;
    throw error;
  }
}

function chooseRate(task, entry) {
  if (entry.way === "none") return 0;
  const found = new Map();
  const at = (index) => {
    if (!found.has(index)) found.set(index, tryRate(task, entry, allRates[index]));
    return found.get(index);
  };
  let best = 2;
  for (let index = 2; index <= 6; index++) if (at(index) < at(best)) best = index;
  while (best + 1 < allRates.length && at(best + 1) < at(best)) best++;
  while (best > 0 && at(best - 1) < at(best)) best--;
  if (best === 0 || best === allRates.length - 1) throw new Error("the best rate is the last");
  return allRates[best];
}

/** A row's measures, which two rows share where their rates agree. */
function measure(task, entry, learningRate, seed) {
  const key = JSON.stringify([task, entry, learningRate, seed]);
  if (!made.has(key)) {
    const adaptation = adapt(task, entry, learningRate, seed);
    const read = (texts) => transformerPerplexity(model, texts, { adaptation }).toFixed(4);
    made.set(key, [adaptation.parameters, read(tasks[task].held), read(nouns)]);
  }
  return made.get(key);
}

const lines = ["task,way,rateFrom,rank,alpha,learningRate,seed,parameters,perplexity,nouns"];
function addRows(task, entry, rateFrom, learningRate) {
  for (const seed of seeds) {
    const { way, rank, alpha } = entry;
    const setting = [task, way, rateFrom, rank, Number(alpha.toFixed(6)), learningRate, seed];
    lines.push([...setting, ...measure(task, entry, learningRate, seed)].join(","));
  }
  console.log(lines.at(-1));
}
for (const [task, entries] of Object.entries(grid))
  for (const entry of entries) addRows(task, entry, "own", chooseRate(task, entry));
const shared = chooseRate("verbs", factors("q+v", 4));
for (const entry of byRank) addRows("verbs", entry, "rank 4", shared);
writeWhole(path.join(root, "data", "adaptationGrid.csv"), `${lines.join("\n")}\n`);
