// Runs the compiled tests, all of them or those whose path contains one of the words given:
// npm test, node src/build/runTests.mjs linalg rank/folds
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

const folder = path.join("dist", "test");
const words = process.argv.slice(2);
const files = readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.js"))
  // What an earlier build left of a test that has moved is no test.
  .filter((file) => existsSync(path.join(root, "test", file.replace(/js$/, "ts"))))
  .map((file) => path.join(folder, file))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
if (files.length === 0) {
  console.error(`no test's path contains ${words.join(" or ")}; build first, then name a room`);
  process.exit(1);
}
// "spec" ends with the tests that failed: a log that is cut, or read from its end, still names them.
const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=spec", ...files], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);
