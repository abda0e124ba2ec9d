import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import {
  isInstalled,
  listDatasets,
  loadDataset,
  type ImageDatasetName,
  type TextDatasetName,
} from "../../../src/workbook";
import { findEntry, readCatalogue } from "../../../src/workbook/sets/catalogue";
import type { DatasetContents } from "../../../src/workbook/sets/dataset";
import { installDataset } from "../../../src/workbook/sets/installDataset";
import { writeInstalled } from "../../../src/workbook/sets/installedDataset";
import { sharedRawFiles, withoutShared } from "./sharedRawFiles";

const folder = mkdtempSync(path.join(os.tmpdir(), "load-"));
after(() => rmSync(folder, { recursive: true }));

function put(name: string, contents: DatasetContents): void {
  writeInstalled(path.join(folder, name), findEntry(name), contents, []);
}

before(() => {
  const sentence = (part: string, split: "train" | "test", id: string) => ({
    text: `${part} ${id}`,
    label: "travel",
    id,
    part,
    split,
  });
  put("sib200", {
    kind: "text",
    documents: [
      sentence("zho_Hans", "train", "1"),
      sentence("zho_Hans", "test", "2"),
      sentence("eng_Latn", "train", "1"),
      sentence("eng_Latn", "test", "2"),
    ],
  });
  put("sms-spam", {
    kind: "text",
    documents: ["a", "b", " a", "c"].map((text, i) => ({ text, label: i === 2 ? "spam" : "ham" })),
  });
  const pixels = Uint8Array.from({ length: 3 * 784 }, (_, i) => (i * 7) % 256);
  put("mnist", {
    kind: "images",
    width: 28,
    height: 28,
    maximum: 255,
    pixels,
    labels: ["5", "0", "4"],
    splits: ["train", "train", "test"],
  });
});

test("loadDataset loads documents, of a split, without repeats, at most so many", () => {
  assert.deepEqual(
    loadDataset("sms-spam", { folder }).map(({ text, label }) => text + label),
    ["aham", "bham", " aspam", "cham"],
  );
  assert.deepEqual(
    loadDataset("sms-spam", { folder, dropDuplicates: true, limit: 2 }).map(({ text }) => text),
    ["a", "b"],
  );
  assert.deepEqual(
    loadDataset("sms-spam", { folder, dropDuplicates: true }).map(({ text }) => text),
    ["a", "b", "c"],
  );
});

test("loadDataset loads one language of sentences in two, Chinese unless told, whose numbers pair them", () => {
  const chinese = loadDataset("sib200", { folder });
  const english = loadDataset("sib200", { folder, part: "eng_Latn" });
  assert.deepEqual([chinese[0].text, english[0].text], ["zho_Hans 1", "eng_Latn 1"]);
  assert.deepEqual(
    chinese.map(({ id }) => id),
    english.map(({ id }) => id),
  );
  assert.deepEqual(loadDataset("sib200", { folder, split: "test", part: "eng_Latn" }), [
    { text: "eng_Latn 2", label: "travel", id: "2", part: "eng_Latn", split: "test" },
  ]);
});

test("loadDataset loads images as rows from 0 to 1 with their labels and splits", () => {
  const { images, labels, splits, width, height } = loadDataset("mnist", { folder });
  assert.deepEqual(
    [images.rows, images.columns, width, height, labels, splits],
    [3, 784, 28, 28, ["5", "0", "4"], ["train", "train", "test"]],
  );
  assert.equal(images.get(1, 3), (((784 + 3) * 7) % 256) / 255);
  assert.equal(Math.max(...images.data), 1);
  const held = loadDataset("mnist", { folder, split: "test" });
  assert.deepEqual([held.labels, held.splits, held.images.rows], [["4"], ["test"], 1]);
  assert.equal(held.images.get(0, 0), images.get(2, 0));
  assert.deepEqual(loadDataset("mnist", { folder, limit: 2 }).labels, ["5", "0"]);
});

test("loadDataset names the command for a set that is not installed, or whose pixels are cut short", () => {
  assert.throws(
    () => loadDataset("snips7", { folder }),
    /the data set snips7 is not installed in .*; download it: npx lowrank data get snips7/,
  );
  const damaged = mkdtempSync(path.join(folder, "damaged-"));
  mkdirSync(path.join(damaged, "mnist"));
  for (const file of ["dataset.json", "pixels.bin"])
    writeFileSync(
      path.join(damaged, "mnist", file),
      readFileSync(path.join(folder, "mnist", file)),
    );
  assert.equal(loadDataset("mnist", { folder: damaged }).labels.length, 3);
  truncateSync(path.join(damaged, "mnist", "pixels.bin"), 784);
  assert.throws(
    () => loadDataset("mnist", { folder: damaged }),
    /is damaged.*npx lowrank data remove mnist && npx lowrank data get mnist/,
  );
});

test("loadDataset names what there is to choose from", () => {
  assert.throws(
    () => loadDataset("nips7" as "snips7"),
    /no data set "nips7"; choose from snips7, /,
  );
  assert.throws(() => loadDataset("../sib200" as "sib200", { folder }), /no data set/);
  assert.throws(
    () => loadDataset("sms-spam", { folder, split: "train" }),
    /sms-spam has no split "train"; leave split out/,
  );
  assert.throws(
    () => loadDataset("snips7", { folder, split: "validation" }),
    /snips7 has no split "validation"; choose from train, test/,
  );
  assert.throws(
    () => loadDataset("sib200", { folder, part: "Chinese" }),
    /sib200 has no part "Chinese"; choose from zho_Hans, eng_Latn/,
  );
  assert.throws(
    () => loadDataset("sms-spam", { folder, limit: 0 }),
    /limit 0 is not a number of documents; choose a whole number from 1 up/,
  );
  assert.throws(
    () => loadDataset("mnist", { folder, dropDuplicates: true }),
    /dropDuplicates is for texts; mnist holds images/,
  );
});

test("listDatasets and isInstalled tell what is there", () => {
  const listed = listDatasets(folder);
  assert.deepEqual(
    listed.filter(({ installed }) => installed).map(({ name }) => name),
    ["sms-spam", "sib200", "mnist"],
  );
  assert.deepEqual(
    [listed[0].name, listed[0].documents, listed[0].classes, listed[0].licence, listed[0].kind],
    ["snips7", 14484, 7, "CC0 1.0", "text"],
  );
  assert.deepEqual([isInstalled("mnist", folder), isInstalled("subj", folder)], [true, false]);
  assert.throws(() => isInstalled("minst", folder), /no data set "minst"; choose from/);
});

test("the types name the sets of the catalogue", () => {
  const texts: Record<TextDatasetName, true> = {
    snips7: true,
    "sms-spam": true,
    "youtube-spam": true,
    subj: true,
    "rt-polarity": true,
    banking77: true,
    sib200: true,
  };
  const images: Record<ImageDatasetName, true> = { digits8x8: true, mnist: true };
  const ofKind = (kind: string) =>
    readCatalogue()
      .filter((entry) => entry.kind === kind)
      .map(({ name }) => name);
  assert.deepEqual([ofKind("text"), ofKind("images")], [Object.keys(texts), Object.keys(images)]);
});

test(
  "loadDataset gives the shared digits with scikit-learn's sums",
  { skip: withoutShared },
  async () => {
    const there = mkdtempSync(path.join(folder, "digits-"));
    const entry = findEntry("digits8x8");
    mkdirSync(path.join(there, "raw", "digits8x8"), { recursive: true });
    for (const [file, bytes] of sharedRawFiles(entry))
      writeFileSync(path.join(there, "raw", "digits8x8", file), bytes);
    await installDataset(entry, {
      folder: path.join(there, "sets"),
      from: path.join(there, "raw"),
    });
    const { images, labels } = loadDataset("digits8x8", { folder: path.join(there, "sets") });
    // sklearn 1.2.1: load_digits().data.sum(), .target.sum()
    assert.equal(Math.round(images.data.reduce((sum, value) => sum + value, 0) * 16), 561_718);
    assert.equal(
      labels.reduce((sum, label) => sum + Number(label), 0),
      8070,
    );
    assert.deepEqual([images.rows, images.columns, images.get(0, 2) * 16], [1797, 64, 5]);
  },
);
