/*
 * Installs sixty packages for data and text into a folder outside the project, imports and calls each in Lowrank's
 * kernel, and prints a table of what came of it; the exit code is 1 where one failed:
 *
 *     npm run build && node dist/bench/imports/main.js [FOLDER] [NAME...] > bench/imports/README.md
 *
 * In a folder that has packages already nothing is installed.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { joinText, type Output } from "../../src/workbook/jupyter/notebook/notebook";
import { runNotebook } from "../../src/workbook/jupyter/notebook/runNotebook";
import { kernelCommand } from "../../src/workbook/jupyter/kernel/kernelspec";
import { usedPackages, type UsedPackage } from "./packages";

/** Cells that share a kernel. */
const together = 10;

interface Outcome {
  used: UsedPackage;
  version: string;
  /** The cell's text, or the first line of its error. */
  shown: string;
  worked: boolean;
}

function install(folder: string): void {
  if (existsSync(path.join(folder, "node_modules"))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
  const names = usedPackages.flatMap(({ name, with: others = [] }) => [name, ...others]);
  const options = ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...names];
  execFileSync("npm", options, { cwd: folder, stdio: ["ignore", 2, 2] });
}

async function tryPackages(folder: string, some: readonly UsedPackage[]): Promise<Outcome[]> {
  const notebook = {
    ...{ nbformat: 4 as const, nbformat_minor: 5, metadata: {} },
    cells: some.map(({ code }, i) => ({
      ...{ cell_type: "code" as const, id: `cell-${i}`, metadata: {}, source: code },
      ...{ execution_count: null, outputs: [] },
    })),
  };
  const options = { command: kernelCommand(), cwd: folder, allowErrors: true };
  const { notebook: done, error } = await runNotebook(notebook, options);
  return some.map((used, i): Outcome => {
    const cell = done.cells[i];
    const outputs = cell.cell_type === "code" ? cell.outputs : [];
    const shown = outputs.map(showOutput).join("").trim();
    const { shows } = used;
    const worked = typeof shows === "string" ? shown === shows : shows.test(shown);
    return {
      used,
      version: readVersion(folder, used.name),
      shown: shown || (error?.message ?? ""),
      worked,
    };
  });
}

function showOutput(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return output.name === "stdout" ? joinText(output.text) : "";
    case "error":
      return `${output.ename}: ${output.evalue}`.split("\n")[0];
    default:
      return joinText(output.data["text/plain"] as string);
  }
}

function readVersion(folder: string, name: string): string {
  const file = path.join(folder, "node_modules", name, "package.json");
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version
    : "not installed";
}

/** What a package offers to importers. */
function describeKind(folder: string, name: string): string {
  const file = path.join(folder, "node_modules", name, "package.json");
  if (!existsSync(file)) return "";
  const about = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const kinds = [
    about.type === "module" ? "ES module" : "CommonJS",
    ...(about.exports === undefined
      ? []
      : [about.main === undefined ? "`exports` alone" : "`exports`"]),
  ];
  return kinds.join(", ");
}

async function main(): Promise<void> {
  const [folder = mkdtempSync(path.join(tmpdir(), "lowrank-imports-")), ...names] =
    process.argv.slice(2);
  const chosen = usedPackages.filter(({ name }) => names.length === 0 || names.includes(name));
  install(folder);
  const outcomes: Outcome[] = [];
  for (let start = 0; start < chosen.length; start += together)
    outcomes.push(...(await tryPackages(folder, chosen.slice(start, start + together))));
  const worked = outcomes.filter((outcome) => outcome.worked).length;
  console.log(`# Packages in cells

Sixty packages that people who work with data and text reach for: each is imported and called in a cell of Lowrank's kernel, ten
cells a kernel, by \`node dist/bench/imports/main.js\`, which wrote this page. What a cell does stands in [packages.ts](packages.ts).

${worked} of ${outcomes.length} work, under Node ${process.version}.

| package | version | kind | what came |
|---|---|---|---|
${outcomes.map(({ used: { name }, version, shown, worked: good }) => `| ${name} | ${version} | ${describeKind(folder, name)} | ${good ? "works" : `**${shown.replaceAll("|", "\\|").slice(0, 160)}**`} |`).join("\n")}`);
  if (worked < outcomes.length) process.exitCode = 1;
}

void main();
