// An adapter at a lower rank by the library, as a process of its own: IN OUT RANK.
import {
  chooseAdapterRanks,
  decomposeAdapter,
  openAdapter,
  resizeAdapter,
  saveFiles,
} from "lowrank/adapters";

async function main([source, target, rank]: readonly string[]): Promise<void> {
  const start = process.cpuUsage();
  const svd = await decomposeAdapter(await openAdapter(source));
  const choices = chooseAdapterRanks(svd.modules, { by: "rank", value: Number(rank) });
  await saveFiles(target, resizeAdapter(svd, choices), { force: true });
  const { user, system } = process.cpuUsage(start);
  const bytes = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ seconds: (user + system) / 1e6, bytes }));
}

void main(process.argv.slice(2));
