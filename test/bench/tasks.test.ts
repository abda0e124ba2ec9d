import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import type { Contest, Result } from "../../bench/harness/contest";
import { tasks } from "../../bench/tasks";

const root = path.join(__dirname, "..", "..", "..");
const folder = mkdtempSync(path.join(tmpdir(), "lowrank-tasks-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("every task has a name of its own and says what it does", () => {
  assert.equal(new Set(tasks.map(({ name }) => name)).size, tasks.length);
  assert.deepEqual(
    tasks.filter(({ about }) => about.length < 10).map(({ name }) => name),
    [],
  );
});

/** Tasks whose inputs are made in a moment. */
const quickToPrepare = [
  "tfidf-nouns",
  "cold-six",
  "cold-nouns",
  "predict-single",
  "predict-batch",
  "npm-tfidf",
  "npm-logistic",
  "scale-1e4",
];

for (const name of quickToPrepare) {
  test(`${name} pairs lowrank with a peer, and both programs are there`, async () => {
    const task = tasks.find((candidate) => candidate.name === name);
    assert.ok(task !== undefined, `${name} is not a task`);
    const rehearse = (): Promise<Result> => assert.fail("nothing to rehearse");
    const contest: Contest = await task.prepare({
      folder,
      threads: [1, 2],
      repeat: 1,
      quick: true,
      long: false,
      packages: new Set(),
      rehearse,
      log: () => undefined,
    });
    assert.deepEqual([...new Set(contest.entrants.map(({ side }) => side))].sort(), [
      "ours",
      "peer",
    ]);
    for (const { runtime, module } of contest.entrants) {
      const program =
        runtime === "node"
          ? path.join(root, "dist", "bench", "entrants", `${module}.js`)
          : path.join(root, "bench", "peers", `${module}.py`);
      assert.ok(existsSync(program), `${program} is missing`);
    }
  });
}

test("run.js --list names every task", () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    [path.join(root, "dist", "bench", "run.js"), "--list"],
    { encoding: "utf8" },
  );
  assert.equal(status, 0);
  assert.deepEqual(
    stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" ")[0]),
    tasks.map(({ name }) => name),
  );
});

test("run.js --task refuses a name it does not know, and a long task without --long", () => {
  const refuse = (name: string): string =>
    spawnSync(process.execPath, [path.join(root, "dist", "bench", "run.js"), "--task", name], {
      encoding: "utf8",
    }).stderr;
  assert.match(refuse("nonsense"), /no task "nonsense"; --list names them/);
  assert.match(refuse("select-nouns"), /select-nouns: many minutes; add --long/);
});

test("a cold start loads the package alone: neither the benchmark's files nor the library's own beside the bundle", () => {
  const dist = path.join(root, "dist");
  const entrant = path.join(dist, "bench", "entrants", "coldFit.js");
  const listing = `require(${JSON.stringify(entrant)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
  const loaded = JSON.parse(
    execFileSync(process.execPath, ["-e", listing], { encoding: "utf8" }),
  ) as string[];
  const bundles = path.join(root, "src", "lowrank", "dist") + path.sep;
  const own = loaded.filter((file) => !file.includes(`${path.sep}node_modules${path.sep}`));
  assert.ok(own.includes(`${bundles}index.js`));
  assert.deepEqual(
    own.filter((file) => !file.startsWith(bundles)),
    [entrant],
  );
});
