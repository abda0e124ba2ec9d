import path from "node:path";

/** The repository's folder, from a compiled test. */
export const repository = path.join(__dirname, "..", "..");

/** The command `lowrank`, as npm links it. */
export const command = path.join(repository, "src", "lowrank", "bin", "lowrank.js");

/** Compiled sources of the library, and of the workbook. */
export const librarySources = path.join(repository, "dist", "src", "lowrank");
export const workbookSources = path.join(repository, "dist", "src", "workbook");

/** A fixture's path: figures that another program computed. */
export const fixturePath = (name: string): string =>
  path.join(repository, "test", "fixtures", name);
