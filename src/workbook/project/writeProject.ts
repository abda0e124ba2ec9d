import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Language } from "../jupyter/notebook/notebookLanguage";
import { formatNotebook } from "../jupyter/notebook/formatNotebook";
import type { Notebook } from "../jupyter/notebook/notebook";
import type { ProjectNames } from "./readProject";
import { projectWords } from "./words/projectWords";

/** What a project is made of. */
export interface ProjectContent {
  readonly title: string;
  readonly language: Language;
  /** The table, which is copied. */
  readonly table: string;
  /** The notebook's name, and what it holds. */
  readonly notebook: { readonly name: string; readonly content: Notebook };
  /** Folders of the packages that the project depends on, by name. */
  readonly packages: Readonly<Record<string, string>>;
}

/**
 * Checks that a folder can become a project.
 *
 * @throws Error if it is a file, or holds something
 */
export function checkProjectFolder(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory())
    throw new Error(`${folder} is a file; name a folder that does not exist yet`);
  const inside = readdirSync(folder);
  if (inside.length > 0)
    throw new Error(
      `${folder} is not empty: it holds ${inside.slice(0, 3).join(", ")}` +
        `${inside.length > 3 ? " …" : ""}; name a folder that does not exist yet`,
    );
}

/** Name of the table inside a project, beside its notebooks' folder. */
export function tablePlace(table: string): string {
  return path.join("data", path.basename(table));
}

/**
 * Writes a project: package.json, the table, the notebook on it, a README. All of it or nothing: it
 * is written beside the folder, then renamed.
 *
 * @throws as `checkProjectFolder`
 */
export function writeProject(folder: string, content: ProjectContent): void {
  checkProjectFolder(folder);
  const place = path.resolve(folder);
  const temporary = path.join(path.dirname(place), `.${path.basename(place)}.${process.pid}.tmp`);
  try {
    for (const name of ["data", "notebooks"])
      mkdirSync(path.join(temporary, name), { recursive: true });
    copyFileSync(content.table, path.join(temporary, tablePlace(content.table)));
    const { notebook } = content;
    const write = (name: string, text: string): void =>
      writeFileSync(path.join(temporary, name), text);
    write(path.join("notebooks", notebook.name), formatNotebook(notebook.content));
    write("package.json", `${JSON.stringify(describePackage(place, content), null, 2)}\n`);
    write(".gitignore", "node_modules/\n.lowrank/\n");
    write("README.md", describeProject(content));
    if (existsSync(place)) rmdirSync(place);
    renameSync(temporary, place);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function describePackage(
  place: string,
  { packages, title, table, language }: ProjectContent,
): unknown {
  const file = path.basename(table).replaceAll("`", "'");
  const lowrank: ProjectNames = { title, introduction: projectWords(language).introduction(file) };
  const link = (target: string): string =>
    `file:${path.relative(place, target).split(path.sep).join("/")}`;
  return {
    name: packageName(path.basename(place)),
    private: true,
    lowrank,
    scripts: { start: "lowrank start --run", check: "lowrank run --check" },
    dependencies: Object.fromEntries(
      Object.entries(packages).map(([name, target]) => [name, link(target)]),
    ),
  };
}

/** A folder's name as npm takes it. */
function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|-+$/g, "");
  return name === "" ? "texts" : name;
}

function describeProject({ title, table, notebook, language }: ProjectContent): string {
  const place = tablePlace(table).split(path.sep).join("/");
  return `# ${title}\n\n${projectWords(language).readme(`notebooks/${notebook.name}`, place)}`;
}
