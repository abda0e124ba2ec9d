/*
 * Runs short programs in Lowrank's kernel, in the stock tslab kernel and in Deno's, by Jupyter's messages, and prints a
 * table of what came; with `--measure` their starts and memory instead. Deno is installed in a temporary folder, and
 * left out where it cannot be had:
 *
 *     npm run build && node dist/bench/kernels/main.js [--measure] [FOLDER-WITH-DENO]
 */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { launchKernel, type KernelClient } from "../../src/workbook/jupyter/client/client";
import { kernelCommand } from "../../src/workbook/jupyter/kernel/kernelspec";
import type { KernelCase } from "./kernelCase";
import { controlCases, languageCases } from "./languageCases";
import { measureKernels } from "./measureKernels";
import { stateCases } from "./stateCases";
import type { TestedKernel } from "./testedKernel";
import { tryCase } from "./tryCase";

const repository = path.join(__dirname, "..", "..", "..");
const packages = path.join(repository, "node_modules");

/** Deno's program, from npm; undefined, with a line that says why, where it cannot be had. */
function findDeno(folder: string): string | undefined {
  const natives = path.join(folder, "node_modules", "@deno");
  try {
    if (!existsSync(natives)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
      const options = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "deno"];
      execFileSync("npm", options, { cwd: folder, stdio: ["ignore", 2, 2] });
    }
    const program = process.platform === "win32" ? "deno.exe" : "deno";
    return path.join(natives, readdirSync(natives)[0], program);
  } catch (error) {
    console.error(`Deno is left out: ${(error as Error).message}`);
    return undefined;
  }
}

function listKernels(folder: string): TestedKernel[] {
  const tslab = path.join(packages, "tslab", "bin", "tslab");
  const deno = findDeno(folder);
  const stock = [process.execPath, tslab, "kernel", "--config-path", "{connection_file}"];
  return [
    { name: "Lowrank", command: kernelCommand(), suffix: "" },
    { name: "stock tslab", command: stock, suffix: "" },
    ...(deno === undefined
      ? []
      : [
          {
            name: "Deno",
            command: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
            suffix: ".ts",
          },
        ]),
  ];
}

/** A folder for notebooks, from which `lowrank` can be imported. */
function makeFolder(): string {
  const project = mkdtempSync(path.join(tmpdir(), "lowrank-cases-"));
  const folder = path.join(project, "notebooks");
  mkdirSync(path.join(folder, "node_modules"), { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
  for (const name of ["lowrank", "tslab"])
    symlinkSync(path.join(packages, name), path.join(folder, "node_modules", name), "junction");
  return folder;
}

/** Tries all cases in a kernel, in a new one after each that did not work. */
async function tryKernel(
  { name, command, suffix }: TestedKernel,
  cases: readonly KernelCase[],
): Promise<string[]> {
  const folder = makeFolder();
  let client: KernelClient | undefined;
  const results: string[] = [];
  try {
    for (const one of cases) {
      client ??= await launchKernel({ command, cwd: folder });
      const result = await tryCase({ client, folder, suffix }, one);
      console.error(`${name}: ${one.title}: ${result}`);
      results.push(result);
      if (result === "works") continue;
      await client.shutdown();
      client = undefined;
    }
  } finally {
    await client?.shutdown();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
  return results;
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const [given] = words.filter((word) => !word.startsWith("--"));
  const kernels = listKernels(given ?? path.join(tmpdir(), "lowrank-deno"));
  if (words.includes("--measure")) return measureKernels(kernels, makeFolder);
  const cases = [...stateCases, ...languageCases, ...controlCases];
  const columns: string[][] = [];
  for (const kernel of kernels) columns.push(await tryKernel(kernel, cases));
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const works = columns.map((column) => column.filter((one) => one === "works").length);
  const counts = works.map((count) => `${count} of ${cases.length}`);
  console.log(row(["case", ...kernels.map((kernel) => kernel.name)]));
  console.log(row(["---", ...kernels.map(() => "---")]));
  for (const [i, { title }] of cases.entries())
    console.log(row([title, ...columns.map((column) => column[i])]));
  console.log(row(["**works**", ...counts]));
}

void main();
