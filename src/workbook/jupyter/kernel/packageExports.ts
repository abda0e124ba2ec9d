import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import { findOwnFolder } from "./ownPackages";

interface PackageFile {
  exports?: unknown;
  module?: string;
  main?: string;
  type?: string;
}

/**
 * The file of a package that `require` cannot load, for it is an ES module (which may await at its
 * top level, as vega's do) or has none for `require`; undefined where `require` can, or where there is no such package.
 *
 * Source: https://nodejs.org/api/esm.html#resolution-algorithm-specification
 */
export function findEsModule(specifier: string, from: string): string | undefined {
  if (isBuiltin(specifier) || specifier.startsWith(".") || path.isAbsolute(specifier))
    return undefined;
  const required = tryResolve(specifier, from);
  if (required !== undefined && !isEsModule(required)) return undefined;
  const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
  const folder = name === undefined ? undefined : findPackage(name, from);
  if (folder === undefined) return required;
  const { exports } = JSON.parse(
    readFileSync(path.join(folder, "package.json"), "utf8"),
  ) as PackageFile;
  const target = exports === undefined ? undefined : matchExports(exports, `.${rest ?? ""}`);
  return target === undefined ? required : path.join(folder, target);
}

function tryResolve(specifier: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_PACKAGE_PATH_NOT_EXPORTED" || code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function findPackage(name: string, from: string): string | undefined {
  for (let folder = path.dirname(from); ; folder = path.dirname(folder)) {
    const place = path.join(folder, "node_modules", name);
    if (existsSync(path.join(place, "package.json"))) return place;
    if (folder === path.dirname(folder)) return findOwnFolder(name);
  }
}

/** Whether Node takes a file for an ES module. */
export function isEsModule(file: string): boolean {
  if (file.endsWith(".mjs")) return true;
  if (!file.endsWith(".js")) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const found = path.join(folder, "package.json");
    if (statSync(found, { throwIfNoEntry: false })?.isFile())
      return (JSON.parse(readFileSync(found, "utf8")) as PackageFile).type === "module";
    if (folder === path.dirname(folder)) return false;
  }
}

const conditions = new Set(["node", "import", "module-sync", "default"]);

function matchExports(exports: unknown, subpath: string): string | undefined {
  const isMap =
    typeof exports === "object" &&
    exports !== null &&
    !Array.isArray(exports) &&
    Object.keys(exports).some((key) => key.startsWith("."));
  if (!isMap) return subpath === "." ? pickTarget(exports, "") : undefined;
  const map = exports as Record<string, unknown>;
  if (subpath in map) return pickTarget(map[subpath], "");
  const patterns = Object.keys(map)
    .filter((key) => key.includes("*"))
    .sort((a, b) => b.indexOf("*") - a.indexOf("*"));
  for (const key of patterns) {
    const [start, end] = key.split("*");
    if (!subpath.startsWith(start) || !subpath.endsWith(end)) continue;
    if (subpath.length < start.length + end.length) continue;
    return pickTarget(map[key], subpath.slice(start.length, subpath.length - end.length));
  }
  return undefined;
}

function pickTarget(target: unknown, star: string): string | undefined {
  if (typeof target === "string") return target.replaceAll("*", star);
  if (Array.isArray(target)) {
    for (const one of target) {
      const found = pickTarget(one, star);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof target !== "object" || target === null) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    const found = conditions.has(condition) ? pickTarget(inner, star) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
