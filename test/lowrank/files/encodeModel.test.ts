import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { adaptNetwork } from "../../../src/lowrank/adapt/adaptNetwork";
import { fitNetwork } from "../../../src/lowrank/adapt/fitNetwork";
import { predictNetworkProbabilities } from "../../../src/lowrank/adapt/predictNetwork";
import { fitRowClassifier, predictRows } from "../../../src/lowrank/chain/rowClassifier";
import { fitTextClassifier, predictTexts } from "../../../src/lowrank/chain/textClassifier";
import { fitLogisticRegression } from "../../../src/lowrank/classify/logisticRegression";
import { fitNaiveBayes } from "../../../src/lowrank/classify/naiveBayes";
import { crc32 } from "../../../src/lowrank/base/crc32";
import {
  decodeModel,
  encodeModel,
  modelFromJson,
  modelToJson,
} from "../../../src/lowrank/files/encodeModel";
import { packModel } from "../../../src/lowrank/files/model/modelBytes";
import type {
  ModelKind,
  SavedModel,
  SavedModels,
} from "../../../src/lowrank/files/model/modelKinds";
import type { Tree } from "../../../src/lowrank/files/model/modelTree";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { fitNmf } from "../../../src/lowrank/linalg/nmf";
import { fitPca } from "../../../src/lowrank/linalg/pca";
import { createSimilarityIndex, searchSimilar } from "../../../src/lowrank/linalg/similarityIndex";
import { SparseMatrix, sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { fitTfidf, transformTfidf } from "../../../src/lowrank/text/tfidf";

const texts = [
  "red fish",
  "red wine",
  "white wine",
  "a big fish",
  "big \ud800 bad Straße",
  "红 鱼 fish",
];
const labels = ["sea", "bar", "bar", "sea", "bar", "sea"];
const rows = [
  [1, 2, 0.1],
  [2, 1, 1e300],
  [3, 5, -0],
  [1 / 3, 8, 5e-324],
  [5, 13, 0],
  [6, 1, 4],
].map((row) => [row[0], row[1], Math.sign(row[2])]);

async function fitAll(): Promise<{ [Kind in ModelKind]: SavedModels[Kind] }> {
  const tfidf = fitTfidf(texts, { stopWords: ["a"], ngrams: [1, 2], stem: true });
  const network = fitNetwork(toDense(rows), labels, { hiddenSizes: [3], epochs: 2 });
  return {
    textClassifier: await fitTextClassifier(texts, labels, { ranks: [1, 2], folds: 2 }),
    rowClassifier: await fitRowClassifier(rows, labels, { ranks: [1], folds: 2 }),
    tfidf,
    svd: truncatedSvd(transformTfidf(tfidf, texts), 2),
    pca: fitPca(toDense(rows), 2),
    nmf: fitNmf(toDense(rows), 2),
    similarityIndex: createSimilarityIndex(toDense(rows)),
    logisticRegression: fitLogisticRegression(toDense(rows), labels),
    naiveBayes: fitNaiveBayes(transformTfidf(tfidf, texts), labels),
    network,
    adaptation: adaptNetwork(network, toDense(rows), labels, {
      method: "lowRank",
      rank: 1,
      epochs: 1,
    }),
  };
}

const fitted = fitAll();
const finite = fc.double({ min: -9, max: 9, noNaN: true });
const fiveEntries = { minLength: 5, maxLength: 5 };
const none = new Int32Array(0);
const noValues = new Float64Array(0);
const kinds: ModelKind[] = [
  "textClassifier",
  "rowClassifier",
  "tfidf",
  "svd",
  "pca",
  "nmf",
  "similarityIndex",
  "logisticRegression",
  "naiveBayes",
  "network",
  "adaptation",
];

for (const kind of kinds) {
  test(`decodeModel gives back what encodeModel wrote, to the last bit (${kind})`, async () => {
    const model = (await fitted)[kind];
    assert.deepEqual(decodeModel(encodeModel(model), kind), model);
    assert.deepEqual(decodeModel(encodeModel(model)), model);
  });

  test(`modelFromJson gives back what modelToJson wrote, through text (${kind})`, async () => {
    const model = (await fitted)[kind];
    const json = JSON.parse(JSON.stringify(modelToJson(model))) as unknown;
    // JSON has no negative zero.
    const positive = (value: unknown): unknown => (Object.is(value, -0) ? 0 : value);
    const plain = JSON.parse(JSON.stringify(model), (_, value) => positive(value)) as unknown;
    const found = JSON.parse(JSON.stringify(modelFromJson(json, kind))) as unknown;
    assert.deepEqual(found, plain);
    assert.throws(() => modelFromJson(json, kind === "svd" ? "pca" : "svd"), /is of kind/);
  });
}

test("a chain that was saved predicts the same numbers to the last bit", async () => {
  const { textClassifier, rowClassifier, network } = await fitted;
  const again = decodeModel(encodeModel(textClassifier), "textClassifier");
  assert.deepEqual(predictTexts(again, texts), predictTexts(textClassifier, texts));
  const rowsAgain = decodeModel(encodeModel(rowClassifier), "rowClassifier");
  assert.deepEqual(predictRows(rowsAgain, rows), predictRows(rowClassifier, rows));
  const networkAgain = decodeModel(encodeModel(network), "network");
  assert.deepEqual(
    predictNetworkProbabilities(networkAgain, toDense(rows)),
    predictNetworkProbabilities(network, toDense(rows)),
  );
});

test("a chain from a file without a grid of penalties has the curve of the first", async () => {
  const { textClassifier } = await fitted;
  const { kind, model, ...rest } = modelToJson(textClassifier) as {
    kind: string;
    model: { selection: object };
  };
  const { grid, ...before } = textClassifier.selection;
  const saved = { ...rest, kind, model: { ...model, selection: before } };
  const read = modelFromJson(JSON.parse(JSON.stringify(saved)), "textClassifier");
  assert.deepEqual(read.selection.grid, grid);
});

test("a similarity index that was saved gives the same answers to the last bit, dense or sparse", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.oneof(fc.constant(0), finite), fiveEntries), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.array(fc.array(finite, fiveEntries), { maxLength: 3 }),
      (found, queries) => {
        for (const matrix of [toDense(found), sparseFromRows(found)]) {
          const index = createSimilarityIndex(matrix);
          const loaded = decodeModel(encodeModel(index), "similarityIndex");
          assert.deepEqual(loaded, index);
          assert.deepEqual(searchSimilar(loaded, queries, 3), searchSimilar(index, queries, 3));
        }
      },
    ),
    { numRuns: 50 },
  );
  const empty = createSimilarityIndex(new SparseMatrix(0, 7, Int32Array.of(0), none, noValues));
  assert.deepEqual(decodeModel(encodeModel(empty), "similarityIndex"), empty);
});

test("decodeModel refuses a similarity index whose parts do not fit together, and names the part", () => {
  const sparse = {
    rows: 2,
    columns: 3,
    rowOffsets: [0, 2, 3],
    columnIndices: [0, 2, 1],
    values: [1, 2, 3],
  };
  const refuses = (model: Tree, message: RegExp): void =>
    assert.throws(
      () =>
        decodeModel(packModel({ kind: "similarityIndex", library: "lowrank", notes: {}, model })),
      { name: "RangeError", message },
    );
  const changed = (part: object, message: RegExp): void =>
    refuses({ dense: null, sparse: { ...sparse, ...part } }, message);
  changed({ rows: 2 ** 31 - 1 }, /sparse\.rowOffsets is not 2147483648 finite numbers/);
  changed({ rows: 2 ** 40 }, /sparse\.rows is not a whole number from 0 to 2147483647/);
  changed({ columns: 1e12 }, /sparse\.columns is not a whole number/);
  changed({ columns: 2 }, /row 0 has column 2 where columns ascend from 0 to 1/);
  changed({ columnIndices: [2, 0, 1] }, /row 0 has column 0 where columns ascend/);
  changed({ columnIndices: [0, 0.5, 1] }, /row 0 has column 0\.5/);
  changed({ columnIndices: [0, 2] }, /sparse\.columnIndices is not 3 finite numbers/);
  changed({ rowOffsets: [0, 9, 3] }, /row 0 goes from 0 to 9 of 3 non-zeros/);
  changed({ rowOffsets: [0, 2, 2] }, /not rows of ascending columns \(.*3 non-zeros/);
  changed({ values: [1, 1e200, 3] }, /not rows whose lengths are numbers \(row 0 .* Infinity/);
  const huge = { rows: 2 ** 31 - 1, columns: 2 ** 31 - 1, data: [] };
  refuses({ dense: huge, sparse: null }, /dense\.data is not \d+ finite numbers/);
  refuses({ dense: { ...huge, columns: 0 }, sparse: null }, /dense\.columns is not a whole number/);
  refuses({ dense: null, sparse: null }, /similarityIndex is not either dense or sparse rows/);
  // Claimed columns take no memory before a query has as many.
  const wide = packModel({
    kind: "similarityIndex",
    library: "lowrank",
    notes: {},
    model: { dense: null, sparse: { ...sparse, columns: 2 ** 31 - 1 } },
  });
  const index = decodeModel(wide, "similarityIndex");
  assert.throws(() => searchSimilar(index, [[1, 2, 3]]), /queries of 3 numbers do not fit/);
});

test("encodeModel keeps an array that occurs twice once: a PCA's axes are its SVD's", async () => {
  const { pca } = await fitted;
  const { axes, svd } = decodeModel(encodeModel(pca), "pca");
  assert.equal(axes.data, svd.v.data);
});

test("encodeModel writes the same bytes for the same model, and reads them from any offset", async () => {
  const { svd } = await fitted;
  const bytes = encodeModel(svd);
  assert.deepEqual(encodeModel(svd), bytes);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assert.deepEqual(decodeModel(shifted.subarray(3), "svd"), svd);
});

test("encodeModel refuses what is no fitted model", () => {
  for (const wrong of [null, 3, "model", [], {}, { terms: [] }])
    assert.throws(() => encodeModel(wrong as unknown as SavedModel), /no fitted model; pass/);
  assert.throws(() => decodeModel("bytes" as unknown as Uint8Array), /pass a Uint8Array/);
});

test("decodeModel names another kind, another version, and what is no model", async () => {
  const { pca } = await fitted;
  const bytes = encodeModel(pca);
  assert.throws(() => decodeModel(bytes, "svd"), /is of kind "pca", not "svd"/);
  assert.throws(() => decodeModel(bytes, "picture" as "svd"), /kind "picture" is unknown/);
  const newer = bytes.slice();
  newer[8] = 3;
  assert.throws(() => decodeModel(newer), /version 3 .* reads version 1; update lowrank/);
  const older = bytes.slice();
  older[8] = 0;
  assert.throws(() => decodeModel(older), /version 0 .* reads version 1; fit and save/);
  for (const other of ["", "id,title\n1,a", "\x89PNG\r\n\x1a\n"])
    assert.throws(() => decodeModel(new TextEncoder().encode(other)), /no saved model; pass/);
  const asText = Uint8Array.from([...bytes].filter((byte, i) => byte !== 0x0d || i > 8));
  assert.throws(() => decodeModel(asText), /copied as text/);
});

test("decodeModel notices every cut, every added byte and every flipped bit", async () => {
  const { textClassifier } = await fitted;
  const bytes = encodeModel(textClassifier);
  const refusal = { name: "RangeError", message: /^(the model|these bytes)/ };
  for (let length = 0; length < bytes.length; length += length < 64 ? 1 : 97)
    assert.throws(() => decodeModel(bytes.subarray(0, length)), refusal);
  assert.throws(() => decodeModel(Uint8Array.of(...bytes, 0)), /something was added/);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = bytes.slice();
      damaged[at] ^= flip;
      assert.throws(() => decodeModel(damaged), refusal);
    }),
    { numRuns: 500 },
  );
});

/** The bytes with a checksum that fits, as one who forges a file would write them. */
function forge(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer).setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes;
}

/** Reads the bytes: they must give a model that can be used, or a refusal in words of ours. */
function readOrRefuse(bytes: Uint8Array, use: (model: SavedModel) => void): void {
  let model: SavedModel;
  try {
    model = decodeModel(bytes);
  } catch (error) {
    assert.ok(error instanceof RangeError, String(error));
    assert.match(error.message, /^(the model|these bytes)/);
    return;
  }
  try {
    use(model);
  } catch (error) {
    // Forged weights may be so large that coordinates overflow.
    assert.match(String(error), /^RangeError: feature -?(NaN|Infinity) .*; /);
  }
}

test("decodeModel refuses forged bytes in words, or gives a model that works", async () => {
  const all = await fitted;
  for (const kind of kinds) {
    const bytes = encodeModel(all[kind]);
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 17), fc.nat(255)), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(edits, (changes) => {
        const forged = bytes.slice();
        for (const [at, byte] of changes) forged[16 + at] = byte;
        readOrRefuse(forge(forged), (model) => {
          if ("tfidf" in model) predictTexts(model, texts);
          else if ("preparation" in model)
            predictRows(model, [Array.from({ length: model.columns }, () => 1)]);
          else if ("lengths" in model && model.columns === 3) searchSimilar(model, [[1, 2, 3]]);
          else encodeModel(model);
        });
      }),
      { numRuns: 400 },
    );
  }
});

test("decodeModel refuses forged heads: any JSON in the place of any part", async () => {
  const { textClassifier } = await fitted;
  const whole = modelToJson(textClassifier) as { kind: string; model: Tree };
  const paths: string[][] = [];
  const collect = (value: unknown, path: string[]): void => {
    paths.push(path);
    if (typeof value !== "object" || value === null || path.length > 5) return;
    for (const [name, part] of Object.entries(value).slice(0, 12)) collect(part, [...path, name]);
  };
  collect(whole.model, []);
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), (path, value) => {
      const model = replace(whole.model, path, value as Tree);
      const forged = packModel({ kind: whole.kind, library: "lowrank", notes: {}, model });
      readOrRefuse(forged, (found) => predictTexts(found as SavedModels["textClassifier"], texts));
    }),
    { numRuns: 2000 },
  );
});

function replace(tree: unknown, [name, ...rest]: string[], value: Tree): Tree {
  if (name === undefined) return value;
  const copy = (Array.isArray(tree) ? [...(tree as Tree[])] : { ...(tree as object) }) as Record<
    string,
    Tree
  >;
  copy[name] = replace(copy[name], rest, value);
  return copy;
}

test("decodeModel takes memory in proportion to the bytes, whatever they claim", () => {
  const head = (text: string): Uint8Array => {
    const json = new TextEncoder().encode(text);
    const bytes = new Uint8Array(Math.ceil((32 + json.length) / 8) * 8);
    bytes.set(Uint8Array.of(0x89, 0x4c, 0x52, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a, 1));
    const view = new DataView(bytes.buffer);
    view.setBigUint64(16, BigInt(bytes.length), true);
    view.setUint32(24, json.length, true);
    bytes.set(json, 32);
    return forge(bytes);
  };
  const refuses = (text: string, message: RegExp): void =>
    assert.throws(() => decodeModel(head(text)), { name: "RangeError", message });
  const rest = '"library":"x","notes":{}';
  refuses(`{"kind":"svd",${rest},"arrays":[1e15],"model":{}}`, /giving the arrays .* numbers/);
  refuses(`{"kind":"svd",${rest},"arrays":[-1,1],"model":{}}`, /no whole number/);
  refuses(`{"kind":"svd",${rest},"arrays":[],"model":{"array":7}}`, /unknown array/);
  refuses("[".repeat(1e5) + "]".repeat(1e5), /nested deeper than 32/);
  refuses("[]", /no group of named values/);
  refuses("{", /no JSON/);
  refuses(`{"kind":"__proto__",${rest},"arrays":[],"model":{}}`, /does not know; update/);
  const matrix = '{"rows":2147483647,"columns":2147483647,"data":[]}';
  refuses(`{"kind":"svd",${rest},"arrays":[],"model":{"v":${matrix}}}`, /svd\.v\.data is not/);
  const tfidf = (ngrams: string): string =>
    `{"kind":"tfidf",${rest},"arrays":[],"model":{"type":"lowrank-tfidf","version":1,"terms":[],"idf":[],"documentFrequencies":[],"documents":1,"sublinear":false,"encoding":{"ngrams":${ngrams}}}}`;
  refuses(tfidf("[1,1e9]"), /ngrams is not at most 1000/);
  refuses(tfidf('"x"'), /options that can be used/);
});

test("crc32 gives the check value of the standard", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
});
