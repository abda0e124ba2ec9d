import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a project's pages say of it. */
export interface ProjectNames {
  /** Name of the book, as plain text. */
  readonly title?: string;
  /** What it is, as Markdown, for the front page. */
  readonly introduction?: string;
}

/**
 * Reads what a folder's package.json says under `lowrank` for its pages; nothing where it says
 * nothing, or there is none.
 *
 * @throws Error that names the file if it is no JSON, or a value that is no text
 */
export function readProject(folder: string): ProjectNames {
  const file = path.join(folder, "package.json");
  if (!existsSync(file)) return {};
  const { lowrank = {} } = parse(file) as { lowrank?: Record<string, unknown> };
  const text = (name: keyof ProjectNames): string | undefined => {
    const value = lowrank[name];
    if (value === undefined || (typeof value === "string" && value.trim() !== "")) return value;
    throw new Error(
      `${file}: lowrank.${name} is ${JSON.stringify(value)}; give it a text, or leave it out`,
    );
  };
  return { title: text("title"), introduction: text("introduction") };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
