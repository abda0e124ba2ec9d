import { Option, type Command } from "commander";
import type { BlocksCommandOptions } from "./blocksCommand";
import { addTableOptions, parseCount, parseRange } from "./classifierCommands";

/** Adds `lowrank blocks`. */
export function addBlocksCommand(program: Command): void {
  const command = program
    .command("blocks")
    .summary("turn a file of texts into a matrix on disk, and factor it")
    .description(
      "Turn the texts of a Parquet, JSONL, CSV or TSV file into TF-IDF rows in a file of blocks, in two readings; " +
        "with --rank also find the truncated SVD. Neither texts nor matrix are ever in memory: " +
        "it holds the different terms (some 120 bytes each), a block or two, and the vectors of the SVD.\n" +
        "Every file appears whole or not at all: what a run left that was stopped or killed, --resume goes on with.\n" +
        "In TypeScript openBlocks reads the blocks, loadModel the vocabulary and the SVD.\n" +
        "Exit code: 0, 1 if it failed, 130 if interrupted.",
    )
    .argument(
      "<texts>",
      "file with one text a row (.parquet, .csv, .tsv) or one object a line (.jsonl)",
    )
    .requiredOption(
      "--text <column>",
      "column or field of the texts; without a header the column's number from 0",
    )
    .requiredOption("-o, --out <file>", "file for the blocks, such as corpus.blocks")
    .option("--vocabulary <file>", "file for the vocabulary (default: --out with .tfidf behind it)")
    .option("--rank <rank>", "rank of the SVD (default: no SVD)", parseCount)
    .option("--svd <file>", "file for σ and V (default: --out with .svd behind it)")
    .option("--tolerance <error>", "relative error of the singular values", Number, 1e-6)
    .option("--most-terms <count>", "different terms to count at most", parseCount, 3_000_000)
    .option("--max-terms <count>", "terms to keep, the most frequent", parseCount)
    .option("--min-document-frequency <count>", "texts that a term must be in", parseCount)
    .option("--ngrams <range>", "runs of words that count as terms, such as 1,2", parseRange)
    .option("--sublinear", "weigh a term that occurs f times by 1 + ln f")
    .option("--stem", "cut English words down to their stem")
    .addOption(
      new Option("--stop-words <language>", "words to leave out").choices(["english", "chinese"]),
    )
    .option(
      "--resume",
      "keep the blocks and the vocabulary that an interrupted run of the same command left, and go on with the SVD",
    )
    .option("--threads <count>", "threads that share the work", parseCount);
  addTableOptions(command)
    .addHelpText(
      "after",
      "\nExample:\n" +
        "  $ lowrank blocks posts.jsonl --text body --min-document-frequency 5 --rank 100 --out posts.blocks",
    )
    .action(async (file: string, options: BlocksCommandOptions) => {
      const { blocksCommand } = await import("./blocksCommand.js");
      process.exitCode = await blocksCommand(file, options);
    });
}
