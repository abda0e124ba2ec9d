import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { loadDelimited } from "../../../src/lowrank/files/delimited";
import { loadNpy } from "../../../src/lowrank/files/npy";

test("a missing file is named by its full path, with the folder it was looked for from", () => {
  const missing = path.join(tmpdir(), "lowrank-no-such-file.npy");
  const said = (error: Error): boolean =>
    error.message.includes(`no file at ${missing}`) && error.message.includes(process.cwd());
  assert.throws(() => loadNpy(missing), said);
  assert.throws(() => loadDelimited(missing, { textColumn: 0, labelColumn: 1 }), said);
});

test("a folder in place of a file is named as such", () => {
  assert.throws(() => loadNpy(tmpdir()), /is a folder; name the file inside it/);
});
