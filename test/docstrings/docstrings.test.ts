import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { exampleNames, writeExampleFiles } from "./exampleNames";
import { listPublicFunctions } from "./publicFunctions";
import { runExample } from "./runExample";

const functions = ["index.ts", "teaching.ts", "adapters.ts"].flatMap(listPublicFunctions);
/** These have nothing to refuse in what their types admit. */
const throwNothing = ["cumulativeEnergy", "shuffle", "countParameters", "show"].concat([
  ...["loadDeerwester", "loadAdaptationGrid", "loadDigitAdaptations", "loadNounModel"],
  "corpusCountsToJson",
  "similarityIndexToJson",
  ...["bytesSource", "blobSource", "summariseSpectrum"],
]);
const start = process.cwd();
let folder = "";
let names: Record<string, unknown> = {};

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "lowrank-examples-"));
  names = await exampleNames();
  process.chdir(folder);
  writeExampleFiles();
});

after(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true, force: true });
});

test("every public function's docstring has an example, a cost and the errors", () => {
  assert.ok(functions.length > 80, "found few functions: the doors are read wrongly");
  const missing = functions.flatMap(({ name, file, comment, examples }) => {
    const lacks = [
      examples.length === 0 && "@example",
      !/\bcost|\bmemory/i.test(comment) && "Cost",
      !comment.includes("@throws") && !throwNothing.includes(name) && "@throws",
    ].filter((one) => one !== false);
    return lacks.length > 0 ? [`${file} ${name}: ${lacks.join(", ")}`] : [];
  });
  assert.deepEqual(missing, []);
});

for (const { name, examples } of functions)
  test(`the example of ${name} runs, and gives what its comments say`, async (t) => {
    t.mock.method(console, "log", () => undefined);
    for (const code of examples) await runExample(code, names);
  });
