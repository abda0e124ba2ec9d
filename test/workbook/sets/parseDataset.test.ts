import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { readCatalogue, type CatalogueEntry } from "../../../src/workbook/sets/catalogue";
import { contentsDigest } from "../../../src/workbook/sets/contentsDigest";
import type { DatasetContents, DatasetText } from "../../../src/workbook/sets/dataset";
import { parseDataset } from "../../../src/workbook/sets/parseDataset";
import { formatIdx } from "./idxFile";
import { sharedRawFiles, withoutShared } from "./sharedRawFiles";

const catalogue = readCatalogue();

/** A set of the catalogue with other counts, for small files in its form. */
function smallSet(name: string, documents: number, classes: number): CatalogueEntry {
  const entry = catalogue.find((one) => one.name === name) as CatalogueEntry;
  return { ...entry, documents, classes };
}

function parseTexts(entry: CatalogueEntry, ...files: (string | Buffer)[]): readonly DatasetText[] {
  const contents = parseDataset(
    entry,
    files.map((file) => Buffer.from(file as string)),
  );
  assert.ok(contents.kind === "text");
  return contents.documents;
}

test("parseDataset reads CSV with quotes, either line end and a byte order mark, and takes split from the file", () => {
  const train =
    '\ufefftext,category\r\nWhere is my card?,card_arrival\r\n"No, ""this"" one,\nplease",pin_blocked\r\n';
  assert.deepEqual(
    parseTexts(smallSet("banking77", 3, 2), train, "text,category\nHelp,pin_blocked\n"),
    [
      { text: "Where is my card?", label: "card_arrival", split: "train" },
      { text: 'No, "this" one,\nplease', label: "pin_blocked", split: "train" },
      { text: "Help", label: "pin_blocked", split: "test" },
    ],
  );
});

test("parseDataset reads TSV with quotes as they stand, below the mirror's header", () => {
  assert.deepEqual(
    parseTexts(smallSet("sms-spam", 2, 2), 'Label\tSMS\nham\t"Ok lar\nspam\tWin "now" £9\n'),
    [
      { text: '"Ok lar', label: "ham" },
      { text: 'Win "now" £9', label: "spam" },
    ],
  );
});

test("parseDataset leaves out rows that are not the set's, names the labels and takes the video from the file", () => {
  const head = "COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS\n";
  const found = parseTexts(
    smallSet("youtube-spam", 2, 2),
    `${head}z1,me,,first\ufeff,0\n`,
    head,
    head,
    `${head}sifnisgngih,x,y,Hi,1\nz2,me,,"a ""b""",1\n`,
    head,
  );
  assert.deepEqual(found, [
    { text: "first", label: "ham", part: "Psy" },
    { text: 'a "b"', label: "spam", part: "Eminem" },
  ]);
  assert.throws(
    () => parseTexts(smallSet("youtube-spam", 1, 2), `${head}z1,me,,x,2\n`, head, head, head, head),
    /Youtube01-Psy\.csv: "2" is no label of the set/,
  );
});

test("parseDataset reads a document a line in Windows-1252, where byte 0x85 is no line end", () => {
  const found = parseTexts(
    smallSet("subj", 3, 2),
    "plain one .\n",
    Buffer.from("caf\xe9 \x85 and so on \n\r\n it\x92s so\n", "latin1"),
  );
  assert.deepEqual(found, [
    { text: "plain one .", label: "objective" },
    { text: "café … and so on", label: "subjective" },
    { text: "it’s so", label: "subjective" },
  ]);
});

test("parseDataset keeps languages apart and the number that sentences share", () => {
  const rows = (text: string) => `index_id\tcategory\ttext\n7\ttravel\t${text}\n`;
  const none = "index_id\tcategory\ttext\n8\thealth\tx\n";
  const found = parseTexts(
    smallSet("sib200", 3, 2),
    rows("“你好”"),
    none,
    none,
    rows('"""Hello,"" he said"'),
    none,
    none,
  );
  assert.deepEqual(found[0], {
    text: "“你好”",
    label: "travel",
    id: "7",
    part: "zho_Hans",
    split: "train",
  });
  assert.deepEqual(found[3], {
    text: '"Hello," he said',
    label: "travel",
    id: "7",
    part: "eng_Latn",
    split: "train",
  });
  assert.deepEqual(
    found.map(({ split }) => split),
    ["train", "validation", "test", "train", "validation", "test"],
  );
});

test("parseDataset reads rows of pixels from a packed file", () => {
  const row = Array.from({ length: 64 }, (_, i) => i % 17);
  const found = parseDataset(smallSet("digits8x8", 2, 2), [
    gzipSync(`${[...row, 3].join(",")}\n${[...[...row].reverse(), 8].join(",")}\n`),
  ]);
  assert.ok(found.kind === "images");
  assert.deepEqual(
    [found.labels, found.width, found.height, found.maximum, found.splits],
    [["3", "8"], 8, 8, 16, undefined],
  );
  assert.deepEqual(Array.from(found.pixels), [...row, ...[...row].reverse()]);
});

test("parseDataset names the line and column of a pixel that does not fit", () => {
  const entry = smallSet("digits8x8", 1, 2);
  const zeros = Array.from({ length: 64 }, () => "0");
  assert.throws(
    () =>
      parseDataset(entry, [
        gzipSync(
          `${[...zeros, "1"].join(",")}\n${[...zeros.map((zero, i) => (i === 5 ? "17" : zero)), "1"].join(",")}`,
        ),
      ]),
    /digits\.csv\.gz, line 2, column 6: 17 is not a whole number from 0 to 16/,
  );
  assert.throws(
    () => parseDataset(entry, [gzipSync([...zeros, "x"].join(","))]),
    /column 65: x is not a whole number from 0/,
  );
  assert.throws(
    () => parseDataset(entry, [gzipSync("1,2\n")]),
    /line 1: 2 numbers where 64 pixels and a label are expected/,
  );
});

test("parseDataset reads pairs of IDX files, each image with its label and split", () => {
  const images = (count: number, ink: number) =>
    gzipSync(formatIdx([count, 28, 28], new Uint8Array(count * 784).fill(ink)));
  const labels = (...values: number[]) =>
    gzipSync(formatIdx([values.length], Uint8Array.from(values)));
  const found = parseDataset(smallSet("mnist", 3, 3), [
    images(2, 1),
    labels(5, 0),
    images(1, 255),
    labels(9),
  ]);
  assert.ok(found.kind === "images");
  assert.deepEqual(
    [found.labels, found.splits],
    [
      ["5", "0", "9"],
      ["train", "train", "test"],
    ],
  );
  assert.deepEqual(
    [found.pixels[0], found.pixels[2 * 784], found.pixels.length],
    [1, 255, 3 * 784],
  );
  assert.throws(
    () => parseDataset(smallSet("mnist", 3, 3), [images(2, 1), labels(5), images(1, 1), labels(9)]),
    /train-labels-idx1-ubyte\.gz has shape \(1\) where 2 labels are expected/,
  );
  const odd = gzipSync(formatIdx([1, 8, 8], new Uint8Array(64)));
  assert.throws(
    () => parseDataset(smallSet("mnist", 3, 3), [odd, labels(5), odd, labels(9)]),
    /has shape \(1, 8, 8\) where images of 28 × 28 are expected/,
  );
});

test("parseDataset refuses counts that are not the catalogue's, missing columns and files that cannot be unpacked", () => {
  assert.throws(
    () => parseTexts(smallSet("sms-spam", 3, 2), "Label\tSMS\nham\ta\nspam\tb\n"),
    /the files of sms-spam hold 2 documents in 2 classes; the catalogue says 3 in 2/,
  );
  assert.throws(
    () => parseTexts(smallSet("sms-spam", 1, 2), "Label\tText\nham\ta\n"),
    /SMSSpamCollection has no column "SMS"; it has Label, Text/,
  );
  assert.throws(() => parseTexts(smallSet("sms-spam", 1, 2), ""), /no column "SMS"; it has none/);
  assert.throws(
    () => parseTexts(smallSet("sms-spam", 1, 2), "Label\tSMS\nham\ta\tb\n"),
    /SMSSpamCollection: .*line 2/i,
  );
  assert.throws(
    () =>
      parseTexts(smallSet("sms-spam", 1, 2), Buffer.from("Label\tSMS\nham\tcaf\xe9\n", "latin1")),
    /SMSSpamCollection, byte 17 \(0xe9\): not UTF-8/,
  );
  const packed = gzipSync("1,2\n".repeat(1000));
  assert.throws(
    () => parseDataset(smallSet("digits8x8", 1, 2), [packed.subarray(0, 20)]),
    /digits\.csv\.gz cannot be unpacked: unexpected end of file/,
  );
  assert.throws(
    () => parseDataset(smallSet("digits8x8", 1, 2), [gzipSync(Buffer.alloc(65 * 1024 * 1024))]),
    /digits\.csv\.gz cannot be unpacked/,
  );
});

test("contentsDigest is the same whatever the order and the white space, and another for another label, split or text", () => {
  const documents: DatasetText[] = [
    { text: "a  b", label: "x", split: "train" },
    { text: "c", label: "y", part: "p" },
  ];
  const digest = (changed: readonly DatasetText[]) =>
    contentsDigest({ kind: "text", documents: changed });
  // printf '\tp\ty\tc\ntrain\t\tx\ta b' | sha256sum
  assert.equal(
    digest(documents),
    "18535d212f5d38acdda2b822b3ec73bac77e08f198dffdb8fad1b35522b24fe5",
  );
  assert.equal(
    digest([documents[1], { ...documents[0], text: "\ufeffa\r\nb " }]),
    digest(documents),
  );
  for (const changed of [
    { text: "a c" },
    { label: "z" },
    { split: "test" as const },
    { part: "q" },
  ]) {
    assert.notEqual(digest([{ ...documents[0], ...changed }, documents[1]]), digest(documents));
  }
});

/**
 * Documents, by class where there are few, and by part and split, from the notes of the shared
 * sets.
 */
const noted: Record<string, { labels?: Record<string, number>; origins?: Record<string, number> }> =
  {
    snips7: {
      labels: {
        GetWeather: 2100,
        PlayMusic: 2100,
        BookRestaurant: 2073,
        SearchScreeningEvent: 2059,
        RateBook: 2056,
        SearchCreativeWork: 2054,
        AddToPlaylist: 2042,
      },
      origins: { "/train": 13784, "/test": 700 },
    },
    "sms-spam": { labels: { ham: 4827, spam: 747 } },
    "youtube-spam": {
      labels: { spam: 1005, ham: 951 },
      origins: { "Psy/": 350, "KatyPerry/": 350, "LMFAO/": 438, "Eminem/": 448, "Shakira/": 370 },
    },
    subj: { labels: { objective: 5000, subjective: 5000 } },
    "rt-polarity": { labels: { positive: 5331, negative: 5331 } },
    banking77: { origins: { "/train": 10003, "/test": 3080 } },
    sib200: {
      labels: {
        "science/technology": 504,
        travel: 396,
        politics: 292,
        sports: 244,
        health: 220,
        entertainment: 186,
        geography: 166,
      },
      origins: {
        "zho_Hans/train": 701,
        "zho_Hans/validation": 99,
        "zho_Hans/test": 204,
        "eng_Latn/train": 701,
        "eng_Latn/validation": 99,
        "eng_Latn/test": 204,
      },
    },
    digits8x8: { origins: { "/": 1797 } },
  };

for (const [name, { labels, origins }] of Object.entries(noted)) {
  test(
    `parseDataset reads ${name} with the counts that its notes state`,
    { skip: withoutShared },
    () => {
      const entry = catalogue.find((one) => one.name === name) as CatalogueEntry;
      const contents = parseShared(entry);
      assert.equal(contentsDigest(contents), entry.contents?.sha256);
      const documents: readonly { label: string; part?: string; split?: string; text?: string }[] =
        contents.kind === "text" ? contents.documents : contents.labels.map((label) => ({ label }));
      if (labels !== undefined)
        assert.deepEqual(
          tally(documents.map(({ label }) => label)),
          tally(
            Object.entries(labels).flatMap(([label, count]) => Array<string>(count).fill(label)),
          ),
        );
      if (origins !== undefined)
        assert.deepEqual(
          tally(documents.map(({ part = "", split = "" }) => `${part}/${split}`)),
          new Map(Object.entries(origins)),
        );
      assert.equal(documents.filter(({ text }) => text?.trim() === "").length, 0);
    },
  );
}

for (const name of ["snips7", "youtube-spam"]) {
  test(
    `parseDataset reads the texts of ${name} as the copy made elsewhere has them`,
    { skip: withoutShared },
    () => {
      const entry = catalogue.find((one) => one.name === name) as CatalogueEntry;
      const rows = readFileSync(
        path.join(process.env.LOWRANK_SHARED_DATA ?? "", name, `${name}.tsv`),
        "utf8",
      )
        .split("\n")
        .slice(1, -1);
      const contents = parseShared(entry);
      assert.ok(contents.kind === "text");
      const found = contents.documents.map(({ text, label, split, part }) =>
        [label, split ?? part, text].join("\t"),
      );
      const other = rows.filter((row) => !found.includes(row));
      // The copy took one file whole for Latin-1, so its UTF-8 sentences read "MÃºsica" there.
      assert.deepEqual(
        other.filter((row) => !/^PlayMusic\ttrain\t.*[ÃÅâ]/.test(row)),
        [],
      );
      assert.equal(other.length, name === "snips7" ? 23 : 0);
      assert.equal(found.length, rows.length);
    },
  );
}

function parseShared(entry: CatalogueEntry): DatasetContents {
  const raw = sharedRawFiles(entry);
  return parseDataset(
    entry,
    entry.files.map((file) => raw.get(file.path) as Buffer),
  );
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
