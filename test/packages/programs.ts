/** Programs that the tests hand to bundlers and platforms, as source text. */

/** Factors a small matrix and leaves the function where a page finds it. */
export const browserProgram = `
import { truncatedSvd } from "lowrank";
globalThis.truncatedSvd = truncatedSvd;
`;

/** What `pageProgram` leaves in the page. */
export interface PageAnswer {
  /** Whether the page's policy lets WebAssembly be compiled. */
  compiles: boolean;
  singularValues: number[];
  /** Those that the function gives that works in a worker, where the policy allows one. */
  asyncValues: number[];
  /** What a function that needs files says. */
  refusal: string;
}

/** In a page: factors posts' TF-IDF matrix, and calls what a page cannot have. */
export const pageProgram = `
import { fitTransformTfidf, loadNpy, truncatedSvd, truncatedSvdAsync } from "lowrank";
import { loadPosts } from "lowrank/teaching";
const { matrix } = fitTransformTfidf(loadPosts({ language: "en" }).map(({ text }) => text));
const { singularValues } = truncatedSvd(matrix, 10);
let refusal = "";
try {
  loadNpy("a.npy");
} catch ({ message }) {
  refusal = message;
}
let compiles = true;
try {
  new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
} catch {
  compiles = false;
}
const found = await truncatedSvdAsync(matrix, 10);
globalThis.answer = {
  compiles,
  singularValues: [...singularValues],
  asyncValues: [...found.singularValues],
  refusal,
};
`;

/** What \`serverProgram\` prints, as JSON. */
export interface ServerAnswer {
  /** Threads that the main one started: one of its own, and the workers that direct others. */
  workers: number;
  singularValues: number[];
  asyncValues: number[];
  accuracy: number[];
  macroF1: number[];
}

/** A server's work: a factorisation on two threads, one in a worker, and ranks scored by workers. */
export const serverProgram = `
import { createRandom, crossValidateRank, fitTransformTfidf } from "lowrank";
import { truncatedSvd, truncatedSvdAsync } from "lowrank";
const random = createRandom(7);
const topics = ["river", "engine", "theorem"];
const labels = Array.from({ length: 1500 }, (_, i) => topics[i % 3]);
const writeText = (label) =>
  Array.from({ length: 24 }, () => {
    const word = Math.floor(1200 * random.uniform() * random.uniform());
    return random.uniform() < 0.2 ? label + (word % 400) : "word" + word;
  }).join(" ");
const texts = labels.map(writeText);
let workers = 0;
globalThis.process?.on("worker", () => workers++);
const threads = 2;
const { matrix } = fitTransformTfidf(texts);
const { singularValues } = truncatedSvd(matrix, 20, { threads });
const both = [
  truncatedSvdAsync(matrix, 20, { threads }),
  crossValidateRank(texts, labels, { ranks: [10, 320], folds: 3, threads }),
];
Promise.all(both).then(([found, { scores }]) => {
  const means = (name) => scores.map((score) => score[name].mean);
  const [accuracy, macroF1] = ["accuracy", "macroF1"].map(means);
  const values = [singularValues, found.singularValues].map((one) => [...one]);
  const answer = { workers, singularValues: values[0], asyncValues: values[1], accuracy, macroF1 };
  console.log(JSON.stringify(answer));
});
`;
