import * as path from "../twins/path";
import type { CellImport } from "../../../cells/running/readImports";
import type { CellModules } from "../../../jupyter/kernel/cellModules";
import { isNamespace } from "../../../jupyter/kernel/takeExport";
import type { Parts } from "../parts";
import { partsOf } from "../partNames";
import * as asyncHooks from "../twins/asyncHooks";
import * as buffer from "../twins/bufferModule";
import * as crypto from "../twins/crypto";
import * as fs from "../twins/fs";
import * as fsPromises from "../twins/fsPromises";
import { memoryFiles } from "../twins/memoryFiles";
import * as os from "../twins/os";
import * as url from "../twins/url";
import * as util from "../twins/util";
import * as utilTypes from "../twins/utilTypes";
import * as vm from "../twins/vm";
import * as zlib from "../twins/zlib";
import { mountPart } from "./mountPart";
import * as workbook from "./workbookTwin";

/** Twins of Node's modules, by name. */
const twins: Readonly<Record<string, object>> = {
  async_hooks: asyncHooks,
  buffer,
  crypto,
  fs: { ...fs, promises: fsPromises },
  "fs/promises": fsPromises,
  os,
  path,
  perf_hooks: { performance: globalThis.performance },
  process: { default: undefined },
  url,
  util,
  "util/types": utilTypes,
  vm,
  zlib,
};

/** Names of Node's modules that have no twin. */
const nodeOnly =
  /^(node:.*|assert|child_process|cluster|dns|events|http|https|module|net|readline|stream|timers|tty|worker_threads)$/;

/** Loads what cells import: parts of the book, and twins of Node's modules. */
export class WorkerModules implements CellModules {
  readonly require: NodeJS.Require;
  private readonly mounted = new Set<string>();

  constructor(private readonly parts: Parts) {
    this.require = ((specifier: string) => this.find(specifier)) as unknown as NodeJS.Require;
  }

  async loadInto(
    modules: { specifier: string; module: unknown }[],
    imports: readonly CellImport[],
  ): Promise<void> {
    for (const { specifier, bindings } of imports) {
      await this.prepare(
        specifier,
        bindings.map(({ imported }) => imported),
      );
      modules.push({ specifier, module: this.find(specifier) });
    }
  }

  /** Parts of the book stay as they are. */
  followChanges(): void {
    return;
  }

  async importNamespace(specifier: string): Promise<unknown> {
    await this.prepare(specifier);
    const module = this.find(specifier);
    if (isNamespace(module)) return module;
    return Object.freeze({ ...(module as object), default: module });
  }

  /** Loads the parts that names of a module need. */
  private async prepare(specifier: string, names?: readonly string[]): Promise<void> {
    const parts = partsOf(specifier, names);
    await this.parts.load(parts);
    for (const name of parts.filter((one) => !this.mounted.has(one))) {
      this.mounted.add(name);
      memoryFiles.mount(mountPart(this.parts.take(name)));
    }
  }

  private find(specifier: string): unknown {
    const name = specifier.replace(/^node:/, "");
    if (name === "process") return process;
    if (Object.hasOwn(twins, name)) return twins[name];
    if (specifier === "lowrank-workbook") return workbook;
    const { doors } = this.parts.take("library") as { doors: Readonly<Record<string, unknown>> };
    if (Object.hasOwn(doors, specifier)) return doors[specifier];
    if (partsOf(specifier).includes("packages"))
      return (this.parts.take("packages") as Readonly<Record<string, unknown>>)[specifier];
    throw new Error(
      nodeOnly.test(specifier)
        ? `${specifier} is a part of Node, which a browser does not have; run this notebook in the Node of npm start`
        : `there is no ${specifier} in this book; run this notebook in the Node of npm start to use other files and packages`,
    );
  }
}
