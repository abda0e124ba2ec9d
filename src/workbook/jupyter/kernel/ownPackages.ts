import { existsSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { packageFolder } from "../../packageFolder";

// A notebook's imports are looked for in its own folder and above. What is not there is taken from
// the kernel's own packages: the workbook's, and those that it depends on, the library first of
// all.

/** The package to which this kernel belongs. */
const ownName = "lowrank-workbook";
const requireFromOwn = createRequire(path.join(packageFolder, "package.json"));

/** Folder of one of the kernel's own packages, or of a scope of them such as `@types`. */
export function findOwnFolder(name: string): string | undefined {
  if (name === ownName) return packageFolder;
  return requireFromOwn.resolve
    .paths(name)
    ?.map((folder) => path.join(folder, name))
    .find(existsSync);
}

/**
 * Where a file stands for notebooks in a folder: the kernel's own packages seem to be in the topmost
 * `node_modules`, which module resolution reaches last.
 */
export function redirectToOwn(folder: string): (file: string) => string {
  const topmost = `${path.parse(folder).root.replaceAll("\\", "/")}node_modules`;
  return (file) => {
    // The folder itself is there, too: the compiler looks for it first.
    if (file === topmost && !existsSync(file)) return packageFolder;
    if (!file.startsWith(`${topmost}/`) || existsSync(file)) return file;
    const [, name, rest] = /^((?:@[^/]*\/)?[^/]+)(.*)$/s.exec(file.slice(topmost.length + 1)) ?? [];
    const own = name === undefined ? undefined : findOwnFolder(name);
    return own === undefined ? file : own.replaceAll("\\", "/") + rest;
  };
}

interface ModuleLoader {
  _resolveFilename(
    request: string,
    parent: { filename?: string } | undefined,
    ...rest: unknown[]
  ): string;
}

/**
 * Lets `require` find the kernel's own packages, in cells and in the reader's files that they
 * import, where it finds no others.
 */
export function provideOwnPackages(): void {
  // Node documents no hook for require; this one has kept its place since Node 0.10, and many tools
  // rest on it.
  const loader = Module as unknown as ModuleLoader;
  const resolve = loader._resolveFilename.bind(Module);
  loader._resolveFilename = (request, parent, ...rest) => {
    try {
      return resolve(request, parent, ...rest);
    } catch (error) {
      const fromPackage = /[\\/]node_modules[\\/]/.test(parent?.filename ?? "");
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND" || fromPackage) throw error;
      const own = resolveOwn(request);
      if (own === undefined) throw error;
      return own;
    }
  };
}

function resolveOwn(request: string): string | undefined {
  const name = /^(?:@[^/]+\/)?[^./\\][^/]*/.exec(request)?.[0];
  if (name === undefined || findOwnFolder(name) === undefined) return undefined;
  return requireFromOwn.resolve(request);
}
