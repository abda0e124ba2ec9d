import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import type { Entrant } from "../../bench/harness/contest";
import { runInTurns } from "../../bench/harness/pairedRuns";
import { createRandom, DenseMatrix, saveNpy } from "../../src/lowrank/index";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-bench-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const matrix = path.join(folder, "matrix.npy");
const random = createRandom(1);
saveNpy(
  matrix,
  new DenseMatrix(
    30,
    20,
    Float64Array.from({ length: 600 }, () => random.normal()),
  ),
);

const lowrank: Entrant = {
  name: "lowrank",
  side: "ours",
  runtime: "node",
  module: "denseSvd",
  input: { matrix, rank: 3, tolerance: 1e-6 },
};
const mlMatrix: Entrant = {
  name: "ml-matrix",
  side: "peer",
  runtime: "node",
  module: "mlMatrixSvd",
  input: { matrix, rank: 3 },
};
const python = {
  path: path.join(folder, "no-python"),
  missing: "not installed: apt-get install python3-sklearn",
};

test("runInTurns(entrants) takes turns, a b a b …, each warmed up in a process of its own, and brings back what they found", async () => {
  const said: string[] = [];
  const results = await runInTurns([lowrank, { ...mlMatrix, repeats: 2 }], {
    repeat: 3,
    python,
    log: (message) => said.push(message),
  });
  const turns = said.map((message) => message.replace(/, [\d.e-]+ s$/, ""));
  assert.deepEqual(turns, [
    "lowrank: warming up",
    "ml-matrix: warming up",
    "lowrank: run 1",
    "ml-matrix: run 1",
    "lowrank: run 2",
    "ml-matrix: run 2",
    "lowrank: run 3",
  ]);
  const [ours, peer] = results;
  assert.deepEqual([ours.runs.length, peer.runs.length], [3, 2]);
  assert.ok(ours.runs.every(({ seconds, cpuSeconds }) => seconds > 0 && cpuSeconds >= 0));
  assert.ok(
    (ours.peakBytes ?? 0) >= (ours.loadedBytes ?? Infinity),
    "the peak is at least what was loaded",
  );
  const [found, expected] = results.map(({ output }) => output?.values as number[]);
  found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-6 * expected[i]));
});

test("runInTurns(entrants) times a cold entrant's whole process", async () => {
  const [{ runs, output, peakBytes }] = await runInTurns([{ ...lowrank, cold: true }], {
    repeat: 2,
    python,
    log: () => undefined,
  });
  assert.equal(runs.length, 2);
  assert.ok(
    runs.every(({ seconds }) => seconds > 0.02),
    "no process of Node starts in less",
  );
  assert.equal((output?.values as number[]).length, 3);
  assert.ok((peakBytes ?? 0) > 1e7);
});

test("runInTurns(entrants) says that a peer is not installed, and goes on with the others", async () => {
  const peer: Entrant = { ...mlMatrix, name: "scikit-learn", runtime: "python", module: "svd" };
  const [missing, there] = await runInTurns([peer, lowrank], {
    repeat: 1,
    python,
    log: () => undefined,
  });
  assert.equal(missing.failure, "not installed: apt-get install python3-sklearn");
  assert.equal(missing.runs.length, 0);
  assert.equal(there.runs.length, 1);
});

test("runInTurns(entrants) gives up an entrant that is over its limit, and one that fails, and says so", async () => {
  const slow: Entrant = { ...mlMatrix, limitSeconds: 0.001 };
  const broken: Entrant = { ...lowrank, input: { matrix, rank: 99, tolerance: 1e-6 } };
  const results = await runInTurns([slow, broken, lowrank], {
    repeat: 1,
    python,
    log: () => undefined,
  });
  assert.equal(results[0].failure, "over the limit of 0.001 s");
  assert.match(results[1].failure ?? "", /rank 99 does not fit a matrix of 30 rows and 20 columns/);
  assert.equal(results[2].runs.length, 1);
});
