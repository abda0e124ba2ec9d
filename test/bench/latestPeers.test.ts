import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { choosePeers } from "../../bench/harness/latestPeers";
import { repository } from "../paths";

const home = mkdtempSync(path.join(tmpdir(), "lowrank-peers-"));
after(() => rmSync(home, { recursive: true }));

const peers = path.join(repository, "bench", "peers");
const locks = ["lock.txt", "lock-torch.txt"].map((name) =>
  readFileSync(path.join(peers, name), "utf8"),
);

test("the lock files of the latest peers pin every version, and name no registry", () => {
  for (const line of locks.join("").trim().split("\n"))
    assert.match(line, /^(#.*|[A-Za-z][\w.-]*==[\w.]+(; .*)?)$/);
});

test("choosePeers(installed) keeps the interpreter that is given", () => {
  assert.equal(choosePeers("installed", "/some/python", home), "/some/python");
});

test("choosePeers(latest) takes an environment that was made with the same versions", () => {
  mkdirSync(path.join(home, "latest"));
  writeFileSync(path.join(home, "latest", "lowrank-lock.txt"), locks[0]);
  const expected = path.join(home, "latest", "bin", "python");
  assert.equal(choosePeers("latest", "/some/python", home), expected);
});

test("choosePeers(latest) falls back to the interpreter that is given where none can be made", () => {
  const place = path.join(home, "file");
  writeFileSync(place, "not a folder");
  assert.equal(choosePeers("latest", "/some/python", place), "/some/python");
});
