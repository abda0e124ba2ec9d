import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { findBrowser } from "../../../src/workbook/book/pictures/findBrowser";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-test-"));
after(() => rmSync(folder, { recursive: true }));

function makeProgram(...names: string[]): string {
  const file = path.join(folder, ...names);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "");
  chmodSync(file, 0o755);
  return file;
}

test(
  "findBrowser takes CHROME_PATH before the PATH, and Chromium before Chrome",
  { skip: process.platform === "win32" },
  () => {
    const chrome = makeProgram("a", "google-chrome");
    const chromium = makeProgram("b", "chromium");
    const PATH = [path.dirname(chrome), path.dirname(chromium)].join(path.delimiter);
    assert.equal(findBrowser({ PATH }), chromium);
    assert.equal(findBrowser({ PATH, CHROME_PATH: chrome }), chrome);
    assert.equal(findBrowser({ PATH: path.dirname(chrome) }), chrome);
  },
);

test(
  "findBrowser passes over folders and files that are no programs",
  { skip: process.platform !== "linux" || process.getuid?.() === undefined },
  () => {
    mkdirSync(path.join(folder, "c", "chromium"), { recursive: true });
    writeFileSync(path.join(folder, "c", "google-chrome"), "");
    assert.throws(
      () => findBrowser({ PATH: path.join(folder, "c") }),
      /found no Chromium or Chrome .*apt-get install chromium.*CHROME_PATH/,
    );
  },
);

test("findBrowser names a CHROME_PATH where there is no program", () => {
  assert.throws(
    () => findBrowser({ CHROME_PATH: path.join(folder, "none") }),
    /CHROME_PATH is .*none, where there is no program; set it/,
  );
});
