import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { repository } from "../paths";
import { makeFolder, once, output, run, type Ended } from "./freshProject";

export interface Tarballs {
  readonly library: string;
  readonly workbook: string;
  /** What `npx lowrank` said in the clone before anything was built, and after. */
  readonly beforeBuild?: Ended;
  readonly afterBuild?: Ended;
}

/**
 * Packs both packages from a clean clone of the last commit, as somebody would who publishes them.
 *
 * LOWRANK_TARBALLS names a folder with tarballs that are packed already, to try a change of the
 * tests themselves.
 */
export const tarballs = once(async (): Promise<Tarballs> => {
  const given = process.env.LOWRANK_TARBALLS;
  if (given !== undefined) return findTarballs(given);
  const folder = makeFolder("clone");
  const clone = path.join(folder, "clone");
  await output(folder, "git", ["clone", "--quiet", "--no-hardlinks", repository, clone]);
  await output(clone, "npm", ["ci"]);
  const beforeBuild = await run(clone, "npx", ["lowrank", "--version"]);
  const packages = ["-w", "lowrank", "-w", "lowrank-workbook", "--pack-destination", folder];
  await output(clone, "npm", ["pack", ...packages]);
  const afterBuild = await run(clone, "npx", ["lowrank", "--version"]);
  return { ...findTarballs(folder), beforeBuild, afterBuild };
});

function findTarballs(folder: string): Tarballs {
  const find = (pattern: RegExp): string => {
    const name = existsSync(folder) ? readdirSync(folder).find((one) => pattern.test(one)) : "";
    if (!name)
      throw new Error(`${folder} holds no ${pattern.source}; pack with npm pack -w lowrank`);
    return path.join(path.resolve(folder), name);
  };
  return { library: find(/^lowrank-\d.*\.tgz$/), workbook: find(/^lowrank-workbook-.*\.tgz$/) };
}
