// What is the rank of a numeric matrix with noise? A matrix of known rank, and seven answers.
//
//   npm run example matrixRank           signal in an entry: twice the noise
//   npm run example matrixRank 0.3       a third of it: the criteria part ways
import { chooseRank, createRandom, DenseMatrix, type Random, type RankCriterion } from "lowrank";

const [rows, columns, trueRank] = [200, 60, 5];
const strength = readStrength(process.argv[2]);
const matrix = drawMatrix(strength, createRandom(1));

const maxRank = 15;
const criteria: Record<string, RankCriterion> = {
  "90 % of the energy": { by: "energy", share: 0.9 },
  elbow: { by: "elbow" },
  "Gavish–Donoho threshold": { by: "threshold" },
  "parallel analysis": { by: "parallelAnalysis", maxRank },
  "Minka's evidence": { by: "minka" },
  "bi-cross-validation": { by: "biCrossValidation", maxRank },
  "held-out entries": { by: "entries", maxRank },
};

console.log(`${rows} × ${columns}, rank ${trueRank} + noise, strength ${strength}\n`);
console.log(tableRow("criterion", "rank", "seconds"));
for (const [name, criterion] of Object.entries(criteria)) {
  const started = performance.now();
  const { rank } = chooseRank(matrix, criterion);
  const seconds = (performance.now() - started) / 1000;
  console.log(tableRow(name, String(rank), seconds.toFixed(2)));
}

/** strength · L Rᵀ + noise: L, R and the noise standard normal, so rank 5 but for the noise. */
function drawMatrix(strength: number, random: Random): DenseMatrix {
  const left = drawNormal(rows, trueRank, random);
  const right = drawNormal(trueRank, columns, random);
  const signal = left.mmul(right).mul(strength / Math.sqrt(trueRank));
  const noise = drawNormal(rows, columns, random);
  return new DenseMatrix(rows, columns, Float64Array.from(signal.add(noise).to1DArray()));
}

function drawNormal(height: number, width: number, random: Random): DenseMatrix {
  const numbers = Float64Array.from({ length: height * width }, () => random.normal());
  return new DenseMatrix(height, width, numbers);
}

function readStrength(argument = "2"): number {
  const value = Number(argument);
  if (value > 0 && Number.isFinite(value)) return value;
  console.error(`strength ${argument} is not a number above 0; give for example 2`);
  return process.exit(1);
}

function tableRow(name: string, rank: string, seconds: string): string {
  return `${name.padEnd(26)}${rank.padStart(4)}${seconds.padStart(9)}`;
}
