import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { after, test } from "node:test";
import type { Worker } from "node:worker_threads";
import { countResting, longestRest } from "../../../src/lowrank/jobs/runJob";
import * as lowrank from "../../../src/lowrank/index";
import { repository } from "../../paths";
import { assertSameBits } from "./sameBits";
import { matrix } from "./twins";

const started: Worker[] = [];
const note = (worker: Worker): void => void started.push(worker);
process.on("worker", note);
after(() => process.off("worker", note));

/** Long enough that it would not end before it is stopped. */
const long = (options: lowrank.AsyncOptions): Promise<unknown> =>
  lowrank.truncatedSvdAsync(matrix, 400, { tolerance: 1e-9, ...options });

test("events run on the calling thread while a worker works", async () => {
  let turns = 0;
  const turn = (): void => {
    turns++;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const seen = new Set<number>();
  await long({ onProgress: () => void seen.add(turns) });
  clearImmediate(next);
  assert.ok(seen.size > 2, `all progress came in ${seen.size} turns of the event loop`);
});

test("an abort is heard at once, with the signal's reason, and the next job has another worker", async () => {
  const controller = new AbortController();
  const before = started.length;
  const stopped = long({
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await assert.rejects(stopped, { name: "AbortError" });
  assertSameBits(await lowrank.truncatedSvdAsync([[2]], 1), lowrank.truncatedSvd([[2]], 1));
  assert.ok(started.length > before);
});

test("a signal of one's own, which tells nobody when it aborts, is heard too", async () => {
  const signal = { aborted: false };
  await assert.rejects(long({ signal, onProgress: () => void (signal.aborted = true) }), {
    name: "AbortError",
    message: "stopped by its signal",
  });
});

test("what onProgress throws ends the work and rejects the promise", async () => {
  await assert.rejects(long({ onProgress: () => assert.fail("no more") }), /no more/);
});

test("a worker that breaks down rejects the promise, and says what may help", async () => {
  const endAll = (): void => started.forEach((worker) => void worker.terminate());
  await assert.rejects(
    long({ onProgress: endAll }),
    /^Error: the worker of truncatedSvd broke down: it ended with code 1; give it less work/,
  );
});

test("more jobs than cores wait their turn; one that waits can be stopped", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const ranks = Array.from({ length: 24 }, (_, i) => i + 1);
  const work = ranks.map((rank) => lowrank.truncatedSvdAsync(matrix, rank));
  const waiting = lowrank.truncatedSvdAsync(matrix, 5, { signal });
  controller.abort(new Error("not needed"));
  await assert.rejects(waiting, /^Error: not needed$/);
  const found = await Promise.all(work);
  assert.deepEqual(
    found.map(({ singularValues }) => singularValues.length),
    ranks,
  );
});

test("workers rest between two jobs, work again, and are let go after a while", async (t) => {
  const job = (): Promise<unknown> => lowrank.truncatedSvdAsync([[1, 2]], 1);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  await job();
  const kept = countResting();
  const before = started.length;
  await job();
  assert.deepEqual([countResting(), started.length], [kept, before], "none was started");
  t.mock.timers.tick(longestRest);
  assert.equal(countResting(), kept - 1, "the one that worked last was let go");
  await job(); // One that is ending takes no part.
});

/** What a program of its own prints. */
function run(program: string, ...flags: string[]): string {
  const library = path.join(repository, "src", "lowrank", "dist", "index.js");
  const source = `const lowrank = require(${JSON.stringify(library)}); ${program}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, "-e", source], {
    encoding: "utf8",
    timeout: 120_000,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

const factor = `
const rows = Array.from({ length: 200 }, (_, i) =>
  Array.from({ length: 150 }, (_, j) => Math.sin(i * j + i)));
const digits = ({ v }) => Buffer.from(v.data.buffer).toString("base64");
let workers = 0;
process.on("worker", () => workers++);
lowrank.truncatedSvdAsync(rows, 20).then((found) => {
  const same = digits(found) === digits(lowrank.truncatedSvd(rows, 20, { threads: 1 }));
  console.log(workers, same);
});`;

test("a process with a resting worker ends by itself", () => {
  assert.equal(run(factor), "1 true\n");
});

test("where the platform refuses workers, the calling thread gives the same answer", () => {
  const flag = process.allowedNodeEnvironmentFlags.has("--permission")
    ? "--permission"
    : "--experimental-permission";
  assert.equal(run(factor, flag, "--allow-fs-read=*", "--no-warnings"), "0 true\n");
});
