import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { KernelHarness, resultData, tracebackText } from "./kernelHarness";

// The notebook's folder has a folder beside it, as projects have `notebooks` and `src`.
const project = realpathSync(mkdtempSync(path.join(tmpdir(), "lowrank-files-")));
const folder = path.join(project, "notebooks");
mkdirSync(folder);
let kernel: KernelHarness;
before(async () => (kernel = await KernelHarness.start({ cwd: folder })));
after(async () => {
  await kernel.stop();
  rmSync(project, { recursive: true });
});

function write(name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function textOf(code: string): Promise<unknown> {
  const executed = await kernel.execute(code);
  assert.equal(executed.reply.status, "ok", String(executed.reply.evalue));
  return resultData(executed)?.["text/plain"];
}

async function traceOf(code: string): Promise<string> {
  const executed = await kernel.execute(code);
  assert.equal(executed.reply.status, "error", code);
  return tracebackText(executed);
}

test("a file that an import asked for in vain is there once it is written", async () => {
  assert.match(
    await traceOf('import { late } from "./late";'),
    /^1:22 - Cannot find module '\.\/late'/,
  );
  await kernel.request("complete_request", {
    code: 'import { x } from "./later"; x.',
    cursor_pos: 31,
  });
  write("late.ts", "export const late: number = 1;");
  write("later.ts", "export const later = 'two';");
  assert.equal(
    await textOf('import { late } from "./late"; import { later } from "./later"; [late, later]'),
    "[ 1, 'two' ]",
  );
});

test("a changed file is seen at the next import, two imports down and JSON too", async () => {
  write("outer.ts", 'import { inner } from "./inner"; export const outer = () => inner;');
  write("inner.ts", 'import data from "./data.json"; export const inner = data.n;');
  write("data.json", '{ "n": 1 }');
  const cell = 'import { outer } from "./outer"; outer()';
  assert.equal(await textOf(cell), "1");
  write("data.json", '{ "n": 22 }');
  assert.equal(await textOf(cell), "22");
  write("inner.ts", "export const inner = 'changed';");
  assert.equal(await textOf(cell), "'changed'");
  assert.equal(await textOf("outer().length"), "7");
  assert.equal(await textOf('import d from "./data.json" with { type: "json" }; d.n + 1'), "23");
});

test("a deleted and recreated file, and a file that has nothing to do with the cell, stop nothing", async () => {
  const cell = 'import { inner } from "./inner"; inner';
  rmSync(path.join(folder, "inner.ts"));
  assert.match(await traceOf(cell), /Cannot find module '\.\/inner'/);
  write("inner.ts", "export const inner = 5;");
  write("beside.ts", "export const broken: number = 'x'; ((");
  write("beside.json", "{");
  assert.equal(await textOf(cell), "5");
});

test("a package that replaces a built-in function stops neither the cells after it nor itself", async () => {
  write(
    "node_modules/replacer/index.js",
    "Math.sign = (x) => (x < 0 ? -1 : 1);\nArray.prototype.includes = () => 'theirs';\nexports.sign = () => Math.sign(0);\n",
  );
  write("node_modules/replacer/package.json", '{ "name": "replacer", "main": "index.js" }');
  await textOf('const replacer = require("replacer"); const own = (text: string) => text.length;');
  for (let i = 0; i < 3; i++)
    assert.equal(
      await textOf(`const again${i} = [1, 2].map((x) => x * ${i}); again${i}.length`),
      "2",
    );
  assert.equal(await textOf("[replacer.sign(), Math.sign(0), own('abc')].join()"), "'1,1,3'");
  assert.equal(await textOf("String([1].includes(1))"), "'theirs'");
  write("later.ts", "export const later: number = [3, 4].length;\n");
  assert.equal(await textOf('import { later } from "./later"; later'), "2");
  await kernel.execute(
    "delete (Math as any).sign; Math.sign = (x) => (x > 0 ? 1 : x < 0 ? -1 : 0); Array.prototype.includes = function (x) { return this.indexOf(x) >= 0; };",
  );
});

test("a package that is installed while the kernel is idle is there for the next cell", async () => {
  assert.match(
    await traceOf('import { made } from "installed";'),
    /Cannot find module 'installed'/,
  );
  write(
    "node_modules/installed/package.json",
    '{ "name": "installed", "exports": { ".": { "types": "./i.d.ts", "default": "./i.js" } } }',
  );
  write("node_modules/installed/i.d.ts", "export declare const made: number;");
  write("node_modules/installed/i.js", "exports.made = 3;");
  assert.equal(await textOf('import { made } from "installed"; made'), "3");
});

test("packages of ES modules, with `exports` alone, subpaths and a default, are imported", async () => {
  write(
    "node_modules/only/package.json",
    '{ "name": "only", "type": "module", "exports": { ".": { "import": { "types": "./o.d.ts", "default": "./o.js" } }, "./deep/*": "./deep/*.js" } }',
  );
  write(
    "node_modules/only/o.d.ts",
    "export declare const named: string; declare const all: { k: number }; export default all;",
  );
  write("node_modules/only/o.js", "export const named = 'n'; await null; export default { k: 4 };");
  write("node_modules/only/deep/x.js", "export const x = 'deep';");
  assert.equal(
    await textOf(
      'import all, { named } from "only"; import { x } from "only/deep/x"; [all.k, named, x]',
    ),
    "[ 4, 'n', 'deep' ]",
  );
  assert.equal(
    await textOf(
      'import * as only from "only"; const again = await import("only"); [only.named, again.default.k]',
    ),
    "[ 'n', 4 ]",
  );
  write("uses.ts", 'import all from "only"; export const k = all.k + 1;');
  assert.equal(await textOf('import { k } from "./uses"; k'), "5");
});

test("a file is found as TypeScript finds it: index, suffixes, a folder above", async () => {
  write("lib/index.ts", "export const index = 1;");
  write("view.tsx", "export const view = 2;");
  write("module.mts", "export const module1 = 3;");
  write("../src/x.ts", "import { y } from './y.js'; export const x = y;");
  write("../src/y.ts", "export const y = 4;");
  write("plain.js", "exports.plain = 5;");
  assert.equal(
    await textOf(`import { index } from "./lib"; import { view } from "./view"; import { module1 } from "./module.mjs";
      import { x } from "../src/x"; import { plain } from "./plain.js"; import { late as l2 } from "./late.ts"; [index, view, module1, x, plain, l2]`),
    "[ 1, 2, 3, 4, 5, 1 ]",
  );
});

test("files that import each other work as in Node", async () => {
  write(
    "even.ts",
    'import { odd } from "./odd"; export function even(n: number): boolean { return n === 0 || odd(n - 1); }',
  );
  write(
    "odd.ts",
    'import { even } from "./even"; export function odd(n: number): boolean { return n !== 0 && even(n - 1); }',
  );
  assert.equal(
    await textOf('import { even } from "./even"; [even(10), even(7)]'),
    "[ true, false ]",
  );
});

test("an imported name follows the file that changes it, under each name it is passed on", async () => {
  write("counter.ts", "export let n = 0;\nexport const bump = (): void => void n++;");
  write("passed.ts", 'export { n as again } from "./counter";\nexport * from "./counter";');
  assert.equal(await textOf('import { n, bump } from "./counter"; bump(); n'), "1");
  assert.equal(
    await textOf(
      'import { again } from "./passed"; const seen = () => n; bump(); [n, again, seen()]',
    ),
    "[ 2, 2, 2 ]",
  );
  assert.equal(await textOf("const n = 'own'; bump(); [n, again, seen()]"), "[ 'own', 3, 'own' ]");
});

test("a type error in a file that a cell imports stops the cell, by file and line, until it is mended", async () => {
  write("inner.ts", "export const size: number = 'large';");
  write("outer.ts", 'export { size } from "./inner";');
  const trace = await traceOf('import { size } from "./outer"; size');
  assert.equal(
    trace,
    "inner.ts:1:14 - Type 'string' is not assignable to type 'number'.\n" +
      "  1 | export const size: number = 'large';\n    |              ^",
  );
  assert.equal(await textOf("1 + 1"), "2");
  write("inner.ts", "export const size: number = 12;");
  assert.equal(await textOf('import { size } from "./outer"; size'), "12");
});

test("a file may await at its top level", async () => {
  write(
    "slow.ts",
    "export const slow = await new Promise<number>((r) => setTimeout(() => r(8), 5)); export const url = import.meta.url;",
  );
  write(
    "waits.ts",
    'import { slow } from "./slow"; export const waits = slow + 1; export const lazy = () => import("./slow");',
  );
  assert.equal(
    await textOf('import { waits, lazy } from "./waits"; [waits, (await lazy()).slow]'),
    "[ 9, 8 ]",
  );
});

test("an error in a file names the file and its own line", async () => {
  write(
    "fails.ts",
    "interface A { a: number }\n\nexport function fails(a?: A): number {\n  return a!.a;\n}",
  );
  const trace = await traceOf('import { fails } from "./fails";\n\nfails();');
  assert.match(trace, /^fails\.ts:4\n  4 \|   return a!\.a;\n/);
  assert.match(trace, /at fails \(fails\.ts:4:\d+\)\n    at cell-\d+\.ts:3:1$/);
  write("wrong.ts", "export const w = 1;\nconst ((");
  assert.match(await traceOf('import { w } from "./wrong";'), /wrong\.ts:2:/);
  write("throws.ts", "export const t = 1;\nthrow new RangeError('at load');");
  for (let i = 0; i < 2; i++)
    assert.match(await traceOf('import { t } from "./throws";'), /^throws\.ts:2\n/);
});

test("a package that a symbolic link reaches stops no cell", async () => {
  write("../linked/package.json", '{ "name": "linked", "main": "l.js", "types": "l.d.ts" }');
  write(
    "../linked/l.d.ts",
    'import { Deep } from "deep"; export declare function make(): { deep: Deep; m: Map<string, Deep> };',
  );
  write("../linked/l.js", "exports.make = () => ({ deep: { v: 6 } });");
  write("../linked/node_modules/deep/package.json", '{ "name": "deep", "types": "d.d.ts" }');
  write(
    "../linked/node_modules/deep/d.d.ts",
    "export declare class Deep { v: number; private p: string }",
  );
  symlinkSync(path.join(project, "linked"), path.join(folder, "node_modules", "linked"));
  assert.equal(
    await textOf('import { make } from "linked"; const m1 = make(); const of = () => m1.deep;'),
    undefined,
  );
  assert.equal(await textOf("const d1 = of(), all = [d1, m1.deep]; all[1].v + d1.v"), "12");
  const trace = await traceOf("const bad: string = d1;");
  assert.match(trace, /^1:7 - Type 'Deep' is not assignable to type 'string'\./);
});

test("import.meta, __dirname and __filename name the notebook's folder", async () => {
  assert.equal(
    await textOf(
      'import { pathToFileURL } from "node:url"; import path from "node:path"; [import.meta.url.startsWith(pathToFileURL(process.cwd()).href), __dirname === process.cwd(), path.dirname(__filename) === __dirname, import.meta.dirname === __dirname]',
    ),
    "[ true, true, true, true ]",
  );
});

test("a tsconfig.json of the folder is honoured in what it may set, from the next cell on", async () => {
  write(
    "tsconfig.json",
    '{ "extends": "./base.json", "compilerOptions": { "noUncheckedIndexedAccess": true, "target": "es5", "outDir": "x" } } // read',
  );
  write("base.json", '{ "compilerOptions": { "strictNullChecks": false } }');
  assert.equal(await textOf("const loose: number = null; typeof loose"), "'object'");
  write("tsconfig.json", '{ "compilerOptions": { "noUncheckedIndexedAccess": true } }');
  assert.match(await traceOf("const strict: number = [1][0];"), /undefined/);
  rmSync(path.join(folder, "tsconfig.json"));
  assert.equal(await textOf("const strict: number = [1][0]; strict"), "1");
});
