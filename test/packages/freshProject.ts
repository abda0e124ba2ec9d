import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** How a program ended, and what it said. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

const made: string[] = [];

/** An empty folder outside the repository, so that nothing of the repository is found from it. */
export function makeFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `lowrank-${name}-`));
  made.push(folder);
  return folder;
}

/** Removes all folders made. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Runs a program to its end; npm and its like are found on the PATH. */
export function run(folder: string, command: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      // What npm tells the scripts that it runs is nothing to a project elsewhere.
      env: Object.fromEntries(
        Object.entries(process.env).filter(
          ([name]) => !/^(npm_|NODE_OPTIONS|NODE_TEST)/.test(name),
        ),
      ),
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32", // where npm is a script of the shell
    });
    const ended: Ended = { code: null, stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (ended.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (ended.stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...ended, code }));
  });
}

/** Runs a program that must end well, and returns what it printed. */
export async function output(
  folder: string,
  command: string,
  args: readonly string[],
): Promise<string> {
  const { code, stdout, stderr } = await run(folder, command, args);
  if (code !== 0)
    throw new Error(`${command} ${args.join(" ")} ended with code ${code}\n${stdout}\n${stderr}`);
  return stdout;
}

/** A project as a reader would start it, with packages installed from tarballs and the registry. */
export class FreshProject {
  readonly folder: string;
  /** Packages that the registry does not have. */
  readonly missing = new Set<string>();

  constructor(name: string) {
    this.folder = makeFolder(name);
    this.write("package.json", JSON.stringify({ name, version: "1.0.0", private: true }));
  }

  write(file: string, text: string): void {
    const target = path.join(this.folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** Installs packages, all of which must be there. */
  async install(...specs: string[]): Promise<void> {
    await output(this.folder, "npm", ["install", "--no-audit", "--no-fund", ...specs]);
  }

  /** Installs what the registry has of these packages, and keeps the names of the others. */
  async installWhatThereIs(...specs: string[]): Promise<void> {
    const args = ["install", "--no-audit", "--no-fund", ...specs];
    const { code, stderr } = await run(this.folder, "npm", args);
    if (code === 0) return;
    if (!/npm error code (E404|ETARGET)/.test(stderr)) throw new Error(stderr);
    if (specs.length === 1) this.missing.add(packageName(specs[0]));
    else for (const spec of specs) await this.installWhatThereIs(spec);
  }

  /** A reason to skip what needs these packages, or undefined where all are installed. */
  lacks(...names: string[]): string | undefined {
    const absent = names.filter((name) => this.missing.has(name));
    return absent.length > 0 ? `npm's registry has no ${absent.join(", ")}` : undefined;
  }

  /** Runs a program's command-line script, as installed here. */
  tool(script: string, args: readonly string[]): Promise<Ended> {
    return run(this.folder, process.execPath, [this.path("node_modules", script), ...args]);
  }

  /** Writes a program for Node and runs it; returns what it printed. */
  runProgram(file: string, text: string): Promise<string> {
    this.write(file, text);
    return output(this.folder, process.execPath, [file]);
  }

  /** Every package that npm installed, by its path below this folder. */
  installed(): Record<string, InstalledPackage> {
    const file = this.path("node_modules", ".package-lock.json");
    return (JSON.parse(readFileSync(file, "utf8")) as LockFile).packages;
  }
}

interface InstalledPackage {
  readonly version: string;
  readonly hasInstallScript?: boolean;
}

interface LockFile {
  readonly packages: Record<string, InstalledPackage>;
}

const packageName = (spec: string): string => spec.replace(/(?!^)@.*$/, "");

/** Calls `make` at the first need and keeps what it gives. */
export function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let kept: Promise<Made> | undefined;
  return () => (kept ??= make());
}
