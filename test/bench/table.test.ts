import assert from "node:assert/strict";
import { test } from "node:test";
import type { Assessment, Entrant, Result } from "../../bench/harness/contest";
import { distanceToFloor } from "../../bench/harness/distance";
import { comparePeers, formatTable, type TaskOutcome } from "../../bench/harness/table";

const peak = { flopsPerSecond: 10e9, bytesPerSecond: 5e9 };

function result(
  entrant: Partial<Entrant>,
  seconds: readonly number[],
  rest: Partial<Result> = {},
): Result {
  const whole: Entrant = {
    name: "lowrank",
    side: "ours",
    runtime: "node",
    module: "svd",
    input: {},
    ...entrant,
  };
  return {
    entrant: whole,
    runs: seconds.map((wall) => ({ seconds: wall, cpuSeconds: 2 * wall })),
    peakBytes: 250e6,
    ...rest,
  };
}

function outcome(...entries: { result: Result; assessment?: Assessment }[]): TaskOutcome {
  return { task: "svd-small", about: "", entries, notes: [] };
}

const slowPeer = {
  result: result({ name: "peer", side: "peer", runtime: "python", threads: 1 }, [9, 10, 11]),
};
const fastPeer = {
  result: result({ name: "peer", side: "peer", runtime: "python", threads: 2 }, [6, 8, 7]),
};
const ours = {
  result: result({}, [2, 4, 3]),
  assessment: { accuracy: "σ off ≤ 1e-7", floor: { formula: "", flops: 3e9, bytes: 1e9 } },
};

test("comparePeers sets a peer's better thread count against ours", () => {
  const [comparison, ...more] = comparePeers(outcome(ours, slowPeer, fastPeer));
  assert.equal(more.length, 0);
  assert.equal(comparison.peer, fastPeer.result);
  assert.deepEqual(comparison.ratio, { ofMedians: 7 / 3, ofPairs: 7 / 3, min: 2, max: 3 });
});

test("comparePeers says nothing of a peer that did not run, nor when ours failed", () => {
  const missing = {
    result: result({ name: "peer", side: "peer" }, [], {
      failure: "not installed: apt-get install python3-sklearn",
    }),
  };
  assert.deepEqual(comparePeers(outcome(ours, missing)), []);
  assert.deepEqual(
    comparePeers(
      outcome({ result: result({}, [], { failure: "over the limit of 5 s" }) }, fastPeer),
    ),
    [],
  );
});

test("formatTable prints a line for everyone: times, the ratio beside the better thread count, accuracy, memory, distance to the floor", () => {
  const lines = formatTable([outcome(ours, slowPeer, fastPeer)], peak).split("\n");
  const line = (start: string): string => lines.find((text) => text.includes(start)) ?? "";
  for (const part of [
    "svd-small",
    "3.00",
    "2.00–4.00 (3)",
    "6.00",
    "σ off ≤ 1e-7",
    "250",
    "0.30 s",
    "10.0 (1.0 GFlop/s)",
  ]) {
    assert.ok(line(" lowrank ").includes(part), `${part} is missing in ${line(" lowrank ")}`);
  }
  assert.ok(line("peer, 2 threads").includes("2.3× (2.0×–3.0×)"), line("peer, 2 threads"));
  assert.ok(!line("peer, 1 thread ").includes("×"), "only the better thread count is compared");
});

test("formatTable prints why a peer has no time, and marks a peer that was stopped", () => {
  const missing = {
    result: result({ name: "absent", side: "peer" }, [], {
      failure: "not installed: apt-get install python3-sklearn",
    }),
  };
  const stopped = {
    result: result({ name: "stopped", side: "peer" }, [60]),
    assessment: { accuracy: "100 of 5,000 texts", share: 0.02 },
  };
  const text = formatTable([outcome(ours, missing, stopped)], peak);
  assert.match(text, /absent\s+│\s+–.*not installed: apt-get install python3-sklearn/);
  assert.match(text, /stopped\s+│\s+> 60\.0.*> 20× \(15×–30×\).*100 of 5,000 texts/);
});

test("distanceToFloor takes the longer of arithmetic and traffic", () => {
  assert.deepEqual(distanceToFloor(3, { formula: "", flops: 3e9, bytes: 1e9 }, peak), {
    floorSeconds: 0.3,
    times: 3 / 0.3,
    reached: "1.0 GFlop/s",
  });
  assert.deepEqual(distanceToFloor(4, { formula: "", flops: 1e9, bytes: 4e9 }, peak), {
    floorSeconds: 0.8,
    times: 5,
    reached: "1.0 GB/s",
  });
});
