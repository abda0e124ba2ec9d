import Module, { createRequire } from "node:module";
import path from "node:path";
import type * as TypeScript from "@tslab/typescript-for-tslab";

/** Lowrank's own package, to which this kernel belongs. */
const root = path.join(__dirname, "..", "..", "..");
const { name } = createRequire(__filename)(path.join(root, "package.json")) as { name: string };

/** Whether code in a folder finds a package of Lowrank's name there or above; the kernel's own is then left out of the way. */
function isInstalledFor(folder: string): boolean {
  try {
    createRequire(path.join(folder, "cell.js")).resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return false;
    throw error;
  }
}

/** Lets the compiler find Lowrank's types from a folder that has no Lowrank: `FOLDER/node_modules/lowrank` seems to be the kernel's own package. */
export function withOwnTypes(system: TypeScript.System, folder: string): TypeScript.System {
  if (isInstalledFor(folder)) return system;
  const slashes = (file: string): string => file.replaceAll("\\", "/");
  const seeming = slashes(path.join(folder, "node_modules", name));
  const redirect = (file: string): string => (file === seeming || file.startsWith(`${seeming}/`) ? slashes(root) + file.slice(seeming.length) : file);
  return Object.assign(Object.create(system) as TypeScript.System, {
    fileExists: (file: string) => system.fileExists(redirect(file)),
    directoryExists: (file: string) => system.directoryExists(redirect(file)),
    readFile: (file: string, encoding?: string) => system.readFile(redirect(file), encoding),
    // From its real place the package's types find what they import in turn.
    realpath: (file: string) => system.realpath!(redirect(file)),
  });
}

interface ModuleLoader {
  _resolveFilename(request: string, ...rest: unknown[]): string;
}

/** Lets `require` find Lowrank from a folder that has no Lowrank, in cells and in the reader's files that they import. */
export function provideOwnPackage(folder: string): void {
  if (isInstalledFor(folder)) return;
  // Node documents no hook for require; this one has kept its place since Node 0.10, and many tools rest on it.
  const loader = Module as unknown as ModuleLoader;
  const resolve = loader._resolveFilename.bind(Module);
  loader._resolveFilename = (request, ...rest) => {
    const isOwn = request === name || request.startsWith(`${name}/`);
    return resolve(isOwn ? path.join(root, request.slice(name.length)) : request, ...rest);
  };
}
