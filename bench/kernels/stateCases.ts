import type { KernelCase } from "./kernelCase";

/** Variables that live, cells that fail, files that change. */
export const stateCases: readonly KernelCase[] = [
  {
    title: "an older function sees a variable's newest value",
    steps: ["let n1 = 1; const scale1 = () => n1 * 10;", "n1 = 50;", "console.log(scale1())"],
    brings: "500",
  },
  {
    title: "… of an array that is assigned anew",
    steps: [
      "let list2 = [1]; const count2 = () => list2.length;",
      "list2 = [1, 2, 3];",
      "console.log(count2())",
    ],
    brings: "3",
  },
  {
    title: "… of a function that is declared anew",
    steps: [
      "function base3() { return 1; } function calls3() { return base3(); }",
      "function base3() { return 2; }",
      "console.log(calls3())",
    ],
    brings: "2",
  },
  {
    title: "… of a class that is declared anew",
    steps: [
      "class Part4 { size() { return 1; } } const make4 = () => new Part4().size();",
      "class Part4 { size() { return 2; } }",
      "console.log(make4())",
    ],
    brings: "2",
  },
  {
    title: "a later cell ends a loop that waits for a flag",
    steps: [
      `let go5 = true;
       const loop5 = (async () => { while (go5) await new Promise((r) => setTimeout(r, 5)); return "ended"; })();`,
      "go5 = false;",
      `console.log(await Promise.race([loop5, new Promise((r) => setTimeout(() => r("runs on"), 1000))]))`,
    ],
    brings: "ended",
  },
  {
    title: "a name is declared anew with another type",
    steps: ["const v6 = 1;", 'const v6 = "text";', "console.log(v6.length)"],
    brings: "4",
  },
  {
    title: "a failed cell keeps what it had computed",
    steps: [{ fails: 'const kept7 = 7; throw new Error("x");' }, "console.log(kept7)"],
    brings: "7",
  },
  {
    title: "a name that a failed cell did not reach says so",
    steps: [
      { fails: 'if (true as boolean) throw new Error("x"); const late8 = 1;' },
      { fails: "console.log(late8)" },
    ],
    brings: ({ error }) => error?.includes("late8") ?? false,
  },
  {
    title: "a cell that failed is mended and run again",
    steps: [
      { fails: 'const fixed9 = 1; throw new Error("x");' },
      "const fixed9 = 2;",
      "console.log(fixed9)",
    ],
    brings: "2",
  },
  {
    title: "`var` inside `for` is there in the next cell",
    steps: ["for (var i10 = 0; i10 < 3; i10++) {}", "console.log(i10)"],
    brings: "3",
  },
  {
    title: "a file that an import asked for in vain is there once written",
    steps: [
      { fails: 'import { v11 } from "@/part11"; console.log(v11)' },
      { write: { "part11.ts": "export const v11 = 5;" } },
      'import { v11 } from "@/part11"; console.log(v11)',
    ],
    brings: "5",
  },
  {
    title: "a changed file is seen at the next import",
    steps: [
      { write: { "part12.ts": "export const v12 = 1;" } },
      'import { v12 } from "@/part12"; console.log(v12)',
      { write: { "part12.ts": "export const v12 = 22;" } },
      'import { v12 } from "@/part12"; console.log(v12)',
    ],
    brings: "22",
  },
  {
    title: "… also two imports down",
    steps: [
      { write: { "in13.ts": "export const v13 = 1;", "out13.ts": 'export * from "@/in13";' } },
      'import { v13 } from "@/out13"; console.log(v13)',
      { write: { "in13.ts": "export const v13 = 33;" } },
      'import { v13 } from "@/out13"; console.log(v13)',
    ],
    brings: "33",
  },
  {
    title: "files that import each other work",
    steps: [
      {
        write: {
          "one14.ts":
            'import { two } from "@/two14"; export const one = 1; export const sum = () => one + two;',
          "two14.ts":
            'import { one } from "@/one14"; export const two = 2; export const twice = () => 2 * one;',
        },
      },
      'import { sum } from "@/one14"; import { twice } from "@/two14"; console.log(sum(), twice())',
    ],
    brings: "3 2",
  },
  {
    title: "`./folder` finds its index.ts",
    steps: [
      { write: { "lib15/index.ts": "export const v15 = 15;" } },
      'import { v15 } from "./lib15"; console.log(v15)',
    ],
    brings: "15",
  },
  {
    title: "`../src/x` may be imported",
    steps: [
      { write: { "../src/x16.ts": "export const v16 = 16;" } },
      'import { v16 } from "@/../src/x16"; console.log(v16)',
    ],
    brings: "16",
  },
  {
    title: "a file may await at its top level",
    steps: [
      { write: { "waits17.ts": "export const v17 = await Promise.resolve(17);" } },
      'import { v17 } from "@/waits17"; console.log(v17)',
    ],
    brings: "17",
  },
  {
    title: "an error in a file names the .ts and its own line",
    steps: [
      {
        write: {
          "fails18.ts":
            "interface A { a: number }\n\nexport function fails18(a?: A): number {\n  return a!.a;\n}",
        },
      },
      { fails: 'import { fails18 } from "@/fails18"; fails18();' },
    ],
    brings: ({ error }) => error?.includes("fails18.ts:4") ?? false,
  },
  {
    title: "an imported `let` follows its file",
    steps: [
      { write: { "count19.ts": "export let n19 = 0; export const bump19 = () => void n19++;" } },
      'import { n19, bump19 } from "@/count19"; bump19(); console.log(n19)',
    ],
    brings: "1",
  },
  {
    title: "a package that is installed meanwhile is found",
    steps: [
      {
        write: {
          "node_modules/late20/package.json":
            '{ "name": "late20", "version": "1.0.0", "main": "m.js", "types": "m.d.ts" }',
          "node_modules/late20/m.js": "exports.v20 = 20;",
          "node_modules/late20/m.d.ts": "export declare const v20: number;",
        },
      },
      'import { v20 } from "late20"; console.log(v20)',
    ],
    brings: "20",
  },
];
