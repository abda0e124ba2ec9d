import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { loadModel, openModelFile, saveModel } from "../../../src/lowrank/files/saveModel";
import { rowCoordinates } from "../../../src/lowrank/linalg/coordinates";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createSimilarityIndex } from "../../../src/lowrank/linalg/similarityIndex";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-models-"));
after(() => rmSync(folder, { recursive: true }));
const place = (name: string): string => path.join(folder, name);
const svd = truncatedSvd(
  toDense([
    [2, 0],
    [0, 1],
    [0, 0],
  ]),
  1,
);

test("loadModel gives back what saveModel wrote, with its notes", () => {
  saveModel(place("svd.lowrank"), svd, { notes: { source: "by hand" } });
  assert.deepEqual(loadModel(place("svd.lowrank"), "svd"), svd);
  const opened = openModelFile(place("svd.lowrank"));
  assert.equal(opened.kind, "svd");
  assert.equal(opened.notes.source, "by hand");
});

test("loadModel gives back a similarity index, and says when its file is cut, of another version or kind", () => {
  const index = createSimilarityIndex(rowCoordinates(svd));
  const file = place("index.lowrank");
  saveModel(file, index);
  assert.deepEqual(loadModel(file, "similarityIndex"), index);
  assert.throws(() => loadModel(file, "svd"), /index\.lowrank: .* of kind "similarityIndex"/);
  const bytes = readFileSync(file);
  for (const length of [bytes.length - 1, bytes.length - 8, 40]) {
    writeFileSync(file, bytes.subarray(0, length));
    assert.throws(() => loadModel(file), /index\.lowrank: .* it was cut off; copy it again/);
  }
  bytes[8] = 2;
  writeFileSync(file, bytes);
  assert.throws(() => loadModel(file), /index\.lowrank: .* version 2 .* update lowrank/);
});

test("saveModel replaces a file whole, and leaves nothing beside it", () => {
  writeFileSync(place("old.lowrank"), "old");
  saveModel(place("old.lowrank"), svd);
  assert.deepEqual(loadModel(place("old.lowrank")), svd);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".tmp")),
    [],
  );
});

test("saveModel that fails says so, and leaves what was there", () => {
  assert.throws(() => saveModel(place("none/svd.lowrank"), svd), /cannot be written/);
  mkdirSync(place("taken.lowrank"));
  assert.throws(() => saveModel(place("taken.lowrank"), svd), /taken\.lowrank cannot be written/);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".tmp")),
    [],
  );
  writeFileSync(place("kept.lowrank"), "kept");
  assert.throws(() => saveModel(place("kept.lowrank"), {} as typeof svd), /no fitted model/);
  assert.equal(readFileSync(place("kept.lowrank"), "utf8"), "kept");
  assert.ok(!existsSync(place("none")));
});

test("loadModel names the file and what is wrong with it", () => {
  const refuses = (name: string, message: RegExp): void =>
    assert.throws(
      () => loadModel(place(name)),
      (error: Error) => {
        assert.match(error.message, message);
        assert.ok(error.message.includes(name));
        return true;
      },
    );
  refuses("missing.lowrank", /no file at .*; give its path/);
  refuses("taken.lowrank", /this is a folder/);
  writeFileSync(place("posts.csv"), "id,title\n1,a\n");
  refuses("posts.csv", /no saved model/);
  writeFileSync(place("empty.lowrank"), "");
  refuses("empty.lowrank", /no saved model/);
  saveModel(place("cut.lowrank"), svd);
  truncateSync(place("cut.lowrank"), 100);
  refuses("cut.lowrank", /has 100 of \d+ bytes: it was cut off; copy it again/);
  saveModel(place("large.lowrank"), svd);
  assert.throws(
    () => loadModel(place("large.lowrank"), "svd", { maxBytes: 50 }),
    /more than 50; raise maxBytes/,
  );
});
