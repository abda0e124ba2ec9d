import assert from "node:assert/strict";
import * as nodeFiles from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import * as memory from "../../../../src/workbook/book/worker/twins/fs";
import { memoryFiles } from "../../../../src/workbook/book/worker/twins/memoryFiles";

const onDisk = nodeFiles.mkdtempSync(path.join(tmpdir(), "lowrank-twin-"));
after(() => nodeFiles.rmSync(onDisk, { recursive: true }));

type Files = typeof nodeFiles;

/** What a program gets to see of files: values and codes of errors. */
function see(files: Files, folder: string): unknown[] {
  const at = (name: string): string => path.posix.join(folder, name);
  const code = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return (error as { code?: unknown }).code;
    }
  };
  files.mkdirSync(at("a/b"), { recursive: true });
  files.writeFileSync(at("a/one"), "eins\n");
  files.appendFileSync(at("a/one"), "zwei");
  files.writeFileSync(at("a/b/two"), Uint8Array.of(1, 2, 3, 4));
  const handle = files.openSync(at("a/three"), "w");
  files.writeSync(handle, Uint8Array.of(9, 8, 7, 6), 1, 2, 0);
  files.writeSync(handle, Uint8Array.of(5), 0, 1, 2);
  files.closeSync(handle);
  files.renameSync(at("a/three"), at("a/four"));
  const reading = files.openSync(at("a/b/two"), "r");
  const bytes = new Uint8Array(8);
  const seen = [
    files.readSync(reading, bytes, 2, 3, 1),
    [...bytes],
    files.fstatSync(reading).size,
    files.readFileSync(at("a/one"), "utf8"),
    [...files.readFileSync(at("a/four"))],
    files.readdirSync(at("a")),
    files.readdirSync(at("a"), { withFileTypes: true }).map((one) => one.isDirectory()),
    files.existsSync(at("a/three")),
    files.statSync(at("a/b")).isDirectory(),
    code(() => files.readFileSync(at("none"))),
    code(() => files.writeFileSync(at("none/file"), "")),
    code(() => files.mkdirSync(at("a"))),
    code(() => files.rmSync(at("none"))),
    code(() => files.closeSync(999_999)),
  ];
  files.closeSync(reading);
  files.rmSync(at("a"), { recursive: true });
  return [...seen, files.existsSync(at("a/one"))];
}

test("files in memory behave as files on disk do", () => {
  memoryFiles.makeFolder("/work", true);
  assert.deepEqual(see(memory as unknown as Files, "/work"), see(nodeFiles, onDisk));
});

test("a file that is written piece by piece takes steps, not copies of itself", () => {
  const handle = memory.openSync("/work/pieces", "w");
  for (let i = 0; i < 20_000; i++) memory.writeSync(handle, Uint8Array.of(i & 255));
  memory.closeSync(handle);
  assert.equal(memory.statSync("/work/pieces")?.size, 20_000);
});
