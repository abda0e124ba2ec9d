import type { KernelCase } from "./kernelCase";

/** Today's TypeScript, packages, and what shows. */
export const languageCases: readonly KernelCase[] = [
  {
    title: "a type error stops the cell before any of it runs",
    steps: [{ fails: 'console.log("ran"); const x30: number = "a";' }],
    brings: ({ shown, error }) => error !== undefined && !shown.includes("ran"),
  },
  {
    title: "types are checked strictly",
    steps: [{ fails: "function half31(x: number | undefined) { return x / 2; }" }],
    brings: ({ error }) => error !== undefined,
  },
  {
    title: "`using` disposes",
    steps: [
      `const said32: string[] = [];
       { using held32 = { [Symbol.dispose]() { said32.push("gone"); } }; said32.push("held"); }
       console.log(said32.join())`,
    ],
    brings: "held,gone",
  },
  {
    title: "standard decorators",
    steps: [
      `function twice33(m: () => number, c: ClassMethodDecoratorContext) {
         return function (this: unknown) { return String(c.name) + 2 * m.call(this as never); } as never;
       }`,
      "class Counter33 { @twice33 count() { return 4; } }",
      "console.log(new Counter33().count())",
    ],
    brings: "count8",
  },
  {
    title: '`with { type: "json" }`',
    steps: [
      { write: { "data34.json": '{ "a": [1, 2] }' } },
      'import data34 from "./data34.json" with { type: "json" }; console.log(data34.a.length)',
    ],
    brings: "2",
  },
  {
    title: "`satisfies` and `NoInfer`",
    steps: [
      `const sizes35 = { small: 1, large: [2] } satisfies Record<string, number | number[]>;
       function choose35<T>(all: T[], one: NoInfer<T>) { return one; }
       console.log(choose35([1], sizes35.small))`,
    ],
    brings: "1",
  },
  {
    title: "`export const` is a variable of later cells",
    steps: ["export const shown36 = 5;", "console.log(shown36 + 1)"],
    brings: "6",
  },
  {
    title: "JSX with a factory of the cell's",
    steps: [
      `declare global { namespace JSX { interface IntrinsicElements { [name: string]: any } } }
       const h = (name: string, _: unknown, ...inside: unknown[]) => name + inside.join("");`,
      "/** @jsxRuntime classic */ /** @jsx h */\nconsole.log(<p>x{1}</p>)",
    ],
    brings: "px1",
  },
  {
    title: "a package with `exports` alone is imported",
    steps: [
      {
        write: {
          "node_modules/only38/package.json":
            '{ "name": "only38", "version": "1.0.0", "type": "module", "exports": { ".": { "types": "./m.d.ts", "import": "./m.js" } } }',
          "node_modules/only38/m.js": "export const v38 = 38;",
          "node_modules/only38/m.d.ts": "export declare const v38: number;",
        },
      },
      'import { v38 } from "only38"; console.log(v38)',
    ],
    brings: "38",
  },
  {
    title: "`prompt` asks the reader",
    steps: ['console.log("hello " + prompt("name"))'],
    brings: "hello answer",
  },
  {
    title: "completion knows the keys of a value",
    steps: [`const data40 = JSON.parse('{ "alpha": 1 }');`, { complete: "data40.al" }],
    brings: ({ shown }) => shown.includes("alpha"),
  },
  {
    title: "hover on an unknown name finds nothing",
    steps: [{ hover: "nobodyKnows41" }],
    brings: "found: false",
  },
  {
    title: "`!ls` gets a hint on what to write instead",
    steps: [{ fails: "!ls" }],
    brings: ({ error }) => /execSync|Deno\.Command/.test(error ?? ""),
  },
  {
    title: "a promise shows as its state",
    steps: ["Promise.resolve(1)"],
    brings: "Promise { 1 }",
  },
  {
    title: "a function shows by its own name",
    steps: ["const area44 = () => 1; area44"],
    brings: "[Function: area44]",
  },
  {
    title: "a message names the variable as written",
    steps: ["const notFn45: any = 1;", { fails: "notFn45()" }],
    brings: ({ error }) => /(^|[^.\w])notFn45 is not a function/.test(error ?? ""),
  },
  {
    title: "a stack holds the cell's own frames alone",
    steps: [{ fails: "function deep46() { throw new Error('x'); }\ndeep46();" }],
    brings: ({ error = "" }) =>
      /at deep46/.test(error) &&
      !/node_modules|node:|ext:|deno_|<anonymous>:\d+:\d+.*\n.*node:/.test(error),
  },
  {
    title: "an array of records shows as a table",
    steps: ["[{ word: 'a', n: 1 }, { word: 'b', n: 2 }]"],
    brings: ({ types }) => types.includes("text/html"),
  },
  {
    title: '`Symbol.for("Jupyter.display")` shows its forms',
    steps: ['({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>x</b>" }) })'],
    brings: ({ types }) => types.includes("text/html"),
  },
  {
    title: "a Vega-Lite specification has its MIME type",
    steps: [
      '({ $schema: "https://vega.github.io/schema/vega-lite/v5.json", mark: "bar", data: { values: [] } })',
    ],
    brings: ({ types }) => types.some((type) => type.includes("vegalite")),
  },
  {
    title: "a rejected promise that nobody awaits fails its cell",
    steps: [{ fails: 'void Promise.reject(new Error("x50"));' }],
    brings: ({ error }) => error?.includes("x50") ?? false,
  },
];

/** Controls that call the kernel. */
export const controlCases: readonly KernelCase[] = [
  {
    title: "`interact` computes the first values",
    steps: [
      'import { interact as interact60, slider as slider60 } from "lowrank";',
      "interact60({ k: slider60(1, 300, { value: 20 }) }, ({ k }) => `twice ${2 * k}`)",
    ],
    brings: ({ shown }) => shown.includes("twice 40"),
  },
  {
    title: "`interact` shows a control that calls it",
    steps: [
      'import { interact as interact61, slider as slider61 } from "lowrank";',
      "interact61({ k: slider61(1, 300) }, ({ k }) => k)",
    ],
    brings: ({ comms }) => comms.includes("jupyter.widget"),
  },
  {
    title: "`view` gives a control's value a name",
    steps: [
      'import { view as view62, slider as slider62 } from "lowrank";',
      "const k62 = view62(slider62(1, 300, { value: 7 }));",
      "console.log(k62)",
    ],
    brings: ({ shown }) => shown.endsWith("7"),
  },
  {
    title: "`user_expressions` are answered",
    steps: ["const u63 = 2;", { evaluate: "u63 + 1" }],
    brings: "3",
  },
];
