import { createRequire } from "node:module";
import { InvalidArgumentError, type Command } from "commander";
import type { SvdCommandOptions } from "./cluster/svdCommand";

// Each action imports what it needs when it runs, so that help comes at once.

/** Adds `lowrank cluster` with its commands. */
export function addClusterCommands(program: Command): void {
  const cluster = program
    .command("cluster")
    .summary("factor a matrix in shards on a Dask cluster")
    .description(
      "Work on matrices whose rows lie in shards (storeBlocks, or SciPy's .npz) that the workers of a running Dask cluster can read. " +
        "Python needs lowrank-dask here and on the workers (pip install lowrank-dask), the workers need lowrank (npm install -g lowrank).",
    )
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print a command's help");
  addSvd(cluster);
  addServe(cluster);
}

function addSvd(cluster: Command): void {
  cluster
    .command("svd")
    .summary("save the truncated SVD of the shards")
    .description(
      "Find the leading singular values and vectors of the matrix whose rows the shards hold, and save them as loadModel reads them. " +
        "A worker that is lost costs time, not the answer.\n" +
        "Exit code: 0, 1 if it failed, 130 if interrupted.",
    )
    .argument("<scheduler>", "address of Dask's scheduler, such as tcp://127.0.0.1:8786")
    .argument("<shards...>", "a folder of shards, or files; paths of the workers, or s3://…")
    .helpOption("-h, --help", "print this help")
    .requiredOption("--rank <rank>", "singular values to find", parseCount)
    .requiredOption("-o, --out <file>", "file for the factors")
    .option("--force", "replace the file if it exists")
    .option("--left", "save U too: 8 · rows · rank bytes, held here")
    .option("--tolerance <error>", "relative error of the values (default: 1e-6)", parsePositive)
    .option("--seed <seed>", "start of the random stream (default: 0)", parseCount)
    .option("--workers <count>", "workers to wait for (default: 1)", parseCount)
    .option("--parts <count>", "tasks a step (default: one a worker)", parseCount)
    .option("--python <command>", "Python that has lowrank-dask (default: python3)")
    .option("--worker-command <command>", "command of lowrank on the workers")
    .option(
      "--connect-seconds <seconds>",
      "to wait for scheduler and workers (default: 30)",
      parsePositive,
    )
    .option("--step-seconds <seconds>", "that a product may take (default: 600)", parsePositive)
    .option("--json", "print the outcome as JSON, for programs")
    .addHelpText(
      "after",
      "\nExample:\n  $ dask scheduler & dask worker tcp://127.0.0.1:8786 &\n  $ lowrank cluster svd tcp://127.0.0.1:8786 shards --rank 100 --out factors.lowrank",
    )
    .action(async (scheduler: string, shards: string[], options: SvdCommandOptions) => {
      const { svdCommand } = await import("./cluster/svdCommand.js");
      process.exitCode = await svdCommand(scheduler, shards, options);
    });
}

/** What lowrank-dask starts beside each worker. */
function addServe(cluster: Command): void {
  cluster.command("serve", { hidden: true }).action(async () => {
    const { serveShards } = await import("../cluster/serve/serveShards.js");
    const { version } = createRequire(__filename)("lowrank/package.json") as { version: string };
    await serveShards(version, process.stdin, process.stdout);
  });
}

function parseCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new InvalidArgumentError("Give a whole number from 1 up.");
  return count;
}

function parsePositive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < Infinity)) throw new InvalidArgumentError("Give a number above 0.");
  return number;
}
