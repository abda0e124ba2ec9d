// Makes data/scale/memory.csv: the most memory that a fresh process holds while it factors a file of
// blocks (notebook 12: rank 10, tolerance 0.1, no U, here on one thread), for files of more and more documents. Linux
// tells it (VmHWM). Some minutes:
//
//     npm run build && node src/build/data/measureMemory.mjs [documents …]
//
// With numbers of documents it measures those, once each, and only prints.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openBlocks, storeBlocks, truncatedSvd } from "lowrank";
import { generateZipfCorpus } from "lowrank/teaching";
import { root, writeWhole } from "../paths.mjs";

/** The portions of notebook 12. */
function* drawPortions(count) {
  const size = { documents: 10_000, vocabulary: 5_000, meanLength: 30 };
  for (let portion = 0; portion < count; portion++)
    yield generateZipfCorpus({ ...size, seed: portion }).counts;
}

/** In a process of its own: factors the file, and prints what it held. */
function factor(file) {
  const stored = openBlocks(file);
  truncatedSvd(stored, 10, { tolerance: 0.1, leftVectors: false, threads: 1 });
  const { passes, bytes } = stored;
  stored.close();
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
  console.log(JSON.stringify({ passes, bytes, peak: 1024 * Number(kilobytes) }));
}

function measure(documents, runs, folder) {
  const file = path.join(folder, `${documents}.blocks`);
  storeBlocks(file, drawPortions(documents / 10_000), { bytesPerBlock: 2 ** 20 });
  const lines = Array.from({ length: runs }, (_, run) => {
    const child = spawnSync(process.execPath, [process.argv[1], "--factor", file], {
      encoding: "utf8",
    });
    if (child.status !== 0) throw new Error(child.stderr);
    const { passes, bytes, peak } = JSON.parse(child.stdout);
    return [documents, run, (bytes / 1e6).toFixed(1), passes, (peak / 1e6).toFixed(1)].join(",");
  });
  rmSync(file);
  return lines;
}

function main(asked) {
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-memory-"));
  const lines = ["documents,run,fileMB,passes,peakMB"];
  try {
    for (const documents of asked.length > 0 ? asked : [10_000, 30_000, 90_000, 500_000])
      lines.push(...measure(documents, asked.length > 0 ? 1 : 3, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(lines.join("\n"));
  if (asked.length === 0)
    writeWhole(path.join(root, "data", "scale", "memory.csv"), `${lines.join("\n")}\n`);
}

const [first, second] = process.argv.slice(2);
if (first === "--factor") factor(second);
else main(process.argv.slice(2).map(Number));
