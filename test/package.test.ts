import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import * as modules from "../src/lowrank/index";
import * as adaptersModules from "../src/lowrank/adapters";
import * as clusterModules from "../src/lowrank/cluster";
import * as teachingModules from "../src/lowrank/teaching";
import * as workbookModules from "../src/lowrank/workbook";
import { plotlyVersion } from "../src/lowrank/plot/drawing/drawScript";
import { repository } from "./paths";

/* eslint-disable @typescript-eslint/no-require-imports */
const bundled = require("lowrank") as typeof modules;
const teaching = require("lowrank/teaching") as typeof teachingModules;
const adapters = require("lowrank/adapters") as typeof adaptersModules;
const cluster = require("lowrank/cluster") as typeof clusterModules;
const workbook = require("lowrank/workbook") as typeof workbookModules;
/* eslint-enable @typescript-eslint/no-require-imports */

const packageFolder = path.join(repository, "src", "lowrank");

test('require("lowrank") and its doors give the bundles, with every export of the sources', async () => {
  assert.equal(require.resolve("lowrank"), path.join(packageFolder, "dist", "index.js"));
  const pairs = [
    [bundled, modules, "lowrank"],
    [teaching, teachingModules, "lowrank/teaching"],
    [adapters, adaptersModules, "lowrank/adapters"],
    [cluster, clusterModules, "lowrank/cluster"],
    [workbook, workbookModules, "lowrank/workbook"],
  ] as const;
  for (const [door, sources, name] of pairs) {
    const names = Object.keys(sources).sort();
    assert.ok(names.length > 0);
    assert.deepEqual(Object.keys(door).sort(), names, name);
    const esm = (await import(name)) as object;
    assert.deepEqual(
      Object.keys(esm)
        .filter((key) => key !== "default" && key !== "module.exports")
        .sort(),
      names,
      name,
    );
  }
});

test("deep paths of the package are closed", () => {
  for (const path of ["lowrank/dist/index.js", "lowrank/linalg/truncatedSvd"])
    assert.throws(() => require.resolve(path), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
});

test("the library depends on few packages, none of them the workbook's", () => {
  const { dependencies } = JSON.parse(
    readFileSync(path.join(packageFolder, "package.json"), "utf8"),
  ) as { dependencies: Record<string, string> };
  assert.deepEqual(Object.keys(dependencies).sort(), ["fflate", "ml-matrix"]);
});

test("figures ask for the version of Plotly that the workbook installs", () => {
  const file = require.resolve("plotly.js-dist/package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  assert.equal(plotlyVersion, version);
});

test("the bundle has its data inside, and its threads give the same numbers as one", () => {
  assert.equal(teaching.loadPosts({ language: "en" }).length, 648);
  const texts = teaching.loadTeachingGlosses({ perClass: 100 }).map(({ text }) => text);
  const { matrix } = bundled.fitTransformTfidf(texts);
  const [one, two] = [1, 2].map(
    (threads) => bundled.truncatedSvd(matrix, 10, { threads }).singularValues,
  );
  assert.deepEqual(two, one);
});

test("the bundle makes an explorer, script and all", () => {
  const { images, labels } = teaching.generateStrokeDigits({ perClass: 4, size: 8, seed: 1 });
  const { payload, bytes } = bundled.exploreImages(bundled.fitPca(images, 3), {
    images,
    labels,
    size: 8,
  });
  assert.deepEqual(payload.ranks, [1, 2, 3]);
  assert.ok(bytes > 1e5, `${bytes} bytes do not hold the script`);
});

test("folds that the bundle scores on worker threads give the same scores as on one", async () => {
  const documents = teaching.loadTeachingGlosses({ perClass: 600 });
  const [texts, labels] = [documents.map(({ text }) => text), documents.map(({ label }) => label)];
  const [one, two] = await Promise.all(
    [1, 2].map((threads) =>
      bundled.crossValidateRank(texts, labels, { ranks: [320], folds: 3, threads }),
    ),
  );
  assert.deepEqual(two.scores[0].accuracy, one.scores[0].accuracy);
});
