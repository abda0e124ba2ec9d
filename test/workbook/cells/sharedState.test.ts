import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import vm from "node:vm";
import fc from "fast-check";
import { withoutMarks } from "../../../src/workbook/cells/running/runtimeNames";
import { Cells } from "./cellsHarness";

const cells = new Cells();
const javascript = new Cells({ language: "javascript" });

test("a closure sees the value that a later cell gives its variable", async () => {
  assert.equal(
    await cells.valueOf("let n = 1; const scale = () => n * 10;", "n = 50;", "scale()"),
    500,
  );
  assert.equal(await cells.valueOf("let n = 'again';", "scale()"), NaN);
  assert.deepEqual(
    await cells.valueOf(
      "let rows = [1]; const count = () => rows.length",
      "rows = [1, 2];",
      "count()",
    ),
    2,
  );
  assert.equal(
    await cells.valueOf(
      "function help() { return 1 } const call = () => help()",
      "function help() { return 2 }",
      "call()",
    ),
    2,
  );
  assert.equal(
    await cells.valueOf(
      "class P { v = 1 } const make = () => new P().v;",
      "class P { v = 2 }",
      "make()",
    ),
    2,
  );
});

test("a loop that runs in the background sees its flag fall", async () => {
  await cells.valueOf(
    "let going = true, turns = 0; const loop = (async () => { while (going) { turns++; await null; } return turns; })();",
    "going = false;",
  );
  assert.ok(((await cells.valueOf("await loop")) as number) > 0);
});

test("each form of declaration and of use means the shared variable", async () => {
  const forms: [string, string, unknown][] = [
    [
      "const { a1, b1: [c1 = 3, ...d1] } = { a1: 1, b1: [undefined, 4, 5] };",
      "[a1, c1, d1]",
      [1, 3, [4, 5]],
    ],
    [
      "for (var i1 = 0, j1 = 9; i1 < 3; i1++); if (true) { var k1 = i1 }",
      "[i1, j1, k1]",
      [3, 9, 3],
    ],
    [
      "for (var [x1, y1] of [[1, 2], [3, 4]]); for (var z1 in { q: 1 });",
      "[x1, y1, z1]",
      [3, 4, "q"],
    ],
    [
      "let sa = 1; const sb = 2, sc = () => 3; let sd: unknown, se: number | undefined;",
      "({ sa = sb, sd = sc, se = await sb } = {} as { sa?: number, sd?: unknown, se?: number }), [sa, (sd as () => number)(), se]",
      [2, 3, 2],
    ],
    ["const pa = 1, pb = pa + 1, pc = () => pb, pd = pc();", "[pa, pb, pd]", [1, 2, 2]],
    ["let u1: number | undefined, v1 = 2;", "[u1, v1]", [undefined, 2]],
    ["enum E1 { A, B } namespace N1 { export const w = E1.B }", "[E1.A, E1[1], N1.w]", [0, "B", 1]],
    [
      "export const e1 = 1; export function f1() { return e1 } export class G1 {}",
      "[e1, f1(), typeof G1]",
      [1, 1, "function"],
    ],
    [
      "let p1 = 0, q1 = 0;",
      "({ p1, q1 = p1 + 1 } = { p1: 8 } as { p1: number; q1?: number }); [p1, q1]",
      [8, 9],
    ],
    [
      "let r1 = 1; const s1 = { r1 };",
      "r1++; r1 += 2; for (r1 of [r1]); [{ r1 }.r1, s1.r1, typeof r1]",
      [4, 1, "number"],
    ],
    [
      "let t1 = (n: number) => n;",
      "const l1 = (t1: number) => { { const t1 = 'block'; t1; } return { t1 }.t1; }; [l1(4), t1(5)]",
      [4, 5],
    ],
    ["const aw = await Promise.resolve(6), ax = [await 1, await (2)];", "[aw, ...ax]", [6, 1, 2]],
    [
      "abstract class H1 { static n = H1.name; abstract m(): void } class I1 extends H1 { m() {} }",
      "[H1.n, new I1() instanceof H1]",
      ["H1", true],
    ],
    [
      "type T1<X> = { a: X }; interface J1 { k: T1<number> }",
      "const m1: J1 = { k: { a: 1 } }; m1.k.a",
      1,
    ],
    [
      "const fa = async () => { for await (const x of [1]) return x; }; for await (const y of [7]) { var fy = y }",
      "[await fa(), fy]",
      [1, 7],
    ],
    [
      "const big = 10n ** 20n; const sym = Symbol('s'); const re = /x/g;",
      "[typeof big, sym.toString(), re.flags]",
      ["bigint", "Symbol(s)", "g"],
    ],
  ];
  for (const [set, use, expected] of forms) {
    await cells.valueOf(set);
    const value = await cells.valueOf(use);
    assert.equal(JSON.stringify(value), JSON.stringify(expected), `${set} ${use}`);
  }
});

test("functions and classes have the names that they were written with", async () => {
  const names = await cells.valueOf(
    "const arrow = () => 1, klass = class {}, plain = function () {}, wrapped = (() => 2); let later: () => unknown = () => 1; const { given = () => 1 } = {} as { given?: () => number }; function declared() {} class Named {}",
    "later = async () => 2;",
    "[arrow, klass, plain, wrapped, later, given, declared, Named].map((one) => one.name)",
  );
  assert.deepEqual(names, [
    "arrow",
    "klass",
    "plain",
    "wrapped",
    "later",
    "given",
    "declared",
    "Named",
  ]);
});

test("messages of the engine name the variable", async () => {
  await cells.valueOf("const obj = { k: 1 } as any; let none: any = null;");
  assert.equal(await cells.messageOf("obj()"), "TypeError: obj is not a function");
  assert.equal(await cells.messageOf("obj.m()"), "TypeError: obj.m is not a function");
  assert.equal(await cells.messageOf("for (const x of obj);"), "TypeError: obj is not iterable");
  assert.match(
    await cells.messageOf("const { z } = none.y;"),
    /^TypeError: Cannot read properties of null \(reading 'y'\)/,
  );
  assert.match(await cells.messageOf("new obj"), /^TypeError: obj is not a constructor/);
  // A function that may run before its variable has its value asks for it.
  const early = "const odd: any = 7; function useOdd() { return";
  for (const [use, said] of [
    ["odd()", "odd is not a function"],
    ["[...odd]", "odd is not iterable"],
    ["odd.$x[1]()", "Cannot read properties of undefined (reading '1')"],
    ["odd.$x()", "odd.$x is not a function"],
    ["new odd(odd)", "odd is not a constructor"],
  ])
    assert.equal(await cells.messageOf(`${early} ${use}; } useOdd()`), `TypeError: ${said}`);
});

test("a cell that failed keeps what it had reached; the rest says so when it is used", async () => {
  await cells.run(
    "const first = 7, twice = () => 2 * first; let rest = 0; throw new Error('x'); const late = 3; let after = 4; function early() { return late; }",
  );
  assert.deepEqual(await cells.valueOf("[first, twice(), rest]"), [7, 14, 0]);
  const unset = /^ReferenceError: late was declared in cell \d+, which failed before it was set$/;
  for (const use of [
    "late",
    "typeof late",
    "late + 1",
    "({ late })",
    "early()",
    "const f2 = () => late; f2()",
  ])
    assert.match(await cells.messageOf(use), unset, use);
  assert.match(await cells.messageOf("after++"), /^ReferenceError: after was declared/);
  assert.equal(await cells.valueOf("after = 9; after", "after"), 9);
  assert.equal(await cells.valueOf("const late = 5;", "late"), 5);
  assert.equal(await cells.valueOf("early()"), 5);
});

test("below a `using` at the top level, what a failed cell did not reach says so too", async () => {
  const local = new Cells({ libraries: ["esnext.disposable"] });
  await local.valueOf(
    "(Symbol as any).dispose ??= Symbol('dispose'); const said: string[] = [];",
    "class Held { constructor(readonly name: string) {} [Symbol.dispose]() { said.push(this.name); } }",
    "let blank: number | undefined = 3;",
  );
  await local.run(
    `const before = 1; using open = new Held('open'); const { length: reached } = open.name; let blank: number | undefined;
     using never = ((): Held => { throw new Error('x'); })(); const after = 2, [inner] = [3]; class Never {} function early() { return after; }`,
  );
  assert.deepEqual(await local.valueOf("[before, open.name, reached, blank, said.join()]"), [
    ...[1, "open", 4, undefined, "open"],
  ]);
  for (const name of ["never", "after", "inner", "Never"])
    assert.match(
      await local.messageOf(name),
      new RegExp(
        `^ReferenceError: ${name} was declared in cell \\d+, which failed before it was set$`,
      ),
    );
  assert.match(await local.messageOf("early()"), /^ReferenceError: after was declared in cell/);
  assert.equal(await local.valueOf("using never = new Held('now'); never.name"), "now");
  assert.equal(await local.valueOf("never.name"), "now");
});

test("types and values never part when a cell fails that declares a name again", async () => {
  await cells.valueOf("let kept: number = 1; const old = () => kept;");
  await cells.run("throw 1; let kept: string = 'new';");
  assert.match(await cells.messageOf("kept.length"), /kept was declared in cell/);
  assert.equal(await cells.valueOf("old()"), 1);
  assert.equal(await cells.valueOf("kept = 'set'; kept.length"), 3);
});

test("of a cell with a slip of syntax the slip alone is told: names of other cells are known", async () => {
  await cells.run("const earlierOne = [1, 2];");
  assert.deepEqual(await cells.run("earlierOne.map((one) => one);\nconst mine = ;"), {
    findings: ["2:14 Expression expected."],
  });
});

test("a cell with findings runs nothing and declares nothing", async () => {
  const ending = await cells.run("const wrong: number = 'x'; const unused = 1;");
  assert.deepEqual(ending, { findings: ["1:7 Type 'string' is not assignable to type 'number'."] });
  assert.deepEqual(await cells.run("unused"), { findings: ["1:1 Cannot find name 'unused'."] });
  assert.deepEqual(await cells.run("const fixed = 1;\nfixed = 2;"), {
    findings: ["2:1 Cannot assign to 'fixed' because it is a constant."],
  });
});

test("a use before its variable's place is an error and never undefined", async () => {
  const message = /^ReferenceError: Cannot access '(\w+)' before initialization$/;
  assert.match(await cells.messageOf("const t2 = () => u2; t2(); const u2 = 1;"), message);
  assert.match(await cells.messageOf("v2(); let w2 = 1; function v2() { return w2; }"), message);
  assert.match(await cells.messageOf("const x2 = () => new Y2(); x2(); class Y2 {}"), message);
});

test("sources of cells that no name needs are forgotten", async () => {
  const own = new Cells();
  await own.valueOf("class Kept { v = 1 } const kept = new Kept();");
  for (let i = 0; i < 12; i++)
    await own.valueOf(`const x${i} = ${i}; let again = (): number => ${i};`);
  // What is global, the newest cell, that of Kept, and the newest of `again`.
  assert.equal(own.session.checker.files.count, 4);
  assert.equal(await own.valueOf("kept.v + x11 + again()"), 23);
});

test("JavaScript is checked for what would fail, and for nothing else", async () => {
  const own = new Cells({ language: "javascript" });
  assert.equal(
    await own.valueOf("const js = { a: 1 }; js.b = 2; let untyped;", "untyped = js.b; untyped"),
    2,
  );
  const ending = await own.run("const once = 1; once = 2;");
  assert.deepEqual(ending, {
    findings: ["1:17 Cannot assign to 'once' because it is a constant."],
  });
  assert.ok("findings" in (await own.run("let 1a;")));
});

const loops = [
  "while (true) {}",
  "while (true);",
  "do {} while (true)",
  "do ; while (true)",
  "for (;;) {}",
  "for (;;);",
  "for (const x of (function* () { for (;;) yield 1 })());",
  "outer: for (;;) for (;;) continue outer;",
  "for (;;) if (1) ; else ;",
  "while (true) await null;",
  "for (;;) { await (null) }",
  "for await (const x of [1]) for (;;);",
  "await (async () => { await null; while (true); })()",
  "(() => { for (;;); })()",
];
for (const code of loops) {
  test(`an interrupt stops ${code}`, async () => {
    const ending = await javascript.run(code, 20);
    assert.match(String("thrown" in ending && ending.thrown), /stopped/);
  });
}

const awaits: [string, unknown][] = [
  ["(await 1) + await (2) * -await 3", -5],
  ["const g3 = async (x: number) => (await x) + 1; await g3(await g3(1))", 3],
  ["`${await 'a'}${[await 'b', ...await ['c']].join('')}`", "abc"],
  ["await new (class { v = 9; then(r: (v: number) => void) { r(this.v) } })()", 9],
  ["(await (await (await 1)))", 1],
  [
    "let got: unknown; try { await Promise.reject(7) } catch (e) { got = e } finally { await null } got",
    7,
  ],
  [
    "if (await true) while (await false) await 0; else await 1; typeof await undefined",
    "undefined",
  ],
  [
    "const h3 = { async m() { for await (const x of [Promise.resolve(4)]) return await x; } }; await h3.m()",
    4,
  ],
];
for (const [code, expected] of awaits) {
  test(`the value of ${code}`, async () => assert.equal(await cells.valueOf(code), expected));
}

/*
 * The property behind it all: cells that run one after the other do what one strict function does
 * that holds their code. Statements are generated with the names that they may use.
 */
type Draw = (limit: number) => number;

/** Writes a program of cells from a source of numbers. */
function writeCells(draw: Draw, prefix: string): string[][] {
  const declared: { name: string; kind: string }[] = [];
  const pick = <T>(list: readonly T[]): T => list[draw(list.length)];
  const value = (depth: number): string => {
    const names = declared.map(({ name }) => name);
    const leaf = (): string => (names.length > 0 && draw(3) > 0 ? pick(names) : String(draw(10)));
    if (depth === 0) return leaf();
    const inner = (): string => value(depth - 1);
    return [
      leaf,
      () => `add(${inner()}, ${inner()})`,
      () => `[${inner()}, ${inner()}]`,
      () => `(() => ${inner()})`,
      () => `(${inner()})()`,
      () => (names.length > 0 ? `{ ${pick(names)} }`.replace(/^/, "(").concat(")") : leaf()),
      () => `typeof ${leaf()}`,
      () => `((${pick(["x", ...names])}) => ${inner()})(${inner()})`,
    ][draw(8)]();
  };
  const assignable = (): string[] =>
    declared.filter(({ kind }) => kind === "let" || kind === "var").map(({ name }) => name);
  const statement = (fresh: string[]): string => {
    const targets = assignable();
    if (fresh.length > 0 && (targets.length === 0 || draw(2) === 0)) {
      const name = fresh.shift()!;
      const kind = pick(["let", "const", "var", "function", "class", "pattern"]);
      const code = {
        let: () => `let ${name} = ${value(2)};`,
        const: () => `const ${name} = ${value(2)};`,
        var: () => `if (${draw(2)}) { var ${name} = ${value(1)}; }`,
        function: () => `function ${name}() { return ${value(1)}; }`,
        class: () => `class ${name} { v = ${value(1)}; static s = typeof ${name}; }`,
        pattern: () => `let { k: ${name} = ${value(1)} } = { k: ${pick(["undefined", "4"])} };`,
      }[kind]!();
      declared.push({ name, kind: kind === "pattern" ? "let" : kind });
      return code;
    }
    if (targets.length === 0) return `log.push(${value(2)});`;
    const [one, two] = [pick(targets), pick(targets)];
    return pick([
      () => `${one} = ${value(2)};`,
      () => `${one} = 2; ${one} += add(${value(1)}, 1);`,
      () => `[${one}, ${two}] = [${value(1)}, ${value(1)}];`,
      () => `({ ${one} = ${value(1)} } = { ${two} });`,
      () => `for (${one} of [${value(1)}, ${value(1)}]) log.push(${two});`,
      () => `for (let i = 0; i < 2; i++) { const ${one} = i; log.push(${one}); }`,
      () => `${one}++;`,
      () => `log.push(${value(2)});`,
    ])();
  };
  const names = ["a", "b", "c", "d", "e", "f"].map((letter) => prefix + letter);
  return Array.from({ length: 3 }, () =>
    Array.from({ length: 1 + draw(4) }, () => statement(names)),
  );
}

/** What a program has said, as text: values grow fast when they hold themselves twice. */
function say(log: readonly unknown[]): string[] {
  return log.map((value) => inspect(value, { depth: 3, maxArrayLength: 5 }));
}

/** Adds numbers; of other things the text would grow without bound. */
(globalThis as { add?: unknown }).add = (x: unknown, y: unknown): unknown =>
  typeof x === "number" && typeof y === "number" ? x + y : 1;

let programs = 0;
test("cells do what one program of the same code does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { minLength: 60, maxLength: 200 }), async (numbers) => {
      let at = 0;
      const written = writeCells(
        (limit) => numbers[at++ % numbers.length] % limit,
        `g${programs++}`,
      );
      const whole: unknown[] = [];
      let expected = "";
      try {
        const code = `"use strict"; (log) => { ${written.flat().join("\n")} }`;
        (vm.runInThisContext(code) as (log: unknown[]) => void)(whole);
      } catch (error) {
        expected = String(error);
      }
      const log: unknown[] = [];
      (globalThis as { log?: unknown[] }).log = log;
      let thrown = "";
      for (const code of written) {
        const ending = await javascript.run(code.join("\n"));
        if ("thrown" in ending) thrown = withoutMarks(String(ending.thrown));
        else assert.ok("value" in ending, `${code.join("\n")}: ${JSON.stringify(ending)}`);
        if (thrown) break;
      }
      assert.deepEqual(
        [thrown, say(log)],
        [expected, say(whole)],
        written.map((c) => c.join("\n")).join("\n---\n"),
      );
    }),
    // The session grows with each program: without an end, finding the least one takes 10 minutes.
    { numRuns: 25, interruptAfterTimeLimit: 60_000, includeErrorInReport: true },
  );
});
