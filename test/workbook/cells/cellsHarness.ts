import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import type { CellHost } from "../../../src/workbook/cells/cellHost";
import { CellSession } from "../../../src/workbook/cells/cellSession";
import type { CellSettings } from "../../../src/workbook/cells/compilerOptions";
import { sharedName, withoutMarks } from "../../../src/workbook/cells/running/runtimeNames";
import { repository } from "../../paths";

const library = path.join(repository, "node_modules", "typescript", "lib");
/** Shared variables of this process, which all sessions of a test file have in common. */
const made = new Set<string>();

/** A place without a disk: the compiler's declarations, and files in a table. */
export function tableHost(files: Map<string, string>): CellHost {
  const read = (file: string): string | undefined => {
    if (files.has(file)) return files.get(file);
    const isLibrary = file.startsWith("/lib/") && !file.slice(5).includes("/");
    const real = path.join(library, path.basename(file));
    return isLibrary && statSync(real, { throwIfNoEntry: false })
      ? readFileSync(real, "utf8")
      : undefined;
  };
  const below = (folder: string): string[] =>
    [...files.keys()].filter((file) => file.startsWith(`${folder}/`));
  return {
    folder: "/notebook",
    libraryFolder: "/lib",
    caseSensitive: true,
    refresh: () => undefined,
    readFile: read,
    fileExists: (file) => read(file) !== undefined,
    folderExists: (folder) => folder === "/lib" || below(folder).length > 0,
    listFolder: (folder) => ({
      files:
        folder === "/lib"
          ? readdirSync(library)
          : below(folder)
              .map((file) => file.slice(folder.length + 1))
              .filter((name) => !name.includes("/")),
      folders: [],
    }),
    realPath: (file) => file,
    version: (file) => files.get(file) ?? "",
  };
}

/** How a cell ended: the value of its last expression, what it threw, or what the compiler found. */
export type Ending = { value: unknown } | { thrown: unknown } | { findings: string[] };

/** Compiles and runs cells, with nothing of the kernel. */
export class Cells {
  readonly session: CellSession;
  private count = 0;

  constructor(settings: CellSettings = {}, files = new Map<string, string>()) {
    this.session = new CellSession(tableHost(files), settings);
  }

  /** @param stopAfter looks at the interrupt flag until it is up */
  async run(code: string, stopAfter = Infinity): Promise<Ending> {
    const compiled = this.session.compile(code);
    const count = ++this.count;
    if ("findings" in compiled)
      return {
        findings: compiled.findings.map((one) => `${one.line}:${one.column} ${one.message}`),
      };
    const fresh = compiled.variables.filter((name) => !made.has(name));
    for (const name of fresh) made.add(name);
    if (fresh.length > 0) vm.runInThisContext(`let ${fresh.map(sharedName).join(",")};`);
    const { variables } = this.session;
    let looks = 0;
    const frame = {
      reached: 0,
      value: undefined as unknown,
      flag: new Proxy([], { get: () => (++looks > stopAfter ? 1 : 0) }),
      stop: () => {
        throw new Error("stopped");
      },
      result: (value: unknown) => (frame.value = value),
      need: (name: string) => variables.need(name),
      set: (name: string, value: unknown) => (variables.set(name), value),
      drive,
      meta: { url: "file:///notebook/cell.ts" },
    };
    variables.begin(compiled, frame);
    for (const name of compiled.assumed) variables.set(name);
    try {
      const script = new vm.Script(compiled.javascript, { filename: `cell-${count}.ts` });
      await (script.runInThisContext() as (...parts: unknown[]) => unknown)(frame);
      variables.end(frame);
      return { value: frame.value };
    } catch (thrown) {
      variables.end(frame, `was declared in cell ${count}, which failed before it was set`);
      return { thrown };
    }
  }

  /** The value of the last cell; all must end well. */
  async valueOf(...cells: string[]): Promise<unknown> {
    let value: unknown;
    for (const code of cells) {
      const ending = await this.run(code);
      if (!("value" in ending)) throw new Error(`${code}: ${describe(ending)}`);
      ({ value } = ending);
    }
    return value;
  }

  /** The message of what a cell throws, as a kernel would show it. */
  async messageOf(code: string): Promise<string> {
    const ending = await this.run(code);
    if (!("thrown" in ending)) throw new Error(`${code} threw nothing`);
    return withoutMarks(String(ending.thrown));
  }
}

function describe(ending: Ending): string {
  return "thrown" in ending ? String(ending.thrown) : JSON.stringify(ending);
}

async function drive(body: Generator<unknown, unknown, unknown>): Promise<unknown> {
  let step = body.next();
  while (!step.done) {
    const { value } = step;
    step = await Promise.resolve(value).then(
      (settled) => body.next(settled),
      (reason) => body.throw(reason),
    );
  }
  return step.value;
}
