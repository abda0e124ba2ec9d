import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { commandFile } from "../../packageFolder";
import { describeFileError } from "../notebook/notebookFile";
import { installMarkdownTemplate } from "./markdownTemplate";

export interface InstallOptions {
  /**
   * Install for this user: JUPYTER_DATA_DIR if set, else the platform's default. Default true
   * without a prefix.
   */
  user?: boolean;
  /**
   * Install below this folder instead, as PREFIX/share/jupyter: a virtual environment, for example.
   */
  prefix?: string;
  /**
   * More files for the kernelspec's folder, whose files Jupyter's servers hand out under
   * `kernelspecs/lowrank/`: name → path to copy from. Default none.
   */
  files?: Readonly<Record<string, string>>;
}

/** Language of a kernel's cells. */
export type KernelLanguage = "typescript" | "javascript";

/** Names of the kernelspecs, as in `jupyter console --kernel lowrank`. */
export const kernelNames = { typescript: "lowrank", javascript: "lowrank-javascript" } as const;

/** What front ends call the kernels. */
export const displayNames = {
  typescript: "TypeScript (Lowrank)",
  javascript: "JavaScript (Lowrank)",
} as const;

/** A command that starts a kernel, or what makes one for a notebook's language. */
export type ChosenCommand = readonly string[] | ((language: KernelLanguage) => readonly string[]);

/** The command that starts the kernel; Jupyter puts a file name in place of `{connection_file}`. */
export function kernelCommand(language: KernelLanguage = "typescript"): string[] {
  const spoken = language === "typescript" ? [] : ["--language", language];
  const connection = ["--connection-file", "{connection_file}"];
  return [process.execPath, commandFile, "kernel", ...spoken, ...connection];
}

/**
 * Writes the kernelspecs where Jupyter looks for them, `lowrank` and, for notebooks in JavaScript,
 * `lowrank-javascript`, and nbconvert's template for Markdown beside them; returns the first
 * kernelspec's folder.
 *
 * @throws Error if both `user` and `prefix` are given, a file cannot be read or the folder cannot
 *   be written
 */
export async function installKernelspec({
  user,
  prefix,
  files = {},
}: InstallOptions = {}): Promise<string> {
  if (user && prefix !== undefined)
    throw new Error("--user and --prefix exclude each other; give one of them");
  const data = prefix === undefined ? userDataFolder() : path.resolve(prefix, "share", "jupyter");
  const kernels = path.join(data, "kernels");
  await installOne(kernels, "javascript", {});
  const folder = await installOne(kernels, "typescript", files);
  await installMarkdownTemplate(data);
  return folder;
}

async function installOne(
  kernels: string,
  language: KernelLanguage,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const name = kernelNames[language];
  const folder = path.join(kernels, name);
  const suffix = randomBytes(4).toString("hex");
  // Jupyter takes every folder here whose name is a plain word for a kernelspec; `~` keeps these
  // two out.
  const fresh = path.join(kernels, `~${name}-${suffix}-new`);
  const old = path.join(kernels, `~${name}-${suffix}-old`);
  await mkdir(fresh, { recursive: true }).catch((error: unknown) => {
    throw new Error(
      `cannot make a folder in ${kernels}: ${describeFileError(error)}; choose another with JUPYTER_DATA_DIR or --prefix`,
      { cause: error },
    );
  });
  try {
    await writeFile(
      path.join(fresh, "kernel.json"),
      `${JSON.stringify(describeKernelspec(language), null, 2)}\n`,
    );
    await writeFile(path.join(fresh, "logo-svg.svg"), logo);
    for (const [file, source] of Object.entries(files))
      await copyFile(source, path.join(fresh, file));
    if (existsSync(folder)) await rename(folder, old);
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  await rm(old, { recursive: true, force: true });
  return folder;
}

function describeKernelspec(language: KernelLanguage): object {
  return {
    argv: kernelCommand(language),
    display_name: displayNames[language],
    language,
    // A thread of its own reads interrupts, and messages work on Windows too, where SIGINT would
    // end the process.
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
}

/**
 * Jupyter's folder for one user's data:
 * https://docs.jupyter.org/en/stable/use/jupyter-directories.html
 */
function userDataFolder(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return path.resolve(JUPYTER_DATA_DIR);
  if (process.platform === "darwin") return path.join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") {
    return APPDATA ? path.join(APPDATA, "jupyter") : path.join(homedir(), ".jupyter", "data");
  }
  return path.join(XDG_DATA_HOME || path.join(homedir(), ".local", "share"), "jupyter");
}

/** Three falling bars, the picture of a quickly decaying spectrum. */
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="10" fill="#1f4e79"/>
  <rect x="12" y="12" width="10" height="40" rx="2" fill="#fff"/>
  <rect x="27" y="30" width="10" height="22" rx="2" fill="#9cc9f0"/>
  <rect x="42" y="44" width="10" height="8" rx="2" fill="#5b9bd5"/>
</svg>
`;
