import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { findEntry, readCatalogue } from "../../../src/workbook/sets/catalogue";
import { repository } from "../../paths";

const folder = mkdtempSync(path.join(os.tmpdir(), "catalogue-"));
after(() => rmSync(folder, { recursive: true }));
const root = repository;
const catalogue = readCatalogue();

test("the catalogue holds the nine sets", () => {
  assert.deepEqual(
    catalogue.map(({ name }) => name),
    [
      "snips7",
      "sms-spam",
      "youtube-spam",
      "subj",
      "rt-polarity",
      "banking77",
      "sib200",
      "digits8x8",
      "mnist",
    ],
  );
});

test("every file of the catalogue lies below its set's address, at a revision that does not move or under a checksum", () => {
  for (const { address, files, revision = "" } of catalogue) {
    for (const file of files) {
      assert.ok(new URL(file.path, address).href.startsWith(address), file.path);
      assert.ok(
        address.includes(`/${revision.replace("tag ", "")}/`) || file.sha256 !== undefined,
        file.path,
      );
    }
  }
});

test("data/README.md states name, licence, source and every checksum of each set", () => {
  const readme = readFileSync(path.join(root, "data", "README.md"), "utf8");
  for (const { name, licence, page, revision, files, contents, documents } of catalogue) {
    const section = readme.split(`### ${name}\n`)[1]?.split("\n### ")[0] ?? "";
    for (const fact of [
      licence,
      page,
      documents.toLocaleString("en"),
      ...(revision === undefined ? [] : [revision]),
      ...(contents === undefined ? [] : [contents.sha256]),
    ]) {
      assert.ok(section.includes(fact), `${name}: ${fact}`);
    }
    for (const { path: file, sha256, bytes } of files) {
      const row = section.split("\n").find((line) => line.startsWith(`| \`${file}\` |`)) ?? "";
      assert.ok(
        row.includes(sha256 ?? "not known") &&
          row.includes(bytes?.toLocaleString("en") ?? "not known"),
        `${name}: ${file}`,
      );
    }
  }
});

const good = JSON.parse(readFileSync(path.join(root, "data", "catalogue.json"), "utf8")) as {
  sets: { files: object[]; contents?: object }[];
};

/** The shipped catalogue's first set with a change to it or its first file. */
function changed(change: object, fileChange: object = {}): string {
  const [first] = good.sets;
  return JSON.stringify({
    version: 1,
    sets: [
      {
        ...first,
        files: [{ ...first.files[0], ...fileChange }, ...first.files.slice(1)],
        ...change,
      },
    ],
  });
}

const wrong: [string, string, RegExp][] = [
  ["text that is not JSON", "{", /cannot be read: .*; install Lowrank again/],
  ["another version", JSON.stringify({ ...good, version: 2 }), /version: .*install Lowrank again/],
  [
    "a set twice",
    JSON.stringify({ version: 1, sets: [good.sets[0], good.sets[0]] }),
    /names a set twice/,
  ],
  ["a name that is a path", changed({ name: "../snips7" }), /sets\.0\.name: must be small letters/],
  [
    "a file above the source",
    changed({}, { path: "../../secret" }),
    /sets\.0\.files\.0\.path: must be a plain relative path/,
  ],
  ["a file's absolute path", changed({}, { path: "/etc/passwd" }), /files\.0\.path/],
  ["a file of another address", changed({}, { path: "https://example.org/x" }), /files\.0\.path/],
  ["a file's backslash", changed({}, { path: "a\\b" }), /files\.0\.path/],
  ["a hidden file", changed({}, { path: "a/.b" }), /files\.0\.path/],
  [
    "an address without encryption",
    changed({ address: "http://example.org/" }),
    /sets\.0\.address/,
  ],
  [
    "an address of a file",
    changed({ address: "https://example.org/x" }),
    /sets\.0\.address: must end in a slash/,
  ],
  [
    "a checksum that is none",
    changed({}, { sha256: "abc" }),
    /files\.0\.sha256: must be 64 hexadecimal digits/,
  ],
  [
    "a checksum of unknown origin",
    changed({}, { checksum: "unknown" }),
    /files\.0: has a sha256 exactly if its checksum is known/,
  ],
  [
    "a set that nothing verifies",
    changed({ contents: undefined }),
    /sets\.0: needs a checksum of each file, or of its contents/,
  ],
  ["a field that nobody reads", changed({ url: "x" }), /sets\.0: .*url/],
  ["no documents", changed({ documents: 0 }), /sets\.0\.documents/],
];
for (const [name, text, message] of wrong) {
  test(`readCatalogue refuses ${name}, and names the field`, () => {
    const file = path.join(folder, "catalogue.json");
    writeFileSync(file, text);
    assert.throws(
      () => readCatalogue(file),
      (error: Error) => {
        assert.match(error.message, /catalogue\.json/);
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

test("findEntry lists the names where there is no such set", () => {
  assert.equal(findEntry("subj").documents, 10_000);
  for (const name of ["Subj", "", "../subj", "constructor"])
    assert.throws(
      () => findEntry(name),
      /no data set ".*"; choose from snips7, sms-spam, .*, mnist/,
    );
});
