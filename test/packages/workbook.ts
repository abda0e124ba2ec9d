import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { FreshProject, once } from "./freshProject";
import { tarballs } from "./tarballs";

/** A project of a reader who wants the notebooks too. */
const project = once(async () => {
  const { library, workbook } = await tarballs();
  const fresh = new FreshProject("workbook");
  await fresh.install(library, workbook, "typescript@latest");
  return fresh;
});

const command = "lowrank/bin/lowrank.js";
const notebook = "node_modules/lowrank-workbook/notebooks/02-factor-matrix.ipynb";

test("with lowrank-workbook the command's help lists all, and names no package to install", async () => {
  const fresh = await project();
  const { code, stdout } = await fresh.tool(command, ["--help"]);
  assert.equal(code, 0);
  for (const name of ["run", "book", "serve", "start", "new", "data", "kernel"])
    assert.match(stdout, new RegExp(`^ +${name}\\b`, "m"));
  assert.doesNotMatch(stdout, /lowrank-workbook/);
});

test("lowrank run --check runs a packed notebook and finds what it holds", async () => {
  const fresh = await project();
  const { code, stdout, stderr } = await fresh.tool(command, ["run", "--check", notebook]);
  assert.equal(code, 0, stdout + stderr);
});

test("lowrank book makes pages of it", async () => {
  const fresh = await project();
  const { code, stdout, stderr } = await fresh.tool(command, ["book", notebook, "--out", "site"]);
  assert.equal(code, 0, stdout + stderr);
  assert.ok(existsSync(fresh.path("site", "index.html")));
});

test("lowrank new makes a project on a table, linked to the packed packages; its notebook runs", async () => {
  const fresh = await project();
  const words = ["fish", "soup", "bread", "rice", "train", "plane", "hotel", "road"];
  const rows = Array.from({ length: 24 }, (_, i) => {
    const [word, other] = [words[i % 8], words[(i % 8 < 4 ? 0 : 4) + ((i + 1) % 4)]];
    return `"the ${word} and the ${other}, ${i}",${i % 8 < 4 ? "food" : "travel"}`;
  });
  fresh.write("posts.csv", ["title,topic", ...rows].join("\n"));
  const made = await fresh.tool(command, ["new", "mine", "--from", "posts.csv"]);
  assert.equal(made.code, 0, made.stdout + made.stderr);
  const own = fresh.path("mine", "node_modules", "lowrank", "package.json");
  assert.ok(existsSync(own), "the project's packages are not linked");
  const ran = await fresh.tool(command, ["run", "mine/notebooks"]);
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
});

test("the stock tslab kernel resolves every door, with types", async () => {
  const fresh = await project();
  const cell = `
    import { truncatedSvd, DenseMatrix, Figure, plotScree } from "lowrank";
    import { loadDeerwester } from "lowrank/teaching";
    import { escapeHtml } from "lowrank/workbook";
    import { listDatasets } from "lowrank-workbook";
    const figure: Figure = plotScree(truncatedSvd(loadDeerwester().counts, 2).singularValues);
    [figure.data.length > 0, escapeHtml("<"), listDatasets().length > 0].join(" ");`;
  const program = `
    const { createConverter } = require("tslab/dist/converter");
    const { createExecutor } = require("tslab/dist/executor");
    const converter = createConverter({ isJS: false });
    const said = [];
    const console = { log: (one) => said.push(one), error: (...all) => said.push(all.join(" ")) };
    const executor = createExecutor(process.cwd(), { node: converter }, console);
    executor.execute(${JSON.stringify(cell)}).then((done) => {
      process.stdout.write(JSON.stringify({ done, said }));
      converter.close();
    });`;
  const answer = await fresh.runProgram("tslab.cjs", program);
  assert.deepEqual(JSON.parse(answer), { done: true, said: ["true &lt; true"] });
});

test("figures fit Plotly's own types, and a platform's AbortSignal is a signal", async () => {
  const fresh = await project();
  fresh.write(
    "plotly.ts",
    `import { newPlot } from "plotly.js-dist";
     import { loadDataset } from "lowrank-workbook";
     import { crossValidateRank, plotScree, type Figure } from "lowrank";
     const { data, layout, config }: Figure = plotScree([2, 1]);
     void newPlot("place", data, layout, config);
     void crossValidateRank([], [], { ranks: [1], signal: new AbortController().signal });
     export const set = loadDataset("snips7");`,
  );
  const compilerOptions = { strict: true, lib: ["ES2022", "DOM"], module: "node16", noEmit: true };
  const options = { compilerOptions: { ...compilerOptions, types: [] }, files: ["plotly.ts"] };
  fresh.write("tsconfig.json", JSON.stringify(options));
  const { code, stdout } = await fresh.tool("typescript/lib/tsc.js", ["-p", "."]);
  assert.equal(code, 0, stdout);
});
