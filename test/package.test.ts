import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import * as modules from "../src/index";

const root = path.join(__dirname, "..", "..");
// eslint-disable-next-line @typescript-eslint/no-require-imports
const bundled = require("lowrank") as typeof modules;

test('require("lowrank") gives the bundle, with every export of src/index', () => {
  const { main } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    main: string;
  };
  assert.equal(require.resolve("lowrank"), path.join(root, main));
  assert.deepEqual(Object.keys(bundled).sort(), Object.keys(modules).sort());
});

test("the bundle finds its data, and its threads give the same numbers as one", () => {
  assert.equal(bundled.loadPosts({ language: "en" }).length, 648);
  assert.equal(bundled.listDatasets().length, 9);
  const texts = bundled.loadTeachingGlosses({ perClass: 100 }).map(({ text }) => text);
  const { matrix } = bundled.fitTransformTfidf(texts);
  const [one, two] = [1, 2].map(
    (threads) => bundled.truncatedSvd(matrix, 10, { threads }).singularValues,
  );
  assert.deepEqual(two, one);
});

test("the bundle makes an explorer, script and all", () => {
  const { images, labels } = bundled.generateStrokeDigits({ perClass: 4, size: 8, seed: 1 });
  const { payload, bytes } = bundled.exploreImages(bundled.fitPca(images, 3), {
    images,
    labels,
    size: 8,
  });
  assert.deepEqual(payload.ranks, [1, 2, 3]);
  assert.ok(bytes > 1e5, `${bytes} bytes do not hold the script`);
});

test("folds that the bundle scores on worker threads give the same scores as on one", async () => {
  const documents = bundled.loadTeachingGlosses({ perClass: 600 });
  const [texts, labels] = [documents.map(({ text }) => text), documents.map(({ label }) => label)];
  const [one, two] = await Promise.all(
    [1, 2].map((threads) =>
      bundled.crossValidateRank(texts, labels, { ranks: [320], folds: 3, threads }),
    ),
  );
  assert.deepEqual(two.scores[0].accuracy, one.scores[0].accuracy);
});
