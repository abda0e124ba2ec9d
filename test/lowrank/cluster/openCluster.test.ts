import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../../../src/lowrank/classify/logisticRegression";
import { accuracy } from "../../../src/lowrank/classify/metrics";
import { crossValidateShards } from "../../../src/lowrank/cluster/crossValidateShards";
import { openCluster, type ClusterMatrix } from "../../../src/lowrank/cluster/openCluster";
import { openBlocks } from "../../../src/lowrank/files/openBlocks";
import { loadModel } from "../../../src/lowrank/files/saveModel";
import { storeBlocks } from "../../../src/lowrank/files/storeBlocks";
import { projectRows } from "../../../src/lowrank/linalg/coordinates";
import { sparseFromRows, type SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import type { TruncatedSvd } from "../../../src/lowrank/linalg/svd";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { truncatedSvdAsync } from "../../../src/lowrank/linalg/truncatedSvdAsync";
import { command } from "../../paths";
import { listPublicFunctions } from "../../docstrings/publicFunctions";
import { runExample } from "../../docstrings/runExample";
import {
  killed,
  listHelpers,
  packageFolder,
  python,
  skipWithoutDask as skip,
  startCluster,
  until,
  usePackage,
  type LocalCluster,
} from "./localCluster";
import { drawRows, storeShards } from "./storedShards";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-shards-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function factorWhole(file: string, rank: number): TruncatedSvd {
  const matrix = openBlocks(file);
  try {
    return truncatedSvd(matrix, rank);
  } finally {
    matrix.close();
  }
}

function assertSameFactors(found: TruncatedSvd, expected: TruncatedSvd): void {
  for (const [i, value] of expected.singularValues.entries())
    assert.ok(Math.abs(found.singularValues[i] / value - 1) < 1e-12, `σ${i + 1}`);
  for (const side of ["u", "v"] as const) {
    assert.equal(found[side].rows, expected[side].rows);
    const apart = found[side].data.map((entry, at) => Math.abs(entry - expected[side].data[at]));
    assert.ok(Math.max(...apart) < 1e-7, `${side} differs by ${Math.max(...apart)}`);
  }
}

test("openCluster names what is no address, no shards and no number", async () => {
  await assert.rejects(openCluster("localhost", "x"), /scheduler is "localhost".*tcp:/);
  await assert.rejects(openCluster("tcp://a:1", []), /0 shards/);
  await assert.rejects(openCluster("tcp://a:1", "x", { parts: 0 }), /parts is 0/);
  await assert.rejects(openCluster("tcp://a:1", "x", { stepSeconds: -1 }), /stepSeconds is -1/);
});

test("openCluster names a Python that is not there, and the package that one lacks", async (t) => {
  await assert.rejects(
    openCluster("tcp://127.0.0.1:1", "x", { python: "/no/python" }),
    /\/no\/python cannot be started \(ENOENT\).*--python/,
  );
  if (spawnSync("python3", ["--version"]).status !== 0) return t.skip("there is no python3");
  const { PYTHONPATH } = process.env;
  delete process.env.PYTHONPATH;
  try {
    await assert.rejects(
      openCluster("tcp://127.0.0.1:1", "x", { python: "python3" }),
      /has no package lowrank-dask; install it: python3 -m pip install lowrank-dask/,
    );
  } finally {
    if (PYTHONPATH !== undefined) process.env.PYTHONPATH = PYTHONPATH;
  }
});

test("openCluster names a scheduler that does not answer", { skip }, async () => {
  usePackage();
  await assert.rejects(
    openCluster("tcp://127.0.0.1:1", "x", { connectSeconds: 1 }),
    /no scheduler answers at tcp:\/\/127\.0\.0\.1:1 within 1 s/,
  );
});

test(
  "openCluster refuses a bridge of another protocol, and says what to install",
  { skip },
  async () => {
    const other = path.join(folder, "other");
    cpSync(packageFolder, other, { recursive: true });
    const about = path.join(other, "lowrank_dask", "__init__.py");
    writeFileSync(about, readFileSync(about, "utf8").replace(/PROTOCOL = \d+/, "PROTOCOL = 99"));
    usePackage(other);
    await assert.rejects(
      openCluster("tcp://127.0.0.1:1", "x"),
      /speaks protocol 99, this lowrank protocol \d+; install versions of one release/,
    );
    usePackage();
  },
);

describe("two workers", { skip }, () => {
  let local: LocalCluster;
  const matrix = [300, 1, 500, 200, 250].map((rows, i) => drawRows(rows, 180, i + 1));
  const stored = storeShards(folder, "tall", matrix);
  const expected = factorWhole(stored.whole, 12);
  const whole = sparseFromRows(
    matrix.flatMap((part) => {
      const { rows, columns, data } = part.toDense();
      return Array.from({ length: rows }, (_, i) => data.subarray(i * columns, (i + 1) * columns));
    }),
  );
  /** By the sign of the first entry that is not 0. */
  const labels = Array.from({ length: whole.rows }, (_, row) => {
    const { rowOffsets, values } = whole;
    const first = rowOffsets[row] < rowOffsets[row + 1] ? values[rowOffsets[row]] : 0;
    return first > 0 ? "up" : "down";
  });
  const foldOfOwnRow = (foldOfShard: readonly number[]): number[] =>
    matrix.flatMap(({ rows }, shard) => new Array<number>(rows).fill(foldOfShard[shard]));
  const opened: ClusterMatrix[] = [];
  /** Opened by the first test, with the factors that it found. */
  let tall: ClusterMatrix;
  let factors: TruncatedSvd;
  const open = async (...args: Parameters<typeof openCluster>): Promise<ClusterMatrix> => {
    const cluster = await openCluster(...args);
    opened.push(cluster);
    return cluster;
  };
  before(async () => (local = await startCluster(2)));
  after(async () => {
    for (const cluster of opened) await cluster.close();
    await local.stop();
  });

  test("truncatedSvdAsync(openCluster(…), k) gives the factors of one process, and the cost model's bytes", async () => {
    const progress: number[] = [];
    const cluster = await open(local.address, stored.shards, {
      workers: 2,
      onProgress: ({ done, total }) => progress.push(done / total),
    });
    assert.deepEqual(progress, [0.5, 1]);
    assert.equal(cluster.parts, 2);
    assert.deepEqual(
      cluster.shards.map(({ place }) => place),
      stored.files,
    );
    assert.deepEqual(
      cluster.shards.map(({ rows }) => rows),
      matrix.map(({ rows }) => rows),
    );
    [tall, factors] = [cluster, await truncatedSvdAsync(cluster, 12)];
    assertSameFactors(factors, expected);
    const { products, bytesSent, bytesReceived, repeated } = cluster.traffic;
    const step = 8 * 4 * cluster.columns;
    assert.equal(bytesSent, (products - 1) * step + 8 * 12 * cluster.columns);
    assert.equal(bytesReceived, (products - 1) * step + 8 * 12 * cluster.rows);
    assert.equal(repeated, 0);
  });

  for (const name of ["openCluster", "crossValidateShards"])
    test(`the example of ${name} runs`, async () => {
      const found = listPublicFunctions("cluster.ts").find((one) => one.name === name);
      assert.match(found?.comment ?? "", /Cost[^]*@throws/);
      const code = found?.examples[0]
        .replace("tcp://127.0.0.1:8786", local.address)
        .replace('"shards"', JSON.stringify(stored.shards));
      assert.ok(code);
      await runExample(code, { openCluster, crossValidateShards, truncatedSvdAsync, labels });
    });

  test("crossValidateShards(cluster, …) scores ranks as SVD, projection and classifier do fold by fold", async () => {
    const ranks = [2, 6];
    const foldOfShard = [0, 0, 1, 1, 0];
    const { scores } = await crossValidateShards(tall, labels, {
      ranks,
      foldOfShard,
      unitRows: false,
    });
    const rowsOf = (fold: number, within: boolean) =>
      foldOfOwnRow(foldOfShard).flatMap((own, row) => ((own === fold) === within ? [row] : []));
    for (const [i, rank] of ranks.entries()) {
      const expected = [0, 1].map((fold) => {
        const [train, test] = [rowsOf(fold, false), rowsOf(fold, true)];
        const svd = truncatedSvd(whole.selectRows(train), rank);
        const features = (rows: number[]) => projectRows(svd, whole.selectRows(rows));
        const labelsOf = (rows: number[]) => rows.map((row) => labels[row]);
        const model = fitLogisticRegression(features(train), labelsOf(train));
        const predicted = predictLogisticRegression(model, features(test));
        return accuracy({ actual: labelsOf(test), predicted });
      });
      scores[i].accuracy.folds.forEach((found, fold) =>
        assert.ok(Math.abs(found - expected[fold]) < 0.01, `${found} is not ${expected[fold]}`),
      );
    }
    assert.ok(scores[1].accuracy.mean > 0.6, "the labels cannot be learnt");
    await assert.rejects(crossValidateShards(tall, ["a"], { ranks }), /1 labels for 1251 rows/);
    await assert.rejects(
      crossValidateShards(tall, labels, { ranks, foldOfShard: [0, 0, 2, 2, 2] }),
      /fold 1 holds no shards/,
    );
    assert.throws(() => tall.selectShards([5]), /no shard 5; choose from 0 to 4/);
  });

  test("the cluster factors rows that are fewer than columns", async () => {
    const wide = storeShards(
      folder,
      "wide",
      [40, 30].map((rows, i) => drawRows(rows, 1500, i + 1)),
    );
    const cluster = await open(local.address, wide.shards);
    assertSameFactors(
      await truncatedSvdAsync(cluster, 5, { method: "iterative" }),
      factorWhole(wide.whole, 5),
    );
  });

  test("vectors pass through the scheduler where Dask is so configured, to the same bits", async () => {
    const name = "DASK_DISTRIBUTED__CLIENT__DIRECT_TO_WORKERS";
    process.env[name] = "False";
    try {
      const cluster = await open(local.address, stored.shards, { parts: 2 });
      assert.deepEqual(await truncatedSvdAsync(cluster, 12), factors);
    } finally {
      delete process.env[name];
    }
  });

  test("shards may be .npz files and addresses that fsspec knows, more parts than workers", async () => {
    const npz = path.join(folder, "scipy.npz");
    writeNpz(npz, matrix[1]);
    const places = [stored.files[0], npz, ...stored.files.slice(2).map((file) => `file://${file}`)];
    const cluster = await open(local.address, places, { parts: 4 });
    assertSameFactors(await truncatedSvdAsync(cluster, 12), expected);
  });

  test("a shard that is missing, damaged, or has other columns is named with its worker and remedy", async () => {
    const missing = [...stored.files, path.join(folder, "none.blocks")];
    await assert.rejects(
      openCluster(local.address, missing),
      /worker tcp:\/\/127\.0\.0\.1:\d+: .*no file at .*none\.blocks; write it with storeBlocks/,
    );
    const spoilt = path.join(folder, "spoilt.blocks");
    const bytes = readFileSync(stored.files[2]);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(spoilt, bytes);
    const cluster = await open(local.address, [stored.files[0], spoilt]);
    await assert.rejects(
      truncatedSvdAsync(cluster, 5),
      /worker tcp.*spoilt\.blocks, byte \d+: block \d+ is damaged .*copy or store it again/,
    );
    const narrow = path.join(folder, "narrow.blocks");
    storeBlocks(narrow, [drawRows(5, 7, 1)]);
    await assert.rejects(
      openCluster(local.address, [stored.files[0], narrow]),
      /narrow\.blocks has 7 columns, .*0\.blocks has 180; store all with one vocabulary/,
    );
    mkdirSync(path.join(folder, "empty"));
    await assert.rejects(
      openCluster(local.address, path.join(folder, "empty")),
      /empty holds no shards \(\.blocks or \.npz\); write them with storeBlocks/,
    );
    await assert.rejects(
      openCluster(local.address, stored.shards, { workerCommand: ["no-such-lowrank"] }),
      /worker tcp.*there is no command no-such-lowrank; install lowrank there: npm/,
    );
  });

  test("lowrank cluster svd saves the factors, and says what they cost", () => {
    const out = path.join(folder, "factors.lowrank");
    const args = ["cluster", "svd", local.address, stored.shards, "--rank", "12", "--json"];
    const run = spawnSync(process.execPath, [command, ...args, "--left", "--out", out], {
      encoding: "utf8",
    });
    assert.equal(run.status, 0, run.stderr);
    const said = JSON.parse(run.stdout) as { energyShare: number; traffic: { products: number } };
    const saved = loadModel(out) as TruncatedSvd;
    assertSameFactors(saved, expected);
    const kept = saved.singularValues.reduce((sum, value) => sum + value ** 2, 0);
    assert.ok(Math.abs(said.energyShare * tall.energy - kept) < 1e-9 * kept);
    assert.ok(said.traffic.products > 3);
    const again = spawnSync(process.execPath, [command, ...args, "--out", out], {
      encoding: "utf8",
    });
    assert.match(again.stderr, /^lowrank: .*factors\.lowrank exists; pass --force/);
    assert.equal(again.status, 1);
  });

  test("an aborted SVD leaves the cluster usable", async () => {
    const controller = new AbortController();
    const stopped = truncatedSvdAsync(tall, 12, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await assert.rejects(stopped, /enough/);
    assert.deepEqual(await truncatedSvdAsync(tall, 12), factors);
  });

  test("a worker killed with SIGKILL in the midst costs time, and not a bit of the answer", async () => {
    const cluster = await open(local.address, stored.shards, {
      parts: 2,
    });
    let steps = 0;
    const disturbed = {
      ...cluster,
      async multiplyGramAsync(...args: Parameters<ClusterMatrix["multiplyGramAsync"]>) {
        const product = cluster.multiplyGramAsync(...args);
        if (++steps === 3) await killed(local.workers[0]);
        return product;
      },
    };
    assert.deepEqual(await truncatedSvdAsync(disturbed, 12), factors);
    assert.ok(steps > 3);
  });

  test("close ends every process that was started", async () => {
    for (const cluster of opened.splice(0)) await cluster.close();
    await assert.rejects(tall.multiplyGramAsync(new Float64Array(180), 1, 1), /is closed; open/);
    if (process.platform === "linux")
      await until(() => listHelpers().length === 0, "all helpers have ended");
  });
});

/** SciPy's scipy.sparse.save_npz. */
function writeNpz(
  file: string,
  { rows, columns, rowOffsets, columnIndices, values }: SparseMatrix,
) {
  const arrays = { indptr: rowOffsets, indices: columnIndices, data: values };
  const lists = Object.entries(arrays).map(([name, array]) => `${name}=[${array.join(",")}]`);
  const script = `import numpy; numpy.savez(${JSON.stringify(file)}, format=b"csr", shape=[${rows}, ${columns}], ${lists.join(", ")})`;
  const { status, stderr } = spawnSync(python, ["-c", script], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
}
