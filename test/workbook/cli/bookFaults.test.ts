import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { command } from "../../paths";
import { code, display, markdown, notebook, writeNotebooks } from "../book/sampleNotebooks";

interface Built {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Makes a book of a folder `notebooks` that holds one good notebook and what `add` puts there. */
function book(add: (folder: string) => void): Built {
  const { folder } = writeNotebooks({ "notebooks/01-good": notebook(markdown("# Good")) });
  add(path.join(folder, "notebooks"));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [command, "book", "--out", "site", "notebooks"],
    { cwd: folder, encoding: "utf8" },
  );
  return { code: status, stdout, stderr };
}

test("lowrank book ends with 0 where every notebook has its page", () => {
  const { code: exit, stdout, stderr } = book(() => undefined);
  assert.deepEqual([exit, stderr], [0, ""]);
  assert.match(stdout, /^1 notebooks, /);
});

test("lowrank book leaves out what it cannot read, names each, and ends with 1", () => {
  const {
    code: exit,
    stdout,
    stderr,
  } = book((folder) => {
    writeFileSync(path.join(folder, "02-torn.ipynb"), '{"cells": [');
    mkdirSync(path.join(folder, "03-folder.ipynb")); // No notebook, so not missed.
    symlinkSync(path.join(folder, "nowhere"), path.join(folder, "04-link.ipynb"));
  });
  assert.equal(exit, 1);
  assert.match(stdout, /^1 notebooks, .*open site\/index\.html/);
  const named = stderr.trim().split("\n");
  assert.deepEqual(
    named.map((line) => /^left out: .*(\d\d)-\w+\.ipynb/.exec(line)?.[1]).sort(),
    ["02", "04"],
    stderr,
  );
});

test("lowrank book lists what a page cannot show, by notebook and cell, and ends with 0", () => {
  const { code: exit, stderr } = book((folder) => {
    const deep = display({ "text/latex": "{".repeat(4_000) + "}".repeat(4_000) });
    const content = notebook(markdown("# Deep"), code("1", deep));
    writeFileSync(path.join(folder, "02-deep.ipynb"), JSON.stringify(content));
  });
  assert.equal(
    stderr.trim(),
    "02-deep.ipynb, cell 2: a formula cannot be drawn: it is nested too deeply",
  );
  assert.equal(exit, 0);
});
