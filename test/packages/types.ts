import assert from "node:assert/strict";
import { test } from "node:test";
import { FreshProject, once } from "./freshProject";
import { tarballs } from "./tarballs";

const project = once(async () => {
  const { library } = await tarballs();
  const fresh = new FreshProject("types");
  // typescript-5.0 is the version inside the stock tslab kernel.
  await fresh.install(library, "typescript@latest", "typescript-5.0@npm:typescript@~5.0");
  await fresh.installWhatThereIs("publint", "@arethetypeswrong/cli");
  return fresh;
});

/** What a program of a reader's names: values, models, options, signals, figures. */
const program = `
import { DenseMatrix, fitPca, fitTfidf, plotScree, plotLines, transformTfidf, truncatedSvd } from "lowrank";
import { crossValidateRank, exploreImages, showTable, createTokenizer } from "lowrank";
import type { Figure, LineSeries, RankCurve, StopSignal, TfidfModel } from "lowrank";
import { generateStrokeDigits, loadDeerwester, loadPosts } from "lowrank/teaching";
import { escapeHtml } from "lowrank/workbook";
import { adapterSpectrum, bytesSource, readAdapter, type ModuleSpectrum } from "lowrank/adapters";

export const model: TfidfModel = fitTfidf(["a small bird", "a red breast"], { ngrams: [1, 2] });
export const counts = transformTfidf(model, ["a bird"]);
export const svd = truncatedSvd(new DenseMatrix(2, 2, Float64Array.of(1, 2, 3, 4)), 1);
export const values: Float64Array = svd.singularValues;
export const figure: Figure = plotScree(svd.singularValues);
export const series: LineSeries = { name: "a", x: [1], y: [2] };
export const lines = plotLines([series], { title: "t", xTitle: "x", yTitle: "y" });
export const title: string | undefined = figure.layout.xaxis?.title?.text;
const signal: StopSignal = { aborted: false };
export const curve: Promise<RankCurve> = crossValidateRank(["a"], ["b"], { ranks: [1], signal });
export const tokenizer = createTokenizer({ stopWords: "english" });
export const example = loadDeerwester();
export const posts = loadPosts({ language: "en" });
const { images, labels } = generateStrokeDigits({ perClass: 1, size: 8, seed: 1 });
export const explorer = exploreImages(fitPca(images, 2), { images, labels, size: 8 });
export const spectra: Promise<ModuleSpectrum[]> = readAdapter([
  bytesSource("a.safetensors", Uint8Array.of(0)),
]).then((adapter) => adapterSpectrum(adapter, { signal }));
showTable([{ a: escapeHtml("<") }]);
// @ts-expect-error a rank is a number
truncatedSvd(counts, "1");
`;

const strict = {
  strict: true,
  target: "ES2022",
  lib: ["ES2022"],
  types: [],
  skipLibCheck: false,
  declaration: true,
  outDir: "out",
};

const settings = {
  "node16, ES modules": { compiler: "typescript", module: "node16", file: "program.mts" },
  "node16, CommonJS": { compiler: "typescript", module: "node16", file: "program.cts" },
  bundler: { compiler: "typescript", module: "esnext", moduleResolution: "bundler" },
  "TypeScript 5.0, node10": {
    compiler: "typescript-5.0",
    module: "commonjs",
    moduleResolution: "node10",
  },
  "TypeScript 5.0, bundler": {
    compiler: "typescript-5.0",
    module: "esnext",
    moduleResolution: "bundler",
  },
};

for (const [name, { compiler, ...rest }] of Object.entries(settings)) {
  test(`types stand alone, without DOM, Node's types or Plotly's: ${name}`, async () => {
    const fresh = await project();
    const { file = "program.ts", ...options } = rest as { file?: string };
    fresh.write(file, program);
    const compilerOptions = { ...strict, ...options };
    fresh.write("tsconfig.json", JSON.stringify({ compilerOptions, files: [file] }));
    const { code, stdout } = await fresh.tool(`${compiler}/lib/tsc.js`, ["-p", "."]);
    assert.equal(code, 0, stdout);
  });
}

test("publint finds nothing", async (t) => {
  const fresh = await project();
  const lacking = fresh.lacks("publint");
  if (lacking !== undefined) return t.skip(lacking);
  const { library, workbook } = await tarballs();
  for (const file of [library, workbook]) {
    const { code, stdout, stderr } = await fresh.tool("publint/src/cli.js", [file, "--strict"]);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /All good/);
  }
});

test("arethetypeswrong finds the types of every door right", async (t) => {
  const fresh = await project();
  const lacking = fresh.lacks("@arethetypeswrong/cli");
  if (lacking !== undefined) return t.skip(lacking);
  const { library, workbook } = await tarballs();
  for (const file of [library, workbook]) {
    const args = [file, "--format", "json"];
    const { code, stdout } = await fresh.tool("@arethetypeswrong/cli/dist/index.js", args);
    assert.equal(code, 0, stdout);
  }
});
