import path from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { addParameterOptions } from "./parameterOptions";
import type { NewCommandOptions, OpenTableFunction } from "./newCommand";
import type { RunCommandOptions } from "./runOptions";

// Each action imports what it needs when it runs, so that help comes at once.

const defaults = {
  executed: ".lowrank/executed",
  book: ".lowrank/book",
  host: "127.0.0.1",
  port: 4173,
  timeout: 300,
};

const titleHelp =
  "name of the book (default: lowrank.title in the project's package.json, or Lowrank)";

/** What the library's command lends: its reader of tables. */
export interface LentTools {
  readonly openTable: OpenTableFunction;
}

/** Adds the workbook's commands to the program `lowrank`, which the library's package starts. */
export function addCommands(program: Command, { openTable }: LentTools): void {
  addRun(program);
  addBook(program);
  addServe(program);
  addStart(program);
  addNew(program, openTable);
  addData(program);
  addKernel(program);
}

function addRun(program: Command): void {
  addParameterOptions(program.command("run"))
    .summary("run notebooks and write executed copies")
    .description(
      "Run notebooks from top to bottom, each in a fresh kernel, and write executed copies.\n" +
        "Stops at the first cell that fails and says where. Exit code: 0; 1 if a cell failed, --check found a difference, or cells were edited while they ran in place; 130 if interrupted.\n\n" +
        "--check compares text, tables and the figures' data. Words must be equal, numbers equal within the tolerance; in a cell tagged `timing` " +
        "any number will do. A picture's bytes are not compared, but each figure must have one that shows something.",
    )
    .argument(
      "[notebook...]",
      "notebooks, or folders of them (default: notebooks/*.ipynb here, their solutions and translations, or those that come with Lowrank)",
    )
    .option("-o, --out <folder>", "folder for the executed copies", defaults.executed)
    .option(
      "--in-place",
      "write results into the notebooks themselves; one that fails is left as it was, and an edit that was saved meanwhile is kept",
    )
    .option(
      "--static",
      "give each figure a picture, drawn in a Chromium (CHROME_PATH or the PATH), in place of its HTML: GitHub shows it",
    )
    .addOption(
      new Option(
        "--check",
        "compare the results with those that the notebooks hold, and name the first difference in each; the notebooks stay as they are",
      ).conflicts(["inPlace", "static", "allowErrors", "parameters", "raw"]),
    )
    .option(
      "--tolerance <number>",
      "with --check: largest relative difference of two numbers that count as the same (default: 1e-6)",
      parseTolerance,
    )
    .option(
      "-t, --timeout <seconds>",
      "time that a cell may take; 0 for no limit",
      parseSeconds,
      defaults.timeout,
    )
    .option(
      "-j, --jobs <count>",
      "notebooks that run at a time (default: 2, with --check one a core)",
      parseCount,
    )
    .option("--allow-errors", "go on after cells that fail; exit code 0 if all ran to the end")
    .option("--json", "print what came of each notebook as JSON")
    .option(
      "--kernel <command>",
      "start another kernel; {connection_file} stands for its connection file (default: Lowrank's own)",
    )
    .addHelpText(
      "after",
      '\nExample:\n  $ lowrank run notebooks/01-turn-text-into-a-matrix.ipynb --out /tmp/executed --timeout 60\n  $ lowrank run --check\n  $ lowrank run report.ipynb -p rank 50 -p title "Rank 50"',
    )
    .action(async (notebooks: string[], options: RunCommandOptions) => {
      const { runCommand } = await import("./runCommand.js");
      process.exitCode = await runCommand(notebooks, options);
    });
}

interface BookOptions {
  out: string;
  title?: string;
  live: boolean;
  site?: string;
}

function addBook(program: Command): void {
  program
    .command("book")
    .summary("make web pages of executed notebooks")
    .description(
      "Make static web pages of executed notebooks. They work offline, from a server or a plain folder, and readers run their cells in the browser.",
    )
    .argument(
      "[notebook...]",
      `executed notebooks, or folders of them (default: those in ${defaults.executed}, or notebooks/*.ipynb)`,
    )
    .option("-o, --out <folder>", "folder for the pages", defaults.book)
    .option("--title <text>", titleHelp)
    .option("--live", "let readers run the cells in their browsers, with no server", true)
    .option("--no-live", "make pages to read only: 17 MB less")
    .option(
      "--site <address>",
      "address on the web that the folder goes to, for previews of links, the sitemap and 404.html",
    )
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank book notebooks --out site --site https://example.org/book/",
    )
    .action(async (notebooks: string[], options: BookOptions) => {
      const { bookCommand } = await import("./bookCommand.js");
      process.exitCode = await bookCommand(notebooks, {
        ...options,
        executed: defaults.executed,
      });
    });
}

function addServe(program: Command): void {
  program
    .command("serve")
    .summary("serve a book's pages")
    .description(
      "Serve a book's pages until Ctrl-C, and print the address. Their cells run in the reader's browser; in a kernel of Node: lowrank start.",
    )
    .argument("[folder]", "folder that `lowrank book` wrote", defaults.book)
    .option(
      "-p, --port <number>",
      "port to listen on, or the next free one; 0 for any",
      parsePort,
      defaults.port,
    )
    .option(
      "--host <address>",
      "address to listen on; 0.0.0.0 lets other machines in",
      defaults.host,
    )
    .addHelpText("after", "\nExample:\n  $ lowrank serve site --port 8080")
    .action(async (folder: string, options: { port: number; host: string }) => {
      const { serveCommand } = await import("./serveCommand.js");
      await serveCommand(folder, options);
    });
}

interface StartOptions {
  serve: boolean;
  run?: boolean;
  title?: string;
  port: number;
  host: string;
}

function addStart(program: Command): void {
  program
    .command("start")
    .summary("make pages of the notebooks and serve them, to read and to run")
    .description(
      "Make pages of the notebooks with the outputs they hold, serve them until Ctrl-C, and print the address that lets a browser run their cells.\n" +
        "Each page whose cells are run gets a kernel of its own. With --no-serve, exit code 1 if a notebook cannot be read or, with --run, failed.",
    )
    .option(
      "--run",
      "first run the notebooks that changed since they were run last, and show those results",
    )
    .option("--no-serve", "end after the build")
    .option("--title <text>", titleHelp)
    .option(
      "-p, --port <number>",
      "port to listen on, or the next free one; 0 for any",
      parsePort,
      defaults.port,
    )
    .option(
      "--host <address>",
      "address to listen on; on any but 127.0.0.1, who learns the printed address can run code as you from another machine",
      defaults.host,
    )
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank start --port 8080\n  $ npm start -- --run --no-serve",
    )
    .action(async (options: StartOptions) => {
      const [{ startBook }, { kernelCommand }, { findNotebooksFolder }, { readProject }] =
        await Promise.all([
          import("../book/startBook.js"),
          import("../jupyter/kernel/kernelspec.js"),
          import("./findNotebooks.js"),
          import("../project/readProject.js"),
        ]);
      const notebooksFolder = findNotebooksFolder();
      const project = readProject(path.dirname(notebooksFolder));
      process.exitCode = await startBook({
        ...options,
        ...{ command: kernelCommand, notebooksFolder },
        title: options.title ?? project.title,
        introduction: project.introduction,
      });
    });
}

function addNew(program: Command, openTable: OpenTableFunction): void {
  program
    .command("new")
    .summary("make a project with a notebook on a table of yours")
    .description(
      "Write a project with one notebook on a CSV or TSV file: read and look, TF-IDF, topics, neighbours; with labels the rank curve, the classifier with its confusion and mistakes, and the explorer.\n" +
        "Columns that are not named are guessed, and confirmed where somebody can answer. The file is copied; `npm start` in the folder runs the notebook and opens it live.",
    )
    .argument("<folder>", "folder of the project; one that holds something is refused")
    .requiredOption("--from <file>", "the table, with one text a row")
    .option("--text <column>", "column of the texts, by name, or by number with --no-header")
    .option("--label <column>", "column of the labels, by name, or by number with --no-header")
    .option("--no-label", "there are no labels: topics and neighbours alone")
    .option("--title <text>", "title of the notebook and of its pages (default: the file's name)")
    .addOption(
      new Option(
        "--lang <tag>",
        "language of the notebook, its pages and the README (default: zh-CN where LC_ALL, LC_MESSAGES or LANG is Chinese, else en)",
      ).choices(["en", "zh-CN"]),
    )
    .option("-y, --yes", "take the columns that are guessed, without asking")
    .option("--delimiter <text>", "character between two fields (default: what the file shows)")
    .option("--quotes", "fields may stand in double quotes (default: yes, but no with tabs)")
    .option("--no-quotes", "quotes are part of the text")
    .option("--no-header", "the first line is a row like the others; columns go by number, from 0")
    .addOption(
      new Option("--encoding <name>", "how bytes stand for characters")
        .choices(["utf-8", "latin1"])
        .default("utf-8"),
    )
    .option("--no-install", "do not link the packages into the project")
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank new my-posts --from posts.csv --text title --label topic",
    )
    .action(async (folder: string, options: NewCommandOptions) => {
      const { newCommand } = await import("./newCommand.js");
      await newCommand(folder, options, openTable);
    });
}

function addData(program: Command): void {
  const data = program
    .command("data")
    .summary("list, download and remove data sets")
    .description(
      "List the data sets that can be added, with source, licence and checksum. They go to LOWRANK_DATA, or to the platform's folder for one user's data.",
    )
    .addHelpText("after", "\nExample:\n  $ lowrank data\n  $ lowrank data get snips7 digits8x8")
    .allowExcessArguments() // So that a mistyped command below can be told from too many arguments.
    .action(async (_: object, { args }: Command) => {
      if (args.length > 0)
        throw new Error(
          `unknown command 'data ${args[0]}'; did you mean 'lowrank data get ${args[0]}'?`,
        );
      const { listData } = await import("./dataCommand.js");
      await listData();
    });
  data
    .command("get")
    .summary("download data sets")
    .description(
      "Download data sets, verify their checksums and put them in place. One that was interrupted is gone on with. Exit code: 0, 1 if a set failed, 130 if interrupted.",
    )
    .argument("<name...>", "names of sets, as `lowrank data` lists them")
    .option(
      "--from <place>",
      "address or folder that holds the files as NAME/PATH, in place of their source; checksums count all the same",
    )
    .addHelpText("after", "\nExample:\n  $ lowrank data get snips7 sms-spam")
    .action(async (names: string[], options: { from?: string }) => {
      const { getData } = await import("./dataCommand.js");
      process.exitCode = await getData(names, options);
    });
  data
    .command("show")
    .summary("print all that is known of data sets")
    .description("Print a data set's source, licence, files and checksums in full.")
    .argument("<name...>", "names of sets, as `lowrank data` lists them")
    .addHelpText("after", "\nExample:\n  $ lowrank data show mnist")
    .action(async (names: string[]) => {
      const { showData } = await import("./dataCommand.js");
      showData(names);
    });
  data
    .command("remove")
    .summary("remove data sets from this machine")
    .description("Remove data sets, and what unfinished downloads of them have left.")
    .argument("<name...>", "names of sets, as `lowrank data` lists them")
    .addHelpText("after", "\nExample:\n  $ lowrank data remove mnist")
    .action(async (names: string[]) => {
      const { removeData } = await import("./dataCommand.js");
      removeData(names);
    });
}

interface KernelArguments {
  connectionFile?: string;
  language: "typescript" | "javascript";
}

function addKernel(program: Command): void {
  const kernel = program
    .command("kernel")
    .summary("be a Jupyter kernel, or install it")
    .description(
      "Be a Jupyter kernel for TypeScript or JavaScript. Jupyter starts this command itself once `lowrank kernel install` has told it how.",
    )
    .option(
      "--connection-file <file>",
      "file with the addresses to listen on, which Jupyter writes",
    )
    .addOption(
      new Option("--language <name>", "language of the cells")
        .choices(["typescript", "javascript"])
        .default("typescript"),
    )
    .addHelpText("after", "\nExample:\n  $ lowrank kernel install && jupyter lab")
    .allowExcessArguments() // So that a mistyped command below can be told from too many arguments.
    .allowUnknownOption() // `jupyter run` puts its own words behind the command.
    .action(async ({ connectionFile, language }: KernelArguments, { args }: Command) => {
      if (args.length > 0 && connectionFile === undefined)
        throw new Error(
          `unknown command 'kernel ${args[0]}'; did you mean 'lowrank kernel install'?`,
        );
      if (connectionFile === undefined) {
        throw new Error(
          "lowrank kernel needs --connection-file, which Jupyter gives it; to make the kernel known to Jupyter: lowrank kernel install",
        );
      }
      const { startKernel } = await import("../jupyter/kernel/kernel.js");
      await startKernel({ connectionFile, language });
    });
  kernel
    .command("install")
    .summary("make the kernel known to Jupyter")
    .description(
      "Write the kernel's description where Jupyter looks for it, with the Plotly that draws figures offline. Needs no Python.",
    )
    .option("--user", "for this user: JUPYTER_DATA_DIR or the platform's folder (default)")
    .option("--prefix <folder>", "under a Python environment: FOLDER/share/jupyter/kernels")
    .addHelpText("after", "\nExample:\n  $ lowrank kernel install --prefix ~/.venv")
    .action(async (options: { user?: boolean; prefix?: string }) => {
      const { installKernel } = await import("./installKernel.js");
      console.log(`kernel "TypeScript (Lowrank)" installed in ${await installKernel(options)}`);
    });
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  // A timer holds at most 2^31 - 1 ms.
  if (text.trim() === "" || !(seconds >= 0) || seconds > 2_147_483)
    throw new InvalidArgumentError("Give seconds from 0 to 2147483.");
  return seconds;
}

function parseTolerance(text: string): number {
  const tolerance = Number(text);
  if (text.trim() === "" || !(tolerance >= 0 && tolerance < 1))
    throw new InvalidArgumentError("Give a number from 0, for equal, to less than 1.");
  return tolerance;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new InvalidArgumentError("Give a whole number from 1 to 999.");
  return Number(text);
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new InvalidArgumentError("Give a whole number from 0 to 65535.");
  return Number(text);
}
