import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { command, fixturePath } from "../../paths";
import { openBlocks } from "../../../src/lowrank/files/openBlocks";
import { loadModel } from "../../../src/lowrank/files/saveModel";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { fitTransformTfidf } from "../../../src/lowrank/text/tfidf";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "lowrank-blocks-command-")));
after(() => rmSync(folder, { recursive: true }));
const place = (name: string): string => path.join(folder, name);
const texts = loadTeachingGlosses().map(({ text }) => text);

before(() => {
  const quoted = texts.map((text) => `"${text.replaceAll('"', '""')}"`);
  writeFileSync(place("texts.csv"), `id,body\n${quoted.map((one, i) => `${i},${one}\n`).join("")}`);
  const objects = texts.map((body, id) => JSON.stringify({ id, body }));
  writeFileSync(place("texts.jsonl"), `\ufeff${objects.join("\n\n")}\r\n`);
});

/** Runs the real command in the folder. */
function lowrank(...args: readonly string[]): { code: number | null; out: string; error: string } {
  const options = { cwd: folder, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], options);
  return { code: status, out: stdout, error: stderr };
}

for (const table of ["texts.csv", "texts.jsonl"])
  test(`lowrank blocks ${table} stores the rows and the SVD that the library finds in memory`, () => {
    const { code, out, error } = lowrank(
      ...["blocks", table, "--text", "body", "--out", `${table}.blocks`, "--rank", "5"],
      ...["--stop-words", "english", "--min-document-frequency", "2", "--sublinear"],
    );
    assert.equal(code, 0, error);
    assert.deepEqual(error.split("\n"), ["counting terms", "storing rows", "factoring", ""]);
    assert.match(out, /^6,000 texts × 4,771 terms, 37,342 non-zeros\nrank 5 keeps \d\.\d %/);
    const { model, matrix } = fitTransformTfidf(texts, {
      stopWords: "english",
      minDocumentFrequency: 2,
      sublinear: true,
    });
    assert.deepEqual(loadModel(place(`${table}.blocks.tfidf`), "tfidf").terms, model.terms);
    const stored = openBlocks(place(`${table}.blocks`));
    const [{ matrix: first }] = stored.readBlocks();
    stored.close();
    assert.deepEqual(first, matrix);
    const svd = loadModel(place(`${table}.blocks.svd`), "svd");
    assert.deepEqual([svd.u.rows, svd.v.rows, svd.v.columns], [0, 4771, 5]);
    truncatedSvd(matrix, 5).singularValues.forEach((value, i) =>
      assert.ok(Math.abs(svd.singularValues[i] / value - 1) < 1e-9),
    );
  });

const refusals: [string, string, string[], RegExp][] = [
  ["a line that is no JSON", '{"body":"a"}\n{"body":\n', [], /line 2: .*put one JSON object on/],
  ["a line that is no object", '{"body":"a"}\n[1]\n', [], /line 2: .* is no object; put one on/],
  ["another field", '{"text":"a"}\n', [], /line 1: there is no field "body"; name one of "text"/],
  ["a field without text", '{"body":3}\n', [], /line 1: the field "body" is 3, a number; name/],
  ["an empty file", "", [], /is empty; pass a file/],
  [
    "too many terms",
    '{"body":"red fish"}\n{"body":"white wine"}\n',
    ["--most-terms", "3"],
    /the first 2 texts hold 4 different terms, more than mostTerms 3; raise it/,
  ],
  ["a rank too large", '{"body":"red fish"}\n', ["--rank", "3"], /rank 3 does not fit/],
];
for (const [what, content, args, message] of refusals)
  test(`lowrank blocks refuses ${what} in one line, by file and line`, () => {
    writeFileSync(place("wrong.jsonl"), content);
    const given = ["wrong.jsonl", "--text", "body", "--out", "wrong.blocks", "--force", ...args];
    const { code, error } = lowrank("blocks", ...given);
    assert.equal(code, 1);
    assert.match(error.trim().split("\n").at(-1) ?? "", message);
    assert.ok(!existsSync(place("wrong.blocks")) || what === "a rank too large");
  });

test("lowrank blocks reads a column of a Parquet file, by its first bytes where the name does not say so", () => {
  const bytes = readFileSync(fixturePath("parquet/zstd.parquet"));
  const stored = ["table.parquet", "table.data"].map((name) => {
    writeFileSync(place(name), bytes);
    const { code, out, error } = lowrank("blocks", name, "--text", "body", "-o", `${name}.blocks`);
    assert.equal(code, 0, error);
    assert.match(out, /^300 texts × 6 terms, 424 non-zeros/);
    return readFileSync(place(`${name}.blocks`));
  });
  assert.deepEqual(stored[0], stored[1]);
  const refused = lowrank("blocks", "table.parquet", "--text", "id", "-o", "refused.blocks");
  assert.match(
    refused.error,
    /the column "id" holds INT64, not texts; name another of "id", "body"/,
  );
  assert.equal(refused.code, 1);
});

for (const stage of ["counting terms", "storing rows", "factoring"])
  for (const delay of [0, 30])
    test(`lowrank blocks that was killed ${delay} ms into ${stage} leaves whole files or none, and --resume ends with those of a run that was not`, async () => {
      const inside = `killed-${stage.slice(0, 4)}-${delay}`;
      mkdirSync(place(inside));
      const args = [
        ...["blocks", "texts.jsonl", "--text", "body", "--rank", "60", "--tolerance", "1e-8"],
        ...["--min-document-frequency", "2", "--json", "--out", `${inside}/t.blocks`],
      ];
      // Without --json a stage is announced by its line.
      const run = spawn(process.execPath, [command, ...args.filter((one) => one !== "--json")], {
        cwd: folder,
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      run.stderr.setEncoding("utf8").on("data", (text: string) => {
        if (!said.includes(stage) && (said += text).includes(stage))
          setTimeout(() => run.kill("SIGKILL"), delay);
      });
      await once(run, "close");
      assert.ok(said.includes(stage), said);
      const files = ["t.blocks", "t.blocks.tfidf", "t.blocks.svd"].map((name) =>
        place(path.join(inside, name)),
      );
      const there = files.map((name) => existsSync(name));
      if (there[0]) openBlocks(files[0]).close();
      if (there[1]) loadModel(files[1], "tfidf");
      if (there[2]) loadModel(files[2], "svd");
      // In the milliseconds between two files, or behind the last, there is nothing to go on with.
      const goesOn = !there[2] && there[0] === there[1];
      if (stage === "factoring") assert.ok(there[0] && there[1]);
      const resumed = lowrank(...args, "--resume");
      assert.equal(resumed.code, goesOn ? 0 : 1, resumed.error);
      if (!goesOn) assert.match(resumed.error, /begin again with --force|pass --force to replace/);
      else {
        if (!existsSync(place("whole.blocks.svd")))
          assert.equal(lowrank(...args.slice(0, -1), "whole.blocks").code, 0);
        for (const name of files)
          assert.deepEqual(
            readFileSync(name),
            readFileSync(place(path.basename(name).replace(/^t/, "whole"))),
          );
      }
    });

test("lowrank blocks --resume refuses a vocabulary of other texts, and blocks without one", () => {
  const short = place("short.csv");
  writeFileSync(short, "body\nred fish\nred wine\n");
  const store = (...args: string[]): ReturnType<typeof lowrank> =>
    lowrank("blocks", ...args, "--text", "body", "-o", "resumed.blocks");
  assert.equal(store("short.csv").code, 0);
  assert.equal(store("texts.csv", "--vocabulary", "other.tfidf", "--force").code, 0);
  const refused = store("short.csv", "--resume", "--rank", "1");
  assert.match(
    refused.error,
    /resumed\.blocks\.tfidf has 2 texts and 3 terms, resumed\.blocks 6000 and \d+: .*begin again with --force/,
  );
  const missing = store("short.csv", "--resume", "--vocabulary", "none.tfidf");
  assert.match(missing.error, /there is no none\.tfidf to go on with; begin again with --force/);
  assert.deepEqual([refused.code, missing.code], [1, 1]);
});

test("lowrank blocks replaces a file only if told so", () => {
  writeFileSync(place("taken.blocks"), "mine");
  const { code, error } = lowrank("blocks", "texts.csv", "--text", "body", "-o", "taken.blocks");
  assert.equal(code, 1);
  assert.match(error, /taken\.blocks exists; pass --force to replace it/);
});
