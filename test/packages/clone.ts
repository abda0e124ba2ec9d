import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { repository } from "../paths";
import { output } from "./freshProject";
import { tarballs, type Tarballs } from "./tarballs";

const { version } = JSON.parse(
  readFileSync(path.join(repository, "src", "lowrank", "package.json"), "utf8"),
) as { version: string };

async function cloned(t: TestContext): Promise<Required<Tarballs> | undefined> {
  const { beforeBuild, afterBuild, ...packed } = await tarballs();
  if (beforeBuild && afterBuild) return { ...packed, beforeBuild, afterBuild };
  t.skip("LOWRANK_TARBALLS gives tarballs that are packed already, so nothing was cloned");
  return undefined;
}

test("npx lowrank in a clone right after npm ci names the missing build", async (t) => {
  const clone = await cloned(t);
  if (!clone) return;
  assert.equal(clone.beforeBuild.code, 1);
  assert.match(clone.beforeBuild.stderr, /not built yet; build it: npm run build/);
});

test("npx lowrank works in that clone once it is built", async (t) => {
  const clone = await cloned(t);
  if (!clone) return;
  assert.deepEqual(clone.afterBuild, { code: 0, stdout: `${version}\n`, stderr: "" });
});

test("npm pack ships what is built, with its licences, and no source, test or map", async () => {
  const { library, workbook } = await tarballs();
  const list = async (file: string): Promise<string[]> =>
    (await output(path.dirname(file), "tar", ["tzf", file])).trim().split("\n");
  const [files, more] = await Promise.all([list(library), list(workbook)]);
  for (const name of ["LICENSE", "README.md", "bin/lowrank.js", "dist/LICENSES.txt"])
    assert.ok(files.includes(`package/${name}`), name);
  for (const name of ["LICENSE", "README.md", "environment.md", "dist/data/catalogue.json"])
    assert.ok(more.includes(`package/${name}`), name);
  assert.ok(more.includes("package/notebooks/zh-CN/02-factor-matrix.ipynb"));
  const strange = [...files, ...more].filter((name) =>
    /(?<!\.d)\.m?ts$|\.map$|\.test\.|\.tsbuildinfo$|\.stamp$|\.new\//.test(name),
  );
  assert.deepEqual(strange, []);
});
