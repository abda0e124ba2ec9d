import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { openBlocks } from "../../../src/lowrank/files/openBlocks";
import { storeTexts } from "../../../src/lowrank/files/storeTexts";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { fitTransformTfidf } from "../../../src/lowrank/text/tfidf";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-texts-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, "corpus.blocks");

test("storeTexts(file, texts) gives the model and the rows of fitTransformTfidf, in several portions and blocks", async () => {
  // More than the 20,000 texts of a portion.
  const once = loadTeachingGlosses().map(({ text }) => text);
  const texts = [...once, ...once.map((text) => `${text} again`), ...once, ...once];
  const tfidf = { stopWords: "english", minDocumentFrequency: 2, sublinear: true } as const;
  const shares: number[] = [];
  const model = await storeTexts(file, () => texts, {
    tfidf,
    bytesPerBlock: 2 ** 18,
    onProgress: ({ done, total }) => shares.push(done / total),
  });
  const expected = fitTransformTfidf(texts, tfidf);
  assert.deepEqual(model, expected.model);
  const stored = openBlocks(file);
  assert.ok(stored.blocks > 3);
  for (const { firstRow, matrix } of stored.readBlocks()) {
    const rows = Array.from({ length: matrix.rows }, (_, i) => firstRow + i);
    assert.deepEqual(matrix, expected.matrix.selectRows(rows));
  }
  assert.equal(stored.rows, texts.length);
  stored.close();
  assert.deepEqual(
    shares,
    [...shares].sort((a, b) => a - b),
  );
  assert.deepEqual([shares[0], shares.at(-1)], [0, 1]);
});

test("storeTexts(file, texts) takes texts that come one by one, later", async () => {
  async function* texts(): AsyncGenerator<string> {
    for (const text of ["red fish", "red wine"]) yield await Promise.resolve(text);
  }
  assert.deepEqual((await storeTexts(file, texts)).terms, ["fish", "red", "wine"]);
});

test("storeTexts(file, texts) refuses what it cannot do, and leaves no file behind", async () => {
  const missing = path.join(folder, "missing.blocks");
  const left = ["red fish", "red wine", "white wine"];
  const refused: [Promise<unknown>, RegExp][] = [
    [storeTexts(missing, () => []), /0 texts give no vocabulary; pass at least one text/],
    [
      storeTexts(missing, () => ["red fish", "red wine"], { mostTerms: 2 }),
      /the first 2 texts hold 3 different terms, more than mostTerms 2; raise it/,
    ],
    [
      storeTexts(missing, () => left.splice(0, 2)),
      /the second reading gave 1 texts, the first 2; pass a function that gives the same texts/,
    ],
    [storeTexts(missing, () => [1 as never]), /TypeError: texts\[0\] is number, not a string/],
    [storeTexts(missing, ["red fish"] as never), /pass a function: \(\) => texts/],
    [storeTexts(missing, () => ["a red fish"], { signal: AbortSignal.abort() }), /AbortError/],
    [
      storeTexts(path.join(folder, "none", "a.blocks"), () => ["a red fish"]),
      /a\.blocks cannot be written: ENOENT.*choose another folder/,
    ],
  ];
  for (const [promise, message] of refused) await assert.rejects(promise, message);
  assert.ok(!existsSync(missing));
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".tmp")),
    [],
  );
});
