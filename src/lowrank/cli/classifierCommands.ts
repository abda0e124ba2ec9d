import { InvalidArgumentError, Option, type Command } from "commander";
import type { ClassifyCommandOptions } from "./classifyCommand";
import type { PredictCommandOptions } from "./predictCommand";

// Each action imports what it needs when it runs, so that help comes at once.

/** Adds `lowrank classify` and `lowrank predict`. */
export function addClassifierCommands(program: Command): void {
  addClassify(program);
  addPredict(program);
}

function addClassify(program: Command): void {
  const command = program
    .command("classify")
    .summary("train a classifier of texts on a CSV or TSV file")
    .description(
      "Train a classifier of texts: TF-IDF, SVD and logistic regression, " +
        "with the rank chosen by cross-validation. " +
        "Prints each rank's held-out scores with their standard errors, and saves the model.\n" +
        "Rows without a label are skipped and counted. " +
        "Exit code: 0, 1 if it failed, 130 if interrupted.",
    )
    .argument("<table>", "CSV or TSV file with one text a row")
    .requiredOption("--text <column>", "column of the texts; without a header its number from 0")
    .requiredOption("--label <column>", "column of the labels; without a header its number from 0")
    .requiredOption("-o, --out <file>", "file for the model, such as topics.lowrank")
    .option("--ranks <list>", "ranks to try, such as 10,50,100 (default: 2 to 300)", parseCounts)
    .option("--folds <count>", "folds of the cross-validation", parseFolds, 5)
    .option("--seed <number>", "seed of folds and factorisation", parseWhole, 0)
    .addOption(
      new Option("--model <form>", "with SVD, without, or the one that held-out texts prefer")
        .choices(["lowRank", "sparse", "auto"])
        .default("lowRank"),
    )
    .option(
      "--inverse-penalties <list>",
      "penalties (C) to choose from, such as 1,10 (default: 1)",
      parseNumbers,
    )
    .option("--balanced", "let every class weigh the same in training, however many rows it has")
    .option("--weight <column>", "column of what each row weighs in training, a number from 0 up")
    .option("--weigh-scores", "count held-out rows by their weights in the scores too")
    .option("--skip-rare", "leave out classes with fewer rows than folds")
    .addOption(
      new Option("--stop-words <language>", "words to leave out").choices(["english", "chinese"]),
    )
    .option("--stem", "cut English words down to their stem")
    .option("--sublinear", "weigh a term that occurs f times by 1 + ln f")
    .option("--ngrams <range>", "runs of words that count as terms, such as 1,2", parseRange)
    .option("--min-document-frequency <count>", "texts that a term must be in", parseCount)
    .option("--threads <count>", "threads that share the work", parseCount);
  addTableOptions(command)
    .addHelpText(
      "after",
      "\nExample:\n" +
        "  $ lowrank classify train.csv --text title --label topic --out topics.lowrank\n" +
        "  $ lowrank predict topics.lowrank posts.csv --out labelled.csv",
    )
    .action(async (table: string, options: ClassifyCommandOptions) => {
      const { classifyCommand } = await import("./classifyCommand.js");
      process.exitCode = await classifyCommand(table, options);
    });
}

function addPredict(program: Command): void {
  const command = program
    .command("predict")
    .summary("label the texts of a CSV or TSV file")
    .description(
      "Add a model's class, and its probability, to each row of a table. " +
        "The result has the table's own form, and appears whole or not at all.\n" +
        "A text without a single word that the model knows gets a class too, and no probability; " +
        "such rows are counted.\n" +
        "Exit code: 0, 1 if it failed, 130 if interrupted.",
    )
    .argument("<model>", "model that `lowrank classify` saved")
    .argument("<table>", "CSV or TSV file with one text a row")
    .requiredOption("-o, --out <file>", "file for the labelled rows")
    .option(
      "--text <column>",
      "column of the texts; without a header its number from 0 " +
        "(default: that of the training table)",
    )
    .option("--class-column <name>", "name of the new column of classes", "class")
    .option("--probability-column <name>", "name of the new column", "probability")
    .option("--all-probabilities", "write each class's probability too");
  addTableOptions(command)
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank predict topics.lowrank posts.csv --out labelled.csv",
    )
    .action(async (model: string, table: string, options: PredictCommandOptions) => {
      const { predictCommand } = await import("./predictCommand.js");
      process.exitCode = await predictCommand(model, table, options);
    });
}

/** Options that every command on a table has. */
export function addTableOptions(command: Command): Command {
  return addFormOptions(
    command
      .option("--force", "replace the result if it exists")
      .option("--json", "print the outcome as JSON, for programs"),
  );
}

/** Options that say how a table is read. */
export function addFormOptions(command: Command): Command {
  return command
    .option(
      "--delimiter <character>",
      'character between fields, or "tab" (default: tabs for .tsv, else the one in the first line)',
      parseDelimiter,
    )
    .option("--quotes", "fields may stand in double quotes (default: yes, but no with tabs)")
    .option("--no-quotes", "quotes are part of the text")
    .option("--no-header", "the first line is a row")
    .addOption(
      new Option("--encoding <name>", "how bytes stand for characters")
        .choices(["utf-8", "latin1"])
        .default("utf-8"),
    );
}

function parseDelimiter(text: string): string {
  if (text === "tab" || text === "\\t") return "\t";
  if (Array.from(text).length !== 1 || /["\r\n]/.test(text))
    throw new InvalidArgumentError('Give one character other than a quote, or "tab".');
  return text;
}

function parseWhole(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 0 up.");
  return Number(text);
}

export function parseCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new InvalidArgumentError("Give a whole number from 1 up.");
  return count;
}

export function parseFolds(text: string): number {
  const folds = parseCount(text);
  if (folds < 2) throw new InvalidArgumentError("Give a whole number from 2 up.");
  return folds;
}

/** Whole numbers from 1 up, between commas. */
export const parseCounts = (text: string): number[] =>
  text.split(",").map((part) => parseCount(part.trim()));

export function parseRange(text: string): [number, number] {
  const [shortest, longest = shortest, ...rest] = parseCounts(text);
  if (rest.length > 0 || longest < shortest)
    throw new InvalidArgumentError("Give the shortest and the longest run, such as 1,2.");
  return [shortest, longest];
}

function parseNumbers(text: string): number[] {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (!numbers.every((number) => number > 0 && number < Infinity))
    throw new InvalidArgumentError("Give numbers above 0, such as 0.1,1,10.");
  return numbers;
}
