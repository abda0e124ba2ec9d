// Makes data/adaptationGrid.csv: the adaptations of notebook 10 over tasks, ways, ranks and five
// seeds. A way's learning rate is the best of three on the trial texts, with seed 0; of factors that
// at rank 4, for all ranks. About two minutes of processor time.
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
const rates = [0.003, 0.01, 0.03];
const seeds = [0, 1, 2, 3, 4];
const ranks = [1, 2, 4, 8, 16, 32, 64];
const all = "q+k+v+o+up+down";
const grown = (rank) => 8 * Math.sqrt(rank);

/** A row's options of adaptTransformer. */
const optionsOf = ({ way, rank, alpha }) =>
  rank === 0 ? { method: way } : { targets: way.split("+"), rank, alpha };

const plain = (way) => ({ way, rank: 0, alpha: 0 });
const factors = (way, rank) => ({ way, rank, alpha: grown(rank) });
const few = [plain("none"), plain("lastLayer"), plain("full")];
const short = [...few, factors("q+v", 4), factors(all, 4), factors(all, 16)];
const grid = {
  verbs: [
    ...few,
    ...ranks.map((rank) => factors("q+v", rank)),
    ...[1, 4, 16, 64].map((rank) => factors(all, rank)),
    ...["q", "k", "v", "o", "up", "down", "tokens"].map((way) => factors(way, 4)),
  ],
  food: short,
  posts: short,
};

function adapt(task, entry, learningRate, seed) {
  const rate = learningRate > 0 ? { learningRate } : {};
  const options = { ...optionsOf(entry), ...rate, seed, batchSize: 16 };
  return adaptTransformer(model, tasks[task].train, options);
}

const chosen = {};
function chooseRate(task, entry) {
  if (entry.way === "none") return 0;
  return (chosen[`${task} ${entry.way}`] ??= findRate(
    task,
    entry.rank > 0 ? factors(entry.way, 4) : entry,
  ));
}

function findRate(task, entry) {
  const found = rates.map((rate) => {
    const adaptation = adapt(task, entry, rate, 0);
    return transformerPerplexity(model, tasks[task].trial, { adaptation });
  });
  return rates[found.indexOf(Math.min(...found))];
}

const lines = ["task,way,rank,alpha,learningRate,seed,parameters,perplexity,nouns"];
function addRows(task, entry, learningRate) {
  for (const seed of seeds) {
    const adaptation = adapt(task, entry, learningRate, seed);
    const read = (texts) => transformerPerplexity(model, texts, { adaptation }).toFixed(4);
    const { way, rank, alpha } = entry;
    const numbers = [rank, Number(alpha.toFixed(6)), learningRate, seed, adaptation.parameters];
    lines.push([task, way, ...numbers, read(tasks[task].held), read(nouns)].join(","));
  }
  console.log(lines.at(-1));
}
for (const [task, entries] of Object.entries(grid))
  for (const entry of entries) addRows(task, entry, chooseRate(task, entry));
// α held at 8, so that the scale is 8 / r in place of 8 / √r.
for (const rank of ranks.slice(1))
  addRows("verbs", { way: "q+v", rank, alpha: 8 }, chooseRate("verbs", factors("q+v", rank)));
writeWhole(path.join(root, "data", "adaptationGrid.csv"), `${lines.join("\n")}\n`);
