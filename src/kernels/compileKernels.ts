/**
 * Build step, run after tsc: compiles wasm/*.ts (AssemblyScript) to WebAssembly and writes the
 * bytes as a module beside this one, so that Node and a browser's bundle load them without a file
 * or a request. Skipped while the sources are unchanged.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const root = path.join(__dirname, "..", "..", "..");
const sources = path.join("src", "kernels", "wasm");
const compiler = path.join(root, "node_modules", "assemblyscript", "bin", "asc.js");
const target = path.join(__dirname, "wasmBytes.js");
const options = [
  "-O3",
  "--converge",
  "--noAssert",
  "--runtime",
  "stub",
  "--use",
  "abort=",
  "--enable",
  "simd",
  "--importMemory",
  "--initialMemory",
  "1",
];
const shared = ["--sharedMemory", "--maximumMemory", "65536", "--enable", "threads"];

async function compileKernels(): Promise<void> {
  const stamp = `// ${stampOf()}`;
  if (existsSync(target) && readFileSync(target, "utf8").startsWith(stamp)) return;
  const [forThreads, forOne] = await Promise.all([compile(shared), compile([])]);
  const lines = [stamp, `exports.shared = "${forThreads}";`, `exports.unshared = "${forOne}";`, ""];
  const temporary = `${target}.${process.pid}`;
  writeFileSync(temporary, lines.join("\n"));
  renameSync(temporary, target);
}

/** Changes with the sources, the options and the compiler. */
function stampOf(): string {
  const hash = createHash("sha256").update(JSON.stringify([options, shared]));
  hash.update(readFileSync(path.join(root, "node_modules", "assemblyscript", "package.json")));
  for (const file of readdirSync(path.join(root, sources)).sort())
    hash.update(file).update(readFileSync(path.join(root, sources, file)));
  return hash.digest("hex");
}

async function compile(extra: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "lowrank-kernels-"));
  try {
    const outFile = path.join(folder, "kernels.wasm");
    const args = [
      compiler,
      path.join(sources, "index.ts"),
      "--outFile",
      outFile,
      ...options,
      ...extra,
    ];
    await promisify(execFile)(process.execPath, args, { cwd: root });
    return readFileSync(outFile, "base64");
  } finally {
    await rm(folder, { recursive: true });
  }
}

compileKernels().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
