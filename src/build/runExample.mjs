// Runs one of the compiled examples: npm run example matrixRank
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

const [name = "", ...rest] = process.argv.slice(2);
const names = readdirSync(path.join(root, "examples"))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => path.basename(file, ".ts"));
if (!names.includes(name)) {
  console.error(`there is no example "${name}"; choose ${names.join(", ")}`);
  process.exit(1);
}
const file = path.join(root, "dist", "examples", `${name}.js`);
if (!existsSync(file)) {
  console.error(`${file} is not built; build first: npm run build`);
  process.exit(1);
}
const { status } = spawnSync(process.execPath, [file, ...rest], { stdio: "inherit" });
process.exit(status ?? 1);
