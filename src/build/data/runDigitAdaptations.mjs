// Makes data/digitAdaptations.csv: the adaptations of notebook 09, each at every learning rate and
// with ten seeds, so that a reader can choose a rate for each setting by the trial images. Ways: the
// last layer, all weights, and low ranks under three rules for α. About ten minutes of processor time.
//
//     npm run build && node src/build/data/runDigitAdaptations.mjs
import path from "node:path";
import { adaptNetwork, fitNetwork, predictNetwork } from "lowrank";
import { generateStrokeDigits, rotateImages } from "lowrank/teaching";
import { root, writeWhole } from "../paths.mjs";

const rates = [0.00125, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08];
const ranks = [1, 2, 4, 8, 16];
// The scale α / r is 8 / r, 8 / √r or 8 at every rank; at rank 1 the three are the same.
const rules = [() => 8, (rank) => 8 * Math.sqrt(rank), (rank) => 8 * rank];
const settings = [
  { way: "lastLayer", rank: 0, alpha: 0 },
  { way: "full", rank: 0, alpha: 0 },
  ...rules.flatMap((rule, i) =>
    ranks
      .filter((rank) => i === 0 || rank > 1)
      .map((rank) => ({ way: "lowRank", rank, alpha: rule(rank) })),
  ),
];

const drawDigits = (seed, part, perClass) =>
  generateStrokeDigits({ perClass, size: 8, seed: 10 * seed + part });
const turn = ({ images, labels }) => ({ images: rotateImages(images, 1), labels });

/** How many digits are read right. */
function countRight(network, { images, labels }, adaptation) {
  const read = predictNetwork(network, images, { adaptation });
  return read.filter((label, i) => label === labels[i]).length;
}

const lines = ["way,rank,alpha,learningRate,seed,trial,turned,upright"];
for (let seed = 0; seed < 10; seed++) {
  const [first, second, held, trial] = [100, 100, 200, 100].map((perClass, part) =>
    drawDigits(seed, part, perClass),
  );
  const network = fitNetwork(first.images, first.labels, { hiddenSizes: [64, 64], seed });
  const task = turn(second);
  for (const { way, rank, alpha } of settings)
    for (const learningRate of rates) {
      const size = rank > 0 ? { rank, alpha } : {};
      const options = { method: way, ...size, learningRate, seed };
      const adaptation = adaptNetwork(network, task.images, task.labels, options);
      const right = [turn(trial), turn(held), held].map((digits) =>
        countRight(network, digits, adaptation),
      );
      lines.push([way, rank, Number(alpha.toFixed(6)), learningRate, seed, ...right].join(","));
    }
  console.log(lines.at(-1));
}
writeWhole(path.join(root, "data", "digitAdaptations.csv"), `${lines.join("\n")}\n`);
