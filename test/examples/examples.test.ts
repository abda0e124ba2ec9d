import assert from "node:assert/strict";
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { promisify } from "node:util";
import { loadModel } from "lowrank";
import { repository } from "../paths";

const program = (name: string): string => path.join(repository, "dist", "examples", `${name}.js`);

async function run(name: string, ...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program(name), ...words]);
  return stdout;
}

test("npm run example names the examples that there are", async () => {
  const runner = path.join(repository, "src", "build", "runExample.mjs");
  await assert.rejects(promisify(execFile)(process.execPath, [runner, "nothing"]), {
    code: 1,
    stderr: 'there is no example "nothing"; choose matrixRank, searchTexts, serveClassifier\n',
  });
});

test("matrixRank prints the rank of 5 by every criterion that looks for signal", async () => {
  const lines = (await run("matrixRank")).trim().split("\n").slice(3);
  const ranks = lines.map((line) => [line.slice(0, 26).trim(), Number(line.slice(26, 30))]);
  assert.deepEqual(ranks.slice(1), [
    ["elbow", 5],
    ["Gavish–Donoho threshold", 5],
    ["parallel analysis", 5],
    ["Minka's evidence", 5],
    ["bi-cross-validation", 5],
    ["held-out entries", 5],
  ]);
  await assert.rejects(run("matrixRank", "loud"), /strength loud is not a number above 0/);
});

test("searchTexts finds definitions, nearest first, and says when it knows no word", async () => {
  const found = (await run("searchTexts", "a large bird that swims", "qwxyz")).split("\n");
  assert.match(found[0], /^5000 texts, \d+ terms, rank 200: ready in/);
  const cosines = found.slice(3, 8).map((line) => Number(line.slice(2, 6)));
  assert.equal(cosines.length, 5);
  assert.deepEqual(
    cosines,
    [...cosines].sort((a, b) => b - a),
  );
  assert.ok(cosines[0] > 0.5, found[3]);
  assert.match(found[3], /noun\.animal/);
  assert.match(found.join("\n"), /no text has a word of this query \(its words: qwxyz\)/);
});

test("serveClassifier answers texts with topics, and anything else with what is wrong", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-example-"));
  const file = path.join(folder, "classifier.lowrank");
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const start of ["trained", "loaded"]) {
    const child = spawn(process.execPath, [program("serveClassifier"), "0", file]);
    try {
      await ask(await findAddress(child), start);
    } finally {
      child.kill();
      await once(child, "exit");
    }
  }
  assert.equal(loadModel(file, "textClassifier").kind, "textClassifier");
});

async function findAddress({ stdout }: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: stdout! })) {
    const [address] = /http:\S+/.exec(line) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error("the server ended before it listened");
}

async function ask(address: string, start: string): Promise<void> {
  const post = async (body: string, url = address): Promise<[number, unknown]> => {
    const response = await fetch(url, { method: "POST", body });
    return [response.status, await response.json()];
  };
  const text = "What do I cook tonight? Soup, with garlic";
  const [status, answer] = await post(JSON.stringify({ texts: [text, ""] }));
  const { predictions } = answer as { predictions: { topic: string; probability: number }[] };
  assert.equal(status, 200, start);
  assert.equal(predictions.length, 2);
  assert.equal(predictions[0].topic, "cooking");
  assert.ok(predictions[0].probability > 0.5 && predictions[0].probability <= 1);
  for (const body of ["", "{", "null", "[]", "{}", '{"texts": []}', '{"texts": "a"}'])
    assert.equal((await post(body))[0], 400, body);
  assert.deepEqual(await post('{"texts": ["a", 3]}'), [
    400,
    { error: "texts[1] must be a text of at most 10000 letters" },
  ]);
  assert.equal((await post(JSON.stringify({ texts: Array(101).fill("a") })))[0], 400);
  assert.equal((await post("x".repeat(1_000_001)))[0], 413);
  assert.equal((await post("{}", address.replace("classify", "other")))[0], 404);
  assert.equal((await fetch(address)).status, 405);
}
