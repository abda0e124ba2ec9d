// Run by `npm pack` in a package's folder: builds, and copies what the package ships from outside it.
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, rmSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

const folder = process.cwd();
if (!existsSync(path.join(root, "node_modules", "typescript"))) {
  console.error("the packages that build this one are missing; install them first: npm ci");
  process.exit(1);
}
// npm reads the list of packed files from standard output, so the build speaks on the other one.
const { status } = spawnSync(process.execPath, [path.join(root, "src", "build", "build.mjs")], {
  cwd: root,
  stdio: ["ignore", process.stderr, process.stderr],
});
if (status !== 0) process.exit(status ?? 1);

copyFileSync(path.join(root, "LICENSE"), path.join(folder, "LICENSE"));
if (path.basename(folder) === "workbook") {
  const notebooks = path.join(folder, "notebooks");
  rmSync(notebooks, { recursive: true, force: true });
  cpSync(path.join(root, "notebooks"), notebooks, { recursive: true });
  copyFileSync(path.join(root, "environment.md"), path.join(folder, "environment.md"));
}
