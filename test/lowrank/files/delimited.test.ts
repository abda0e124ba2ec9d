import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { loadDelimited, type DelimitedOptions } from "../../../src/lowrank/files/delimited";

const folder = mkdtempSync(path.join(os.tmpdir(), "delimited-"));
after(() => rmSync(folder, { recursive: true }));

const named: DelimitedOptions = { textColumn: "text", labelColumn: "label" };

function load(content: string | Buffer, options: DelimitedOptions = named) {
  const file = path.join(folder, "reviews.csv");
  writeFileSync(file, content);
  return loadDelimited(file, options);
}

function assertRefuses(
  content: string | Buffer,
  message: RegExp,
  options: DelimitedOptions = named,
): void {
  assert.throws(
    () => load(content, options),
    (error: Error) => {
      assert.match(error.message, /reviews\.csv/);
      assert.match(error.message, message);
      return true;
    },
  );
}

test("loadDelimited reads columns by name, quotes, line ends in quotes and a byte order mark", () => {
  assert.deepEqual(
    load('\ufefflabel,id,text\r\ngood,1,"fine, ""really""\r\nfine"\r\n\r\n bad ,2, dull \r\n'),
    [
      { text: 'fine, "really"\r\nfine', label: "good" },
      { text: " dull ", label: "bad" },
    ],
  );
});

test("loadDelimited takes columns by number from a file without a header, and quotes of a TSV as they stand", () => {
  const options = { textColumn: 1, labelColumn: 0 };
  assert.deepEqual(load('ham\t"Ok lar\nspam\twin "now"', options), [
    { text: '"Ok lar', label: "ham" },
    { text: 'win "now"', label: "spam" },
  ]);
  assert.deepEqual(load('ham\t"a\tb"\n', { ...options, quote: true }), [
    { text: "a\tb", label: "ham" },
  ]);
  assert.deepEqual(load("label\ttext\nham\tok\n", { ...options, header: true }), [
    { text: "ok", label: "ham" },
  ]);
});

test("loadDelimited takes another delimiter, old line ends and an empty text", () => {
  assert.deepEqual(load("text;label\rred, fish;a\r;b\r", { ...named, delimiter: ";" }), [
    { text: "red, fish", label: "a" },
    { text: "", label: "b" },
  ]);
});

test("loadDelimited reads latin1 on request, and names the byte that is not UTF-8", () => {
  const latin1 = Buffer.from("text,label\ncafé,a\n", "latin1");
  assert.deepEqual(load(latin1, { ...named, encoding: "latin1" }), [{ text: "café", label: "a" }]);
  assertRefuses(latin1, /byte 14 \(0xe9\): not UTF-8; pass encoding: "latin1"/);
  assertRefuses(
    Buffer.concat([Buffer.from("text,label\n\ufffdé,a\n"), Buffer.of(0xe9)]),
    /byte 19 \(0xe9\)/,
  );
  assertRefuses(Buffer.from("\ufefftext,label\n", "utf16le"), /UTF-16.*save it as UTF-8/);
  assertRefuses(Buffer.of(0x1f, 0x8b, 8, 0), /gunzip/);
});

test("loadDelimited names the columns there are", () => {
  assertRefuses("Text,label\na,b\n", /no column "text" for textColumn; choose from Text, label/);
  assertRefuses("a,b\n", /no column 2 for labelColumn; choose from numbers from 0 to 1/, {
    textColumn: 0,
    labelColumn: 2,
  });
  assertRefuses("text,text,label\na,b,c\n", /several columns "text"/);
});

test("loadDelimited names the line of a row that does not fit", () => {
  assertRefuses("text,label\na,b\nc,d,e\n", /line 3: 3 fields/);
  assertRefuses('text,label\na,b\n"c,d\n', /line \d+: a quote is opened and never closed/);
  assertRefuses('text,label\na "b",c\n', /line 2: a quote stands inside a field/);
  assertRefuses('text,label\n"a"b,c\n', /line 2: a quote stands inside a field/);
  assertRefuses("text,label\na,b\nc, \n", /line 3: the label is empty/);
});

test("loadDelimited names the option for a delimiter or quotes that it does not expect", () => {
  assertRefuses(
    "text;label\na;b\n",
    /no column "text" for textColumn; choose from text;label, or pass delimiter: ";"/,
  );
  assertRefuses("a;b\nc;d\n", /no column 1 .* or pass delimiter: ";"/, {
    textColumn: 0,
    labelColumn: 1,
  });
  assertRefuses(
    "text;label\na, and;b\n",
    /line 2: 2 fields between ",", other than in the rows before; pass delimiter: ";"/,
  );
  assertRefuses(
    'text\tlabel\n"one\ntwo"\ta\n',
    /line 2: 1 fields between "\\t", .*; pass quote: true if fields stand in quotes/,
  );
  assert.deepEqual(load('text\tlabel\n"one\ntwo"\ta\n', { ...named, quote: true }), [
    { text: "one\ntwo", label: "a" },
  ]);
  assert.throws(
    () => load("text,label\na,b\n", { ...named, delimiter: "" }),
    /delimiter is "", a string; pass the character between two fields/,
  );
  assert.throws(
    () => load("text,label\na,b\n", { labelColumn: "label" } as typeof named),
    /textColumn is undefined; pass the column's name/,
  );
});

test("loadDelimited refuses a file without rows", () => {
  assertRefuses("", /has no rows/);
  assertRefuses("text,label\n", /no rows below its header/);
  assert.throws(
    () => loadDelimited(path.join(folder, "missing.csv"), named),
    /no file at .*missing\.csv/,
  );
});

const shared = process.env.LOWRANK_SHARED_DATA ?? "";

for (const [file, options, documents, classes] of [
  ["banking77/train.csv", { textColumn: "text", labelColumn: "category" }, 10_003, 77],
  ["snips7/snips7.tsv", named, 14_484, 7],
  ["youtube-spam/youtube-spam.tsv", named, 1956, 2],
  ["sms-spam/SMSSpamCollection", { textColumn: 1, labelColumn: 0 }, 5574, 2],
  ["sentiment-sentences/imdb_labelled.txt", { textColumn: 0, labelColumn: 1 }, 1000, 2],
  ["sib200/zho_Hans/train.tsv", { textColumn: "text", labelColumn: "category" }, 701, 7],
] as const) {
  const full = path.join(shared, file);
  const skip =
    shared === ""
      ? "set LOWRANK_SHARED_DATA to the folder of the data sets"
      : !existsSync(full) && `${full} is not there`;
  test(`loadDelimited reads ${file}: ${documents} documents, ${classes} classes`, { skip }, () => {
    const rows = loadDelimited(full, options);
    assert.equal(rows.length, documents);
    assert.equal(new Set(rows.map(({ label }) => label)).size, classes);
  });
}

test("loadDelimited reads texts without labels, skips or keeps rows whose label is empty, and refuses other wishes", () => {
  const table = "text,label\na,x\nb, \nc,y\n";
  assert.deepEqual(
    load(table, { textColumn: "text" }).map(({ text, label }) => text + label),
    ["a", "b", "c"],
  );
  assert.deepEqual(
    load(table, { ...named, emptyLabels: "skip" }).map(({ text }) => text),
    ["a", "c"],
  );
  assert.deepEqual(
    load(table, { ...named, emptyLabels: "keep" }).map(({ label }) => label),
    ["x", "", "y"],
  );
  assertRefuses("text,label\na,\nb,\n", /all 2 rows have an empty label in column label/, {
    ...named,
    emptyLabels: "skip",
  });
  const wrong = { ...named, emptyLabels: "drop" } as unknown as DelimitedOptions;
  assert.throws(
    () => load(table, wrong),
    /emptyLabels is "drop".*; choose "refuse", "skip" or "keep"/,
  );
});
