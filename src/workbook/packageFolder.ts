import path from "node:path";

/** The folder of the package lowrank-workbook, with its package.json. */
export const packageFolder = path.dirname(require.resolve("lowrank-workbook/package.json"));

/** The command `lowrank`, which the library's package brings. */
export const commandFile = path.join(
  path.dirname(require.resolve("lowrank/package.json")),
  "bin",
  "lowrank.js",
);
