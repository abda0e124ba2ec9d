import { createRequire } from "node:module";
import { Command } from "commander";
import { addAdapterCommands } from "./adapterCommands";
import { addBlocksCommand } from "./blocksCommands";
import { addClassifierCommands } from "./classifierCommands";
import { addClusterCommands } from "./clusterCommands";
import { addWorkbookCommands } from "./workbookCommands";

/** The command `lowrank`: bin/lowrank.js runs it. */
async function main(): Promise<void> {
  const { version } = createRequire(__filename)("lowrank/package.json") as { version: string };
  const program = new Command("lowrank")
    .description("Low-rank methods to read, run and use.")
    .version(version, "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print a command's help")
    .addHelpText(
      "after",
      "\nExample:\n" +
        "  $ lowrank start                     make the book of the notebooks, serve it " +
        "and run its cells\n" +
        "  $ lowrank run --help                options and an example of a command",
    );
  addClassifierCommands(program);
  addBlocksCommand(program);
  addAdapterCommands(program);
  addClusterCommands(program);
  addWorkbookCommands(program);
  await program.parseAsync();
}

main().catch((error: unknown) => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  console.error(process.env.LOWRANK_DEBUG === "1" ? stack : `lowrank: ${message}`);
  process.exitCode = 1;
});
