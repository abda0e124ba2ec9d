import { createRequire } from "node:module";
import path from "node:path";
import type { Command } from "commander";
import { openTable } from "./readRecords";

/** What belongs to the workbook, with the line that `lowrank --help` has for it. */
const summaries = {
  run: "run notebooks and write executed copies",
  book: "make web pages of executed notebooks",
  serve: "serve a book's pages, to read",
  start: "make pages of the notebooks and serve them, to read and to run",
  new: "make a project with a notebook on a table of yours",
  data: "list, download and remove data sets",
  kernel: "be a Jupyter kernel, or install it",
};

/** The door that lowrank-workbook opens for its commands, which read tables as these do. */
interface WorkbookDoor {
  addCommands(program: Command, tools: { readonly openTable: typeof openTable }): void;
}

/**
 * Adds the workbook's commands where lowrank-workbook is installed, beside this package or beside
 * the current folder. Elsewhere each says how to install it.
 */
export function addWorkbookCommands(program: Command): void {
  const door = findWorkbook();
  if (door) {
    door.addCommands(program, { openTable });
    return;
  }
  for (const [name, summary] of Object.entries(summaries)) {
    program
      .command(name)
      .summary(`${summary} (comes with lowrank-workbook)`)
      .description(`${summary}; install it: npm install lowrank-workbook`)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new Error(
          `\`lowrank ${name}\` comes with the package lowrank-workbook, ` +
            "which is not installed here; install it: npm install lowrank-workbook",
        );
      });
  }
}

function findWorkbook(): WorkbookDoor | undefined {
  for (const place of [path.join(process.cwd(), "package.json"), __filename]) {
    const require = createRequire(place);
    let file: string;
    try {
      file = require.resolve("lowrank-workbook/commands");
    } catch (error) {
      if ((error as { code?: string }).code === "MODULE_NOT_FOUND") continue;
      throw error;
    }
    return require(file) as WorkbookDoor;
  }
  return undefined;
}
