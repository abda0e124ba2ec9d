import { InvalidArgumentError, Option, type Command } from "commander";
import type { CompareCommandOptions } from "./adapter/compareCommand";
import type { ExtractCommandOptions } from "./adapter/extractCommand";
import type { MergeCommandOptions } from "./adapter/mergeCommand";
import type { ResizeCommandOptions } from "./adapter/resizeCommand";
import type { SpectrumCommandOptions } from "./adapter/spectrumCommand";

// Each action imports what it needs when it runs, so that help comes at once.

/** Adds `lowrank adapter` with its commands. */
export function addAdapterCommands(program: Command): void {
  const adapter = program
    .command("adapter")
    .summary("read, resize, merge, extract and compare low-rank adapters (LoRA)")
    .description(
      "Work on low-rank adapters: PEFT's folders (adapter_config.json with adapter_model.safetensors), and single .safetensors files with kohya's or diffusers' keys.",
    )
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print a command's help");
  addSpectrum(adapter);
  addResize(adapter);
  addMerge(adapter);
  addExtract(adapter);
  addCompare(adapter);
}

function addSpectrum(adapter: Command): void {
  const command = addPageOptions(
    adapter
      .command("spectrum")
      .summary("show the singular values of an adapter's updates")
      .description(
        "Show the singular values of ΔW = scale · BA for each module: its norm, how its energy is spread over ranks, and the rank that 90 % and 99 % of it need.\n" +
          "Exit code: 0, 1 if it failed, 130 if interrupted.",
      )
      .argument("<adapter>", "folder or file of the adapter")
      .option("--base <weights>", "the base model's weights, to hold the updates' norms against"),
    "a page with a heat map, curves and a slider over energy, size or rank",
  );
  addWorkOptions(command)
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank adapter spectrum my-adapter\n  $ lowrank adapter spectrum my-adapter --json > spectrum.json\n  $ lowrank adapter spectrum my-adapter --html spectrum.html",
    )
    .action(async (place: string, options: SpectrumCommandOptions) => {
      const { spectrumCommand } = await import("./adapter/spectrumCommand.js");
      process.exitCode = await spectrumCommand(place, options);
    });
}

function addResize(adapter: Command): void {
  const command = adapter
    .command("resize")
    .summary("lower an adapter's ranks, by the best there is of each rank")
    .description(
      "Write an adapter at lower ranks, each module as the best there is of its rank (truncated SVD of ΔW), with the scale kept; PEFT, kohya's scripts and diffusers load it as they load the first. " +
        "Says what is lost, module by module, before it writes. Give one rule for the ranks.\n" +
        "Exit code: 0, 1 if it failed, 130 if interrupted.",
    )
    .argument("<adapter>", "folder or file of the adapter");
  addOutOptions(addRuleOptions(addWorkOptions(command)))
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank adapter resize my-adapter --rank 6 --out smaller\n  $ lowrank adapter resize my-adapter --energy 0.9 --out smaller\n  $ lowrank adapter resize lora.safetensors --sv-ratio 10 --max-rank 32 --out smaller.safetensors",
    )
    .action(async (place: string, options: ResizeCommandOptions) => {
      const { resizeCommand } = await import("./adapter/resizeCommand.js");
      process.exitCode = await resizeCommand(place, options);
    });
}

function addMerge(adapter: Command): void {
  const command = adapter
    .command("merge")
    .summary("add adapters, each times its weight, into one or into the base")
    .description(
      "Write a weighted sum of adapters of one base. Their factors are joined, so that the rank is the sum of ranks; a rule for the ranks cuts it to the best there is of lower rank, without multiplying out. " +
        "Ranks and modules may differ. With --into the sum goes into the base's weights, in double precision and rounded once to their type.\n" +
        "Exit code: 0, 1 if it failed, 130 if interrupted.",
    )
    .argument("<adapters...>", "folders or files of the adapters")
    .option("--weights <list>", "a weight each, such as 0.7,-0.4 (default: 1)", parseNumbers)
    .option("--into <weights>", "file, index or folder of the base's weights");
  addOutOptions(addRuleOptions(addWorkOptions(command)))
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank adapter merge one two --weights 0.7,-0.4 --out sum\n  $ lowrank adapter merge one two --rank 8 --out sum\n  $ lowrank adapter merge one --into model.safetensors --out merged.safetensors",
    )
    .action(async (places: string[], options: MergeCommandOptions) => {
      const { mergeCommand } = await import("./adapter/mergeCommand.js");
      process.exitCode = await mergeCommand(places, options);
    });
}

function addExtract(adapter: Command): void {
  const command = adapter
    .command("extract")
    .summary("find the adapter that lies between a base and its fine-tuned model")
    .description(
      "Write the adapter of PEFT's form that holds most of what full fine-tuning changed: the truncated SVD of each matrix's change. Names what no low rank holds, such as biases and norms.\n" +
        "Exit code: 0, 1 if it failed, 130 if interrupted.",
    )
    .argument("<base>", "file, index or folder of the weights before")
    .argument("<tuned>", "the same after")
    .option("--rank <rank>", "rank of each module; with --energy the largest", parseCount)
    .option("--energy <share>", "the least rank that keeps this share, such as 0.9", Number)
    .option("--modules <pattern>", "expression for the names of the weights to take", parsePattern)
    .option("--fan-in-fan-out", "weights are stored as inputs × outputs, as in GPT-2");
  addOutOptions(addWorkOptions(command))
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank adapter extract base tuned --rank 16 --out my-adapter",
    )
    .action(async (base: string, tuned: string, options: ExtractCommandOptions) => {
      const { extractCommand } = await import("./adapter/extractCommand.js");
      process.exitCode = await extractCommand(base, tuned, options);
    });
}

function addCompare(adapter: Command): void {
  const command = adapter
    .command("compare")
    .summary("compare the subspaces of two adapters of one base")
    .description(
      "Show how far two adapters read the same inputs (A) and change the same outputs (B), module by module: φ of the LoRA paper and principal angles.\n" +
        "Exit code: 0, 1 if it failed, 130 if interrupted.",
    )
    .argument("<one>", "folder or file of an adapter")
    .argument("<other>", "the same of another")
    .addOption(
      new Option(
        "--of <what>",
        "singular vectors of the factors, as in the paper, or of the update",
      )
        .choices(["factors", "update"])
        .default("factors"),
    );
  addWorkOptions(addPageOptions(command, "a page with φ as heat maps and the angles as curves"))
    .addHelpText(
      "after",
      "\nExample:\n  $ lowrank adapter compare rank-8 rank-64\n  $ lowrank adapter compare rank-8 rank-64 --html compared.html",
    )
    .action(async (one: string, other: string, options: CompareCommandOptions) => {
      const { compareCommand } = await import("./adapter/compareCommand.js");
      process.exitCode = await compareCommand(one, other, options);
    });
}

/** Rules for ranks; a command takes one of them. */
function addRuleOptions(command: Command): Command {
  return command
    .option("--rank <rank>", "this rank, for every module that has more", parseCount)
    .option("--energy <share>", "the least rank that keeps this share of Σσ², such as 0.9", Number)
    .option("--sv-ratio <ratio>", "kohya's sv_ratio: σ above σ₁ / ratio, such as 10", Number)
    .option("--sv-fro <share>", "kohya's sv_fro: this share of √Σσ²", Number)
    .option("--sv-cumulative <share>", "kohya's sv_cumulative: this share of Σσ", Number)
    .option("--size <MB>", "the most energy that weights of this size hold", Number)
    .option("--max-rank <rank>", "the largest rank that a rule may give", parseCount);
}

/** Options of commands that write weights. */
function addOutOptions(command: Command): Command {
  return command
    .requiredOption("-o, --out <place>", "folder for the result; for a single file its name")
    .option("--force", "replace the result if it exists")
    .addOption(
      new Option("--type <type>", "type of the new factors (default: that of the old)").choices([
        "F64",
        "F32",
        "F16",
        "BF16",
      ]),
    );
}

/** Options of commands that can write a page. */
function addPageOptions(command: Command, what: string): Command {
  return command
    .option("--html <file>", `also write ${what}; one file, for any browser, offline`)
    .option("--force", "replace the page if it exists");
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

function parseNumbers(text: string): number[] {
  const numbers = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (numbers.some((one) => !Number.isFinite(one)))
    throw new InvalidArgumentError("Give numbers, such as 0.7,-0.4.");
  return numbers;
}

function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}
