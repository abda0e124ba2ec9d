import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

/** What one core of this machine reaches, measured in this run. */
export interface MachinePeak {
  /**
   * Double-precision multiplications and additions a second by WebAssembly SIMD, everything in
   * registers.
   */
  readonly flopsPerSecond: number;
  /**
   * Bytes a second that a = b + c · d moves (three reads and a write counted as 32 bytes a number)
   * over arrays far larger than the cache.
   */
  readonly bytesPerSecond: number;
}

const chainCount = 12;

/**
 * Two doubles at a time, twelve independent chains x ← x · a + b: enough to hide the latency of an
 * addition and a multiplication, and few enough for the sixteen registers. WebAssembly has no fused
 * multiply-add, so a core's own peak can be twice this.
 */
const kernel = `
export function flops(rounds: i32): f64 {
  const a = f64x2.splat(0.999999), b = f64x2.splat(0.000001);
  ${chains((i) => `let x${i} = f64x2.splat(${i}.5);`)}
  for (let round = 0; round < rounds; round++) {
    ${chains((i) => `x${i} = f64x2.add(f64x2.mul(x${i}, a), b);`)}
  }
  let sum = x0;
  ${chains((i) => `sum = f64x2.add(sum, x${i});`)}
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
`;

function chains(line: (chain: number) => string): string {
  return Array.from({ length: chainCount }, (_, i) => line(i)).join("\n  ");
}

/**
 * Measures the peak of one core: the fastest of several short runs, since anything else on the
 * machine only slows them.
 *
 * @param folder - for the compiled kernel
 */
export async function measureMachinePeak(folder: string): Promise<MachinePeak> {
  return { flopsPerSecond: await measureFlops(folder), bytesPerSecond: measureBytes() };
}

async function measureFlops(folder: string): Promise<number> {
  const source = path.join(folder, "peak.ts");
  const compiled = path.join(folder, "peak.wasm");
  writeFileSync(source, kernel);
  const compiler = require.resolve("assemblyscript/bin/asc.js");
  await promisify(execFile)(process.execPath, [
    compiler,
    source,
    "--outFile",
    compiled,
    "-O3",
    "--runtime",
    "stub",
    "--use",
    "abort=",
    "--enable",
    "simd",
  ]);
  const { instance } = await WebAssembly.instantiate(readFileSync(compiled), {});
  const flops = instance.exports.flops as (rounds: number) => number;
  const rounds = 2_000_000;
  return (rounds * chainCount * 4) / fastest(() => void flops(rounds));
}

function measureBytes(): number {
  const length = 4_000_000; // 32 MB each
  const [a, b, c, d] = Array.from({ length: 4 }, (_, k) => new Float64Array(length).fill(k));
  return (
    (32 * length) /
    fastest(() => {
      for (let i = 0; i < length; i++) a[i] = b[i] + c[i] * d[i];
    })
  );
}

/** By processor time: what else runs on the machine then counts little. */
function fastest(run: () => void): number {
  let best = Infinity;
  for (let i = 0; i < 40; i++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
}
