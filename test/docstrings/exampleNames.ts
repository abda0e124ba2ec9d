import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fixturePath } from "../paths";
import * as lowrank from "lowrank";
import * as adapters from "lowrank/adapters";
import * as teaching from "lowrank/teaching";
import { rawConfig, rawSingles, smallWeights } from "../lowrank/adapt/adapters/rawSafetensors";

/**
 * What the examples of docstrings use without declaring it: the names of the doors, reading and
 * writing files, and a small fitted model of each kind. The API reference lists them too, in
 * src/build/reference/front.md.
 */
export async function exampleNames(): Promise<Record<string, unknown>> {
  const names = { ...textNames(), ...imageNames(), ...wordNames() };
  const { texts, labels, digits } = names;
  const options = { ranks: [5, 10, 20], folds: 3 };
  const curve = await lowrank.crossValidateRank(texts, labels, options);
  const textClassifier = await lowrank.fitTextClassifier(texts, labels, {
    ...options,
    tfidf: { stopWords: "english", minDocumentFrequency: 2 },
  });
  const rowClassifier = await lowrank.fitImageClassifier(digits.images, digits.labels, options);
  const models = { curve, textClassifier, rowClassifier };
  return {
    ...lowrank,
    ...teaching,
    ...adapters,
    ...adapterNames(),
    readFileSync,
    writeFileSync,
    ...names,
    ...models,
  };
}

/** The files of a small adapter, and those of a layer's weights. */
function adapterNames() {
  const adapterFiles = [
    adapters.bytesSource("adapter_config.json", rawConfig({})),
    adapters.bytesSource("adapter_model.safetensors", smallWeights()),
  ];
  const weightBytes = rawSingles({
    "layer.bias": [[2], [0, 1]],
    "layer.weight": [
      [2, 3],
      [1, 2, 3, 4, 5, 6],
    ],
  });
  return { adapterFiles, weightBytes };
}

/** Writes the files that examples read and cannot make: a matrix saved by SciPy, a table, an adapter. */
export function writeExampleFiles(): void {
  const { archives } = JSON.parse(readFileSync(fixturePath("sparse.json"), "utf8")) as {
    archives: { bytes: string }[];
  };
  writeFileSync("counts.npz", Buffer.from(archives[0].bytes, "base64"));
  copyFileSync(fixturePath("parquet/zstd.parquet"), "posts.parquet");
  mkdirSync("my-adapter");
  writeFileSync("my-adapter/adapter_config.json", rawConfig({}));
  writeFileSync("my-adapter/adapter_model.safetensors", smallWeights());
  writeFileSync("base.safetensors", baseWeights(0));
  writeFileSync("tuned.safetensors", baseWeights(1));
}

/** Weights of both modules of the adapter, with a change of one entry. */
function baseWeights(change: number): Uint8Array {
  const query = [3, change, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0];
  return rawSingles({
    "encoder.query.weight": [[3, 4], query],
    "encoder.value.weight": [[3, 4], query.map((value) => 2 * value)],
  });
}

/** 480 posts in English on six topics; 60 more that nothing was fitted on. */
function textNames() {
  const posts = teaching.loadPosts({ language: "en", spam: false });
  const known = posts.filter((_, row) => row % 9 !== 0);
  const texts = known.map(({ text }) => text);
  const labels = known.map(({ topic }) => topic as string);
  const newTexts = posts.filter((_, row) => row % 9 === 0).map(({ text }) => text);
  const tfidf = lowrank.fitTfidf(texts, { stopWords: "english", minDocumentFrequency: 2 });
  const matrix = lowrank.transformTfidf(tfidf, texts);
  const svd = lowrank.truncatedSvd(matrix, 20);
  const coordinates = lowrank.rowCoordinates(svd);
  const newCoordinates = lowrank.projectRows(svd, lowrank.transformTfidf(tfidf, newTexts));
  const model = lowrank.fitLogisticRegression(coordinates, labels);
  const vocabulary = lowrank.buildVocabulary(texts);
  const counts = lowrank.countTerms(vocabulary, texts);
  const newCounts = lowrank.countTerms(vocabulary, newTexts);
  return {
    ...{ texts, labels, newTexts, tfidf, matrix, svd, coordinates, newCoordinates, model },
    ...{ vocabulary, counts, newCounts },
  };
}

/** A few definitions of verbs, a small language model of others, and one adapted to the verbs. */
function wordNames() {
  const classes = ["verb.motion", "verb.weather"] as const;
  const verbs = teaching.loadGlosses({ classes, perClass: 20 }).map(({ text }) => text);
  const nouns = teaching.loadGlosses({ classes: ["noun.animal"], perClass: 40 });
  const languageModel = lowrank.fitTransformer(
    nouns.map(({ text }) => text),
    { width: 8, heads: 2, maxWords: 100, epochs: 4 },
  );
  const verbAdaptation = lowrank.adaptTransformer(languageModel, verbs, { rank: 2 });
  return { verbs, languageModel, verbAdaptation };
}

/** 200 drawn digits of 8 × 8 pixels, a network that reads them, and one adapted to turned ones. */
function imageNames() {
  const digits = teaching.generateStrokeDigits({ perClass: 20, size: 8, seed: 1 });
  const turned = teaching.rotateImages(digits.images, 1);
  const network = lowrank.fitNetwork(digits.images, digits.labels, { hiddenSizes: [16] });
  const adaptation = lowrank.adaptNetwork(network, turned, digits.labels, { rank: 2 });
  const pca = lowrank.fitPca(digits.images, 20);
  const picture = teaching.generateScene({ height: 24, width: 32 });
  return { digits, turned, network, adaptation, pca, picture };
}
