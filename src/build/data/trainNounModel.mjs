// Makes data/nounModel.json: the small language model of notebook 10, trained on the definitions of
// nouns and rounded to 8 bits a number. About a minute of processor time.
//
//     npm run build && node src/build/data/trainNounModel.mjs
import path from "node:path";
import { fitTransformer, transformerPerplexity } from "lowrank";
import { loadLanguageTask } from "lowrank/teaching";
import { root, writeWhole } from "../paths.mjs";

const nouns = loadLanguageTask("nouns");
const started = process.cpuUsage();
const model = fitTransformer(nouns.train, { learningRate: 0.006, seed: 1 });
const { user, system } = process.cpuUsage(started);
console.log(`trained in ${((user + system) / 1e6).toFixed(1)} s of processor time`);
console.log(`perplexity ${transformerPerplexity(model, nouns.held).toFixed(3)} on held-out nouns`);

const [scales, bytes, shapes] = [[], [], []];
for (const [name, { rows, columns, data }] of Object.entries(model.weights)) {
  shapes.push([name, rows, columns]);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    const scale = Number((Math.max(...row.map(Math.abs)) / 127 || 1).toPrecision(6));
    scales.push(scale);
    for (const value of row) bytes.push(Math.max(-127, Math.min(127, Math.round(value / scale))));
  }
}
const values = Buffer.from(Int8Array.from(bytes).buffer).toString("base64");
const { words, heads } = model;
writeWhole(
  path.join(root, "data", "nounModel.json"),
  `${JSON.stringify({ words, heads, shapes, scales, values })}\n`,
);
