import { InvalidArgumentError, type Command } from "commander";
import type { SpectrumCommandOptions } from "./adapter/spectrumCommand";

// Each action imports what it needs when it runs, so that help comes at once.

/** Adds `lowrank adapter` with its commands. */
export function addAdapterCommands(program: Command): void {
  const adapter = program
    .command("adapter")
    .summary("read and resize low-rank adapters (LoRA)")
    .description(
      "Work on low-rank adapters: PEFT's folders (adapter_config.json with adapter_model.safetensors), and single .safetensors files with kohya's or diffusers' keys.",
    )
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print a command's help");
  addSpectrum(adapter);
}

function addSpectrum(adapter: Command): void {
  addWorkOptions(
    adapter
      .command("spectrum")
      .summary("show the singular values of an adapter's updates")
      .description(
        "Show the singular values of ΔW = scale · BA for each module: its norm, how its energy is spread over ranks, and the rank that 90 % and 99 % of it need.\n" +
          "Exit code: 0, 1 if it failed, 130 if interrupted.",
      )
      .argument("<adapter>", "folder or file of the adapter")
      .option("--base <weights>", "the base model's weights, to hold the updates' norms against"),
  )
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank adapter spectrum my-adapter\n  $ lowrank adapter spectrum my-adapter --json > spectrum.json",
    )
    .action(async (place: string, options: SpectrumCommandOptions) => {
      const { spectrumCommand } = await import("./adapter/spectrumCommand.js");
      process.exitCode = await spectrumCommand(place, options);
    });
}

/** Options that every command on an adapter has. */
function addWorkOptions(command: Command): Command {
  return command
    .helpOption("-h, --help", "print this help")
    .option("--json", "print the outcome as JSON, for programs")
    .option("--threads <count>", "threads that share the work", parseCount);
}

function parseCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new InvalidArgumentError("Give a whole number from 1 up.");
  return count;
}
