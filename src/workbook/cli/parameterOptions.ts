import { InvalidArgumentError, type Command } from "commander";

const flags = new Map([
  ["-p", "--parameters"],
  ["--parameters", "--parameters"],
  ["-r", "--raw"],
  ["--raw", "--raw"],
]);

/**
 * Adds `-p name value` and `-r name value`, which papermill has: options of two words, where
 * commander knows one.
 */
export function addParameterOptions(command: Command): Command {
  const parse = command.parseOptions.bind(command);
  command.parseOptions = (args) => parse(joinPairs(args));
  const collect = (pair: string, earlier: readonly string[] = []): string[] => {
    if (!pair.includes("=")) throw new InvalidArgumentError("Give a name and a value.");
    return [...earlier, pair];
  };
  return command
    .option(
      "-p, --parameters <name value>",
      "set a variable, below the cell tagged `parameters`, as papermill does: a number, true, false, null or text; may be given again",
      collect,
    )
    .option(
      "-r, --raw <name value>",
      "the same, and the value is text whatever it looks like",
      collect,
    );
}

/** `-p name value` becomes `--parameters=name=value`, which may begin with a dash. */
function joinPairs(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--") return [...joined, ...args.slice(i)];
    const flag = flags.get(args[i]);
    if (flag === undefined) joined.push(args[i]);
    else {
      joined.push(`${flag}=${args.slice(i + 1, i + 3).join("=")}`);
      i += 2;
    }
  }
  return joined;
}
