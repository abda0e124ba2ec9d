import { createRequire } from "node:module";
import { InvalidArgumentError, Option, type Command } from "commander";
import { addFormOptions, parseCount, parseCounts, parseFolds } from "./classifierCommands";
import type { SelectCommandOptions } from "./cluster/selectCommand";
import type { SvdCommandOptions } from "./cluster/svdCommand";

// Each action imports what it needs when it runs, so that help comes at once.

/** Adds `lowrank cluster` with its commands. */
export function addClusterCommands(program: Command): void {
  const cluster = program
    .command("cluster")
    .summary("factor a matrix in shards on a Dask cluster, and choose its rank")
    .description(
      "Work on matrices whose rows lie in shards (storeBlocks, or SciPy's .npz) that the workers of a running Dask cluster can read. " +
        "Python needs lowrank-dask here and on the workers (pip install lowrank-dask), the workers need lowrank (npm install -g lowrank).",
    )
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print a command's help");
  addSvd(cluster);
  addSelect(cluster);
  addServe(cluster);
}

function addSvd(cluster: Command): void {
  const command = cluster
    .command("svd")
    .summary("save the truncated SVD of the shards")
    .description(
      "Find the leading singular values and vectors of the matrix whose rows the shards hold, and save them as loadModel reads them. " +
        "A worker that is lost costs time, not the answer.\n" +
        "Exit code: 0, 1 if it failed, 130 if interrupted.",
    );
  addShards(command)
    .requiredOption("--rank <rank>", "singular values to find", parseCount)
    .requiredOption("-o, --out <file>", "file for the factors")
    .option("--force", "replace the file if it exists")
    .option("--left", "save U too: 8 · rows · rank bytes, held here")
    .option("--tolerance <error>", "relative error of the values (default: 1e-6)", parsePositive)
    .option("--seed <seed>", "start of the random stream (default: 0)", parseCount);
  addClusterOptions(command)
    .addHelpText(
      "after",
      "\nExample:\n  $ dask scheduler & dask worker tcp://127.0.0.1:8786 &\n  $ lowrank cluster svd tcp://127.0.0.1:8786 shards --rank 100 --out factors.lowrank",
    )
    .action(async (scheduler: string, shards: string[], options: SvdCommandOptions) => {
      const { svdCommand } = await import("./cluster/svdCommand.js");
      process.exitCode = await svdCommand(scheduler, shards, options);
    });
}

function addSelect(cluster: Command): void {
  const command = cluster
    .command("select")
    .summary("score ranks by cross-validation, a set of shards a fold")
    .description(
      "Fit SVD and classifier on the shards of all folds but one, score the held-out rows, fold by fold, and choose the smallest rank within one standard error of the best. " +
        "The rows must have come into the shards in no order of classes, and the columns' weights are taken as they are.\n" +
        "Held here: 16 · rows · largest rank bytes, beside the vectors of the SVD.\n" +
        "Exit code: 0, 1 if it failed, 130 if interrupted.",
    );
  addShards(command)
    .requiredOption("--labels <file>", "CSV or TSV file with a row for each row of the shards")
    .requiredOption("--label <column>", "its column of classes; without a header, its number")
    .requiredOption("--ranks <list>", "ranks to try, such as 10,50,100", parseCounts)
    .addOption(
      new Option("--folds <count>", "deal the shards out in turn (default: each is a fold)")
        .argParser(parseFolds)
        .conflicts("foldOfShard"),
    )
    .option("--fold-of-shard <list>", "fold of each shard from 0, such as 0,0,1,1", parseWholes)
    .option(
      "--inverse-penalty <penalty>",
      "C of the logistic regression (default: 1)",
      parsePositive,
    )
    .option("--seed <seed>", "start of the random stream (default: 0)", parseCount);
  addFormOptions(command);
  addClusterOptions(command)
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank cluster select tcp://127.0.0.1:8786 shards --labels rows.csv --label topic --ranks 10,50,100 --folds 5",
    )
    .action(async (scheduler: string, shards: string[], options: SelectCommandOptions) => {
      const { selectCommand } = await import("./cluster/selectCommand.js");
      process.exitCode = await selectCommand(scheduler, shards, options);
    });
}

function addShards(command: Command): Command {
  return command
    .argument("<scheduler>", "address of Dask's scheduler, such as tcp://127.0.0.1:8786")
    .argument("<shards...>", "a folder of shards, or files; paths of the workers, or s3://…")
    .helpOption("-h, --help", "print this help");
}

/** Options of every command on shards. */
function addClusterOptions(command: Command): Command {
  return command
    .option("--workers <count>", "workers to wait for (default: 1)", parseCount)
    .option("--parts <count>", "tasks a step (default: one a worker)", parseCount)
    .option("--python <command>", "Python that has lowrank-dask (default: python3)")
    .option("--worker-command <command>", "command of lowrank on the workers")
    .option(
      "--connect-seconds <seconds>",
      "to wait for scheduler and workers (default: 30)",
      parsePositive,
    )
    .option(
      "--keep <file>",
      "keep each product there until the end: the same command goes on from it if this one is stopped",
    )
    .option("--step-seconds <seconds>", "that a product may take (default: 600)", parsePositive)
    .option("--json", "print the outcome as JSON, for programs");
}

/** What lowrank-dask starts beside each worker. */
function addServe(cluster: Command): void {
  cluster.command("serve", { hidden: true }).action(async () => {
    const { serveShards } = await import("../cluster/serve/serveShards.js");
    const { version } = createRequire(__filename)("lowrank/package.json") as { version: string };
    await serveShards(version, process.stdin, process.stdout);
  });
}

const parseWholes = (text: string): number[] =>
  text.split(",").map((part) => {
    if (!/^\s*\d{1,9}\s*$/.test(part))
      throw new InvalidArgumentError("Give whole numbers from 0 up, such as 0,0,1,1.");
    return Number(part);
  });

function parsePositive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < Infinity)) throw new InvalidArgumentError("Give a number above 0.");
  return number;
}
