// Builds both packages and what tests them: library → embedded parts → the library's package and
// its reference → workbook → tests, benchmarks and examples. Steps whose inputs are unchanged are
// skipped; `--keep-reference` leaves the reference as it stands, for those who only run tests.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { bundlePackage } from "./bundle.mjs";
import { embed } from "./embed.mjs";
import { makeFonts } from "./fonts.mjs";
import { library, root, writeWhole } from "./paths.mjs";
import { hashFiles } from "./stamp.mjs";
import { makeWorkerParts } from "./workerParts.mjs";

await buildLibrary();
const reference = makeReference();
compile("src/workbook");
await reference;
copyStyle();
await makeFonts();
await makeWorkerParts(path.join(root, "dist", "src", "workbook", "book", "parts"));
assembleWorkbook();
compile(".");

async function buildLibrary() {
  compile("src/lowrank");
  const stampFile = path.join(library, "dist", ".stamp");
  const stamp = hashFiles(librarySources());
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  await embed();
  await bundlePackage();
  writeWhole(stampFile, stamp);
}

/** The API reference, by a process of its own beside the compiler: it takes as long. */
async function makeReference() {
  const folder = path.join(root, "dist", "reference");
  const stamp = hashFiles([...librarySources(), path.join(root, "tsconfig.json")]);
  const stampFile = path.join(folder, ".stamp");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  if (existsSync(stampFile) && process.argv.includes("--keep-reference")) return;
  const script = path.join(root, "src", "build", "reference", "reference.mjs");
  const child = spawn(process.execPath, [script], { cwd: root, stdio: "inherit" });
  const [status] = await once(child, "exit");
  if (status !== 0) process.exit(status ?? 1);
  writeWhole(stampFile, stamp);
}

function librarySources() {
  const rooms = [
    "adapt",
    "base",
    "chain",
    "classify",
    "cli",
    "cluster",
    "controls",
    "explore",
    "files",
  ]
    .concat(["jobs", "kernels", "linalg", "plot", "rank", "teaching", "text"])
    .map((room) => path.join(library, room))
    .filter((room) => existsSync(room));
  const doors = ["index", "adapters", "cluster", "teaching", "workbook", "jobWorker"]
    .map((door) => `${door}.ts`)
    .concat("package.json");
  return [
    ...rooms,
    ...doors.map((door) => path.join(library, door)),
    path.join(root, "src", "build"),
    ...["posts.csv", "adaptationGrid.csv", "digitAdaptations.csv", "nounModel.json"].map((name) =>
      path.join(root, "data", name),
    ),
    path.join(root, "package-lock.json"),
  ];
}

/** The pages' style sheets, beside the compiled modules that read them. */
function copyStyle() {
  const folder = path.join("src", "workbook", "book", "style");
  cpSync(path.join(root, folder), path.join(root, "dist", folder), { recursive: true });
}

/** The workbook's package: its compiled modules, the reference, and the catalogue of data sets. */
function assembleWorkbook() {
  const target = path.join(root, "src", "workbook", "dist");
  const out = `${target}.new`;
  cpSync(path.join(root, "dist", "src", "workbook"), out, {
    recursive: true,
    filter: (file) => !file.endsWith(".tsbuildinfo"),
  });
  const pages = path.join(out, "book", "reference");
  cpSync(path.join(root, "dist", "reference"), pages, {
    recursive: true,
    filter: (file) => !file.endsWith(".stamp"),
  });
  cpSync(path.join(root, "data", "catalogue.json"), path.join(out, "data", "catalogue.json"));
  rmSync(target, { recursive: true, force: true });
  renameSync(out, target);
}

function compile(project) {
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-b", project], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
