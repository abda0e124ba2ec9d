import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { findEntry, type CatalogueEntry } from "../../../src/workbook/sets/catalogue";
import {
  installDataset,
  type InstallDatasetOptions,
  type InstallProgress,
} from "../../../src/workbook/sets/installDataset";
import { hasInstalled, readInstalled } from "../../../src/workbook/sets/installedDataset";
import { removeDataset } from "../../../src/workbook/sets/removeDataset";
import { createUnfinished, removeUnfinished } from "../../../src/workbook/sets/unfinishedFolder";
import { startFaultServer, type Served } from "./faultServer";
import { sharedRawFiles, withoutShared } from "./sharedRawFiles";
import { serveTiny, tinySet } from "./tinySet";

const root = mkdtempSync(path.join(os.tmpdir(), "install-"));
after(() => rmSync(root, { recursive: true }));
let count = 0;
const newFolder = (): string => path.join(root, String(count++), "sets");

/** Gets the set from a server that serves its files so. */
async function install(
  files: Map<string, Served>,
  folder: string,
  options: InstallDatasetOptions = {},
  entry: CatalogueEntry = tinySet,
) {
  const server = await startFaultServer(files);
  try {
    return {
      report: await installDataset(entry, {
        folder,
        from: server.address,
        attempts: 2,
        retrySeconds: 0.01,
        ...options,
      }),
      requests: server.requests,
    };
  } finally {
    await server.close();
  }
}

/** Everything below a folder, files by length. */
function listAll(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}

function assertInstalled(folder: string): void {
  assert.deepEqual(listAll(folder), ["tiny", "tiny/dataset.json"]);
  const contents = readInstalled(folder, "tiny");
  assert.ok(contents.kind === "text");
  assert.equal(contents.documents.length, 3002);
  assert.deepEqual(contents.documents[0], {
    text: 'document 0, number "0"',
    label: "even",
    split: "train",
  });
  assert.deepEqual(contents.documents.at(-1), { text: "two", label: "even", split: "test" });
}

test("installDataset puts a verified set in place, and nothing else", async () => {
  const folder = newFolder();
  const progress: InstallProgress[] = [];
  const { report, requests } = await install(serveTiny(), folder, {
    onProgress: (one) => progress.push(one),
  });
  assertInstalled(folder);
  assert.equal(report?.documents, 3002);
  assert.deepEqual(report?.contents, { sha256: tinySet.contents?.sha256, known: true });
  assert.deepEqual(
    report?.files.map(({ path: file, bytes, sha256, known }) => ({
      path: file,
      bytes,
      sha256,
      known,
    })),
    tinySet.files.map(({ path: file, bytes, sha256 }) => ({
      path: file,
      bytes,
      sha256,
      known: true,
    })),
  );
  assert.deepEqual(requests, ["tiny/part/train.csv", "tiny/test.csv"]);
  assert.equal(progress.at(-1)?.fraction, 1);
  assert.ok(progress.every(({ fraction }, i) => i === 0 || fraction >= progress[i - 1].fraction));
  const { files, licence } = JSON.parse(
    readFileSync(path.join(folder, "tiny", "dataset.json"), "utf8"),
  ) as { files: { sha256: string; url: string }[]; licence: string };
  assert.deepEqual(
    [files.map(({ sha256 }) => sha256), licence],
    [tinySet.files.map(({ sha256 }) => sha256), "CC0 1.0"],
  );
});

test("installDataset leaves a set that is there alone", async () => {
  const folder = newFolder();
  await install(serveTiny(), folder);
  const { report, requests } = await install(serveTiny(), folder);
  assert.deepEqual([report, requests], [undefined, []]);
});

test("installDataset says which files the catalogue could not verify, and measures them", async () => {
  const unknown: CatalogueEntry = {
    ...tinySet,
    files: tinySet.files.map(({ path: file, split }) => ({
      path: file,
      split,
      checksum: "unknown" as const,
    })),
  };
  const folder = newFolder();
  const { report } = await install(serveTiny(), folder, {}, unknown);
  assertInstalled(folder);
  assert.deepEqual(
    report?.files.map(({ bytes, sha256, known }) => ({ bytes, sha256, known })),
    tinySet.files.map(({ bytes, sha256 }) => ({ bytes, sha256, known: false })),
  );
});

const faults: [string, Partial<Served>, RegExp][] = [
  [
    "a wrong checksum",
    { bytes: Buffer.from("text,label\none,odd\ntwo,EVEN\n") },
    /test\.csv is not the file that the catalogue describes: SHA-256 .*; nothing was installed/,
  ],
  [
    "a page in place of the file",
    { bytes: Buffer.from("<html>please log in</html>") },
    /26 bytes where 28 are expected; nothing was installed/,
  ],
  ["a missing file", { status: 404 }, /no file at .*test\.csv \(404\); the source may have moved/],
  ["a server's fault", { status: 500 }, /has a fault \(500\); try again later/],
  [
    "connections cut again and again",
    { cutAfter: 0 },
    /the connection to 127\.0\.0\.1:\d+ was cut \(tried 2 times\)/,
  ],
];
for (const [name, fault, message] of faults) {
  test(`installDataset installs nothing on ${name}, and succeeds when it is gone`, async () => {
    const folder = newFolder();
    await assert.rejects(install(serveTiny({ "test.csv": fault }), folder), message);
    assert.equal(hasInstalled(folder, "tiny"), false);
    assert.equal(existsSync(path.join(folder, "tiny")), false);
    await install(serveTiny(), folder);
    assertInstalled(folder);
  });
}

test("installDataset installs nothing where nobody listens, and leaves nothing behind", async () => {
  const folder = newFolder();
  const server = await startFaultServer(new Map());
  await server.close();
  await assert.rejects(
    installDataset(tinySet, { folder, from: server.address }),
    /takes no connections \(ECONNREFUSED\); try again later/,
  );
  assert.deepEqual(listAll(folder), []);
});

test("installDataset refuses files whose contents are other than the catalogue's, and keeps none of them", async () => {
  for (const [entry, message] of [
    [
      { ...tinySet, contents: { sha256: "0".repeat(64) } },
      /do not hold what the catalogue describes: contents of SHA-256 [0-9a-f]{64} where 0{64} is expected; nothing was installed/,
    ],
    [
      { ...tinySet, documents: 3003 },
      /the files of tiny hold 3002 documents in 2 classes; the catalogue says 3003 in 2; nothing of tiny was installed/,
    ],
  ] as const) {
    const folder = newFolder();
    await assert.rejects(install(serveTiny(), folder, {}, entry), message);
    assert.deepEqual(listAll(folder), []);
  }
});

test("installDataset twenty times at once puts one whole set in place", async () => {
  const folder = newFolder();
  const server = await startFaultServer(serveTiny());
  const reports = await Promise.all(
    Array.from({ length: 20 }, () => installDataset(tinySet, { folder, from: server.address })),
  );
  await server.close();
  assertInstalled(folder);
  assert.equal(reports.filter((report) => report !== undefined).length, 20);
});

test("installDataset reads a folder of files that were copied by other means", async () => {
  const copied = newFolder();
  for (const [file, { bytes }] of serveTiny()) {
    mkdirSync(path.dirname(path.join(copied, file)), { recursive: true });
    writeFileSync(path.join(copied, file), bytes);
  }
  const folder = newFolder();
  await installDataset(tinySet, { folder, from: copied });
  assertInstalled(folder);
});

test("installDataset names what is in its way", async () => {
  const folder = newFolder();
  mkdirSync(path.join(folder, "tiny"), { recursive: true });
  writeFileSync(path.join(folder, "tiny", "mine.txt"), "");
  await assert.rejects(
    install(serveTiny(), folder),
    /sets\/tiny is in the way, and is no data set of Lowrank's .*; move it elsewhere/,
  );
  assert.ok(existsSync(path.join(folder, "tiny", "mine.txt")));
  const file = path.join(newFolder(), "..");
  mkdirSync(file, { recursive: true });
  writeFileSync(path.join(file, "sets"), "");
  await assert.rejects(
    install(serveTiny(), path.join(file, "sets")),
    /cannot write to .*sets: .*; name another folder in LOWRANK_DATA/,
  );
});

test(
  "installDataset verifies snips7 by its contents where the files' own checksums do not count",
  { skip: withoutShared },
  async () => {
    const folder = newFolder();
    const entry = findEntry("snips7");
    // Put back together from a table, the files are not the source's byte for byte, but hold the
    // same.
    const files = new Map(
      [...sharedRawFiles(entry)].map(([file, bytes]) => [`snips7/${file}`, { bytes }]),
    );
    await assert.rejects(
      install(files, folder, {}, entry),
      /train_AddToPlaylist_full\.json is not the file that the catalogue describes: SHA-256/,
    );
    const free: CatalogueEntry = {
      ...entry,
      files: entry.files.map((file) => ({
        ...file,
        sha256: undefined,
        checksum: "unknown" as const,
      })),
    };
    const { report } = await install(files, folder, {}, free);
    assert.deepEqual([report?.documents, report?.contents.known], [14484, true]);
    const [file, { bytes }] = [...files][0];
    files.set(file, { bytes: Buffer.from(bytes.toString().replace("playlist", "playlost")) });
    await assert.rejects(
      install(files, newFolder(), {}, free),
      /do not hold what the catalogue describes/,
    );
  },
);

test("installDataset clears away what a killed process left, and not what a living one writes", async () => {
  const folder = newFolder();
  const [left, living] = [createUnfinished(folder, "tiny"), createUnfinished(folder, "tiny")];
  writeFileSync(path.join(left, "half"), "text,label\n");
  const yesterday = new Date(Date.now() - 86_400_000);
  utimesSync(left, yesterday, yesterday);
  await install(serveTiny(), folder);
  assert.deepEqual(listAll(path.join(folder, ".partial")), [path.basename(living)]);
  removeUnfinished(folder, living);
  assertInstalled(folder);
});

test("removeDataset removes a set and what a killed process has left of it", async () => {
  const folder = newFolder();
  assert.equal(removeDataset(tinySet, folder), false);
  await install(serveTiny(), folder);
  assert.equal(removeDataset(tinySet, folder), true);
  assert.deepEqual(listAll(folder), []);
  writeFileSync(path.join(createUnfinished(folder, "tiny"), "half"), "text,label\n");
  assert.equal(removeDataset(tinySet, folder), true);
  assert.deepEqual(listAll(folder), []);
});

test("readInstalled names the command for a set that is missing or damaged", async () => {
  const folder = newFolder();
  assert.throws(
    () => readInstalled(folder, "tiny"),
    /the data set tiny is not installed in .*; download it: npx lowrank data get tiny/,
  );
  await install(serveTiny(), folder);
  const file = path.join(folder, "tiny", "dataset.json");
  const whole = readFileSync(file, "utf8");
  for (const damaged of [whole.slice(0, 100), "{}", whole.replace('"format":1', '"format":2')]) {
    writeFileSync(file, damaged);
    assert.throws(
      () => readInstalled(folder, "tiny"),
      /is damaged, or of another version of Lowrank; get it anew: npx lowrank data remove tiny && npx lowrank data get tiny/,
    );
  }
});
