import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { readParquetTexts } from "../../../src/lowrank/files/readParquetTexts";
import { storeTexts } from "../../../src/lowrank/files/storeTexts";
import { createRandom } from "../../../src/lowrank/base/random";
import { fitTfidf } from "../../../src/lowrank/text/tfidf";
import { fixturePath } from "../../paths";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-parquet-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const fixture = (name: string): string => fixturePath(`parquet/${name}.parquet`);

// As test/fixtures/parquet.py makes them.
const words = ["red", "fish", "wine", "größe", "鱼", "🐟", "\ufeffmark", ""];
const texts = Array.from({ length: 300 }, (_, i) =>
  Array.from({ length: i % 6 }, (_, j) => words[(7 * i + j * j) % words.length]).join(" "),
);

async function readAll(file: string, column = "body"): Promise<string[]> {
  const found: string[] = [];
  for await (const text of readParquetTexts(file, column)) found.push(text);
  return found;
}

const whole = ["none", "snappy", "gzip", "zstd", "brotli", "lz4", "plain", "version2"].concat(
  ["delta_length_byte_array", "delta_byte_array", "large", "required", "categories"],
  ["emptyGroups"],
);
for (const name of whole)
  test(`readParquetTexts(${name}.parquet) gives the texts that pyarrow wrote, in their order`, async () => {
    assert.deepEqual(await readAll(fixture(name)), texts);
  });

test("readParquetTexts reads pages whose header holds long statistics", async () => {
  assert.deepEqual(await readAll(fixture("long")), ["a".repeat(4000), "b".repeat(4000)]);
});

test("readParquetTexts says how many rows it has read, of how many", async () => {
  const calls: number[][] = [];
  const onProgress = ({ done, total }: { done: number; total: number }): unknown =>
    calls.push([done, total]);
  for await (const text of readParquetTexts(fixture("plain"), "body", { onProgress })) void text;
  assert.ok(calls.length > 3, "no progress between the first and the last page");
  assert.deepEqual(calls.at(-1), [300, 300]);
  assert.ok(calls.every(([done], i) => i === 0 || done > calls[i - 1][0]));
});

test("storeTexts takes the texts of a Parquet file", async () => {
  const out = path.join(folder, "texts.blocks");
  const model = await storeTexts(out, () => readParquetTexts(fixture("zstd"), "body"));
  assert.deepEqual(model, fitTfidf(texts));
});

const refusals: [string, string, RegExp][] = [
  ["none", "text", /none\.parquet has no column "text"; it has "id", "body"/],
  ["twice", "body", /has several columns "body"; rename all but one/],
  ["others", "number", /"number" holds INT64, not texts; name another of "number", "bytes"/],
  ["others", "bytes", /"bytes" holds bytes that nothing says are UTF-8, not texts; name another/],
  ["others", "list", /"list" holds a list or another group, not texts; name another/],
  ["others", "group", /"group" holds a list or another group, not texts; name another/],
  ["others", "day", /"day" holds INT32 that are DATE, not texts; name another/],
  [
    "nulls",
    "body",
    /nulls\.parquet, row 2 from 0: "body" is null; leave such rows out, or write ""/,
  ],
  ["empty", "body", /empty\.parquet has no rows; pass a file with one text a row/],
  ["latin1", "body", /byte 4: the page there \(SNAPPY\) is damaged: .*; copy or write it again/],
  ["encrypted", "body", /is encrypted Parquet; write it anew without encryption/],
  ["encryptedColumn", "body", /row group 0: the column "body" is encrypted; write it anew/],
  ["missing", "body", /no file at .*missing\.parquet; give its path from the working folder/],
];
for (const [name, column, message] of refusals)
  test(`readParquetTexts refuses ${column} of ${name}.parquet by file, place and remedy`, async () => {
    await assert.rejects(readAll(fixture(name), column), message);
  });

test("readParquetTexts refuses what is not whole, at any length", async () => {
  const bytes = readFileSync(fixture("snappy"));
  const file = path.join(folder, "cut.parquet");
  for (let length = 0; length < bytes.length; length += 1 + (length % 97)) {
    writeFileSync(file, bytes.subarray(0, length));
    const message = length === 0 ? /is empty/ : length < 4 ? /not a Parquet file/ : /is cut short/;
    await assert.rejects(readAll(file), message, `${length} bytes`);
  }
  writeFileSync(file, "id,body\n1,a\n");
  await assert.rejects(
    readAll(file),
    /byte 0: not a Parquet file; name one, or a \.jsonl or \.csv/,
  );
  await assert.rejects(readAll(folder), /EISDIR/);
});

test("readParquetTexts finds every changed byte of a page that carries a checksum", async () => {
  const bytes = readFileSync(fixture("plain"));
  const clean = await readAll(fixture("plain"));
  const file = path.join(folder, "changed.parquet");
  const footer = bytes.readUInt32LE(bytes.length - 8);
  let refused = 0;
  for (let at = 4; at < bytes.length - 8 - footer; at += 11) {
    const changed = Buffer.from(bytes);
    changed[at] ^= 1 << (at % 8);
    writeFileSync(file, changed);
    const read = await readAll(file).catch((error: Error) => {
      refused++;
      assert.match(error.message, /changed\.parquet, byte \d+: the page there .*; copy or write/);
      return clean;
    });
    // Statistics, the other column and the index are not what is read.
    assert.deepEqual(read, clean, `byte ${at}`);
  }
  assert.ok(refused > 150, `${refused} were refused`);
});

test("readParquetTexts of a damaged file ends in texts or in an error that names the file", async () => {
  // Most strikes at the footer, which is half of these files.
  const random = createRandom(5);
  const file = path.join(folder, "damaged.parquet");
  for (const name of readdirSync(fixturePath("parquet"))) {
    const bytes = readFileSync(fixturePath(`parquet/${name}`));
    for (let turn = 0; turn < 25; turn++) {
      const changed = Buffer.from(bytes);
      const count = 1 + random.integer(3);
      for (let i = 0; i < count; i++) changed[random.integer(changed.length)] = random.integer(256);
      writeFileSync(file, changed);
      try {
        for (const text of await readAll(file)) assert.equal(typeof text, "string");
      } catch (error) {
        assert.match((error as Error).message, /damaged\.parquet.*; /);
      }
    }
  }
});
