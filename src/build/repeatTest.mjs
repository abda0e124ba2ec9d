// Runs one compiled test file many times, for a test that fails now and then, and counts:
// node src/build/repeatTest.mjs workbook/jupyter/client --times 100
// What a failing run printed is kept in a folder, whose path stands in the last line.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "./paths.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: "string", default: "100" }, name: { type: "string" } },
});
const times = Number(values.times);
const [test] = positionals;
const file = path.join(
  "dist",
  "test",
  `${test}`.replace(/^(dist\/)?test\/|(\.test)?\.[jt]s$/g, ""),
);
const compiled = `${file}.test.js`;
if (positionals.length !== 1 || !existsSync(path.join(root, compiled)) || !(times >= 1)) {
  console.error(
    `usage: node src/build/repeatTest.mjs FILE [--times 100] [--name TITLE]; there is no ${compiled} (build first), or ${values.times} is no number of runs`,
  );
  process.exit(1);
}

/** Runs the file once; gives its exit code, what it printed and its seconds. */
async function runOnce() {
  const started = performance.now();
  const pattern = values.name === undefined ? [] : ["--test-name-pattern", values.name];
  const run = spawn(process.execPath, ["--test", ...pattern, compiled], { cwd: root });
  const printed = [];
  for (const stream of [run.stdout, run.stderr]) stream.on("data", (chunk) => printed.push(chunk));
  const code = await new Promise((resolve) => run.on("close", resolve));
  return { code, output: Buffer.concat(printed), seconds: (performance.now() - started) / 1000 };
}

let folder;
const failed = [];
const seconds = [];
for (let run = 1; run <= times; run++) {
  const result = await runOnce();
  seconds.push(result.seconds);
  if (result.code !== 0) {
    failed.push(run);
    folder ??= mkdtempSync(path.join(tmpdir(), "lowrank-repeat-"));
    writeFileSync(path.join(folder, `run-${run}.txt`), result.output);
  }
  const state = result.code === 0 ? "passed" : "FAILED";
  console.log(`run ${run} of ${times}: ${state}, ${result.seconds.toFixed(1)} s`);
}
seconds.sort((a, b) => a - b);
const middle = seconds[Math.floor(seconds.length / 2)].toFixed(1);
console.log(
  `${times - failed.length} of ${times} passed; a run took ${middle} s (median), ${seconds.at(-1).toFixed(1)} s at most`,
);
if (failed.length > 0)
  console.log(`failed: run ${failed.join(", ")}; their output is in ${folder}`);
process.exit(failed.length > 0 ? 1 : 0);
