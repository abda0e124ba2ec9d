import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";

/** A folder for half-done downloads of one set, which this process alone works in. */
export interface PartialFolder {
  readonly folder: string;
  /** Leaves what has come for the next attempt. */
  keep(): void;
  /** Removes it all. */
  discard(): void;
}

/** Folder, beside the sets, of what is not a set yet. No set's name begins with a dot. */
export const partialRoot = (datasets: string): string => path.join(datasets, ".partial");

/**
 * Takes over what an earlier attempt at a set has left, or makes a new folder.
 *
 * A folder is taken by renaming it, which only one process can do, so two that get the same set at
 * once never write to the same file: the second starts afresh. What a killed process has left is
 * found by its dead process number.
 */
export function claimPartial(datasets: string, name: string): PartialFolder {
  const root = partialRoot(datasets);
  mkdirSync(root, { recursive: true });
  const waiting = path.join(root, name);
  const folder = path.join(
    root,
    `${name}${ownerMark()}~${process.pid}~${randomBytes(4).toString("hex")}`,
  );
  const left = [name, ...readdirSync(root).filter((other) => isAbandoned(other, name))];
  if (!left.some((candidate) => tryRename(path.join(root, candidate), folder)))
    mkdirSync(folder, { recursive: true });
  const discard = (): void => {
    rmSync(folder, { recursive: true, force: true });
    removeEmpty(root);
  };
  return {
    folder,
    discard,
    keep: () => {
      const empty = readdirSync(folder).length === 0;
      // Another process may have left its own there meanwhile.
      if (empty || !tryRename(folder, waiting)) discard();
    },
  };
}

/** Removes what attempts at a set have left, but not what a living process works on. */
export function clearPartials(datasets: string, name: string): boolean {
  const root = partialRoot(datasets);
  let names: string[];
  try {
    names = readdirSync(root).filter((other) => other === name || isAbandoned(other, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  for (const found of names) rmSync(path.join(root, found), { recursive: true, force: true });
  removeEmpty(root);
  return names.length > 0;
}

/** Process numbers mean something on their own machine only. */
function ownerMark(): string {
  return `~${hostname().replace(/[^\w-]/g, "-")}`;
}

function isAbandoned(folder: string, name: string): boolean {
  const start = `${name}${ownerMark()}~`;
  return folder.startsWith(start) && !isAlive(Number(folder.slice(start.length).split("~")[0]));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (
      !["ENOTEMPTY", "EEXIST", "ENOENT", "EPERM"].includes(
        (error as NodeJS.ErrnoException).code ?? "",
      )
    )
      throw error; // Others work in it.
  }
}

function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTEMPTY" || code === "EEXIST" || code === "EPERM")
      return false;
    throw error;
  }
}
