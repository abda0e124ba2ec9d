// An adapter resized, merged or extracted by the library, as a process of its own:
//   resize OUT RANK ADAPTER | merge OUT RANK ONE OTHER | extract OUT RANK BASE TUNED TOLERANCE
// It prints JSON: processor and wall seconds from opening to written, and the largest memory.
import {
  chooseAdapterRanks,
  decomposeAdapter,
  decomposeSum,
  extractAdapter,
  openAdapter,
  openWeights,
  resizeAdapter,
  saveFiles,
  type AdapterSvd,
  type OutputFile,
} from "lowrank/adapters";
import { mergeWeights } from "./mergeWeights";

async function makeFiles(way: string, rank: number, given: readonly string[]) {
  if (way === "extract") {
    const [base, tuned] = [await openWeights(given[0]), await openWeights(given[1])];
    const { files } = await extractAdapter(base, tuned, { rank, tolerance: Number(given[2]) });
    return files;
  }
  const adapters = await Promise.all(given.map((place) => openAdapter(place)));
  return way === "resize"
    ? cut(await decomposeAdapter(adapters[0]), rank)
    : cut(
        await decomposeSum(adapters.map((adapter, i) => ({ adapter, weight: mergeWeights[i] }))),
        rank,
      );
}

function cut(svd: AdapterSvd, rank: number): OutputFile[] {
  return resizeAdapter(svd, chooseAdapterRanks(svd.modules, { by: "rank", value: rank }));
}

async function main([way, target, rank, ...given]: readonly string[]): Promise<void> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  await saveFiles(target, await makeFiles(way, Number(rank), given), { force: true });
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const bytes = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ seconds: (user + system) / 1e6, wall, bytes }));
}

void main(process.argv.slice(2));
