// Compiles src/lowrank/kernels/wasm (AssemblyScript) to WebAssembly, as base64: the same kernels
// for memory that threads share and for a memory of one thread's own.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "./paths.mjs";

const compiler = path.join(root, "node_modules", "assemblyscript", "bin", "asc.js");
const options = [
  ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--use", "abort="],
  ["--enable", "simd", "--importMemory", "--initialMemory", "1"],
].flat();
const shared = ["--sharedMemory", "--maximumMemory", "65536", "--enable", "threads"];

/** @returns {Promise<{ shared: string, unshared: string }>} */
export async function compileKernels() {
  const [forThreads, forOne] = await Promise.all([compile(shared), compile([])]);
  return { shared: forThreads, unshared: forOne };
}

async function compile(extra) {
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-kernels-"));
  try {
    const file = path.join(folder, "kernels.wasm");
    const source = path.join("src", "lowrank", "kernels", "wasm", "index.ts");
    const args = [compiler, source, "--outFile", file, ...options, ...extra];
    await promisify(execFile)(process.execPath, args, { cwd: root });
    return readFileSync(file, "base64");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
