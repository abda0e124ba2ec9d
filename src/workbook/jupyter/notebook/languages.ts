import type { KernelLanguage } from "../kernel/kernelspec";
import type { Json } from "../wire";
import { joinText, type Cell, type Notebook } from "./notebook";

/** A language and the field that names it. */
interface NamedLanguage {
  language: string;
  field: string;
}

/** A notebook or a cell in a language that the kernel does not run. */
export class LanguageError extends Error {
  override name = "LanguageError";
}

/** What Lowrank's kernel runs, as front ends name it. */
const own = /^(typescript|javascript|(type|java)scriptreact|[tj]sx?)$/;
const firstLine = "its first line";
/** Names of kernels that run it too, for notebooks that name no language. */
const ownKernels = /^(lowrank(-javascript)?|tslab|jslab|deno|bun|ijavascript|node(js)?)$/;
/** Languages and kernels whose cells are JavaScript. */
const javascript = /^(javascript(react)?|jsx?|lowrank-javascript|jslab|ijavascript|node(js)?)$/;

/** Why Lowrank's kernel is not given a notebook; undefined where it is. */
export function refuseNotebook(notebook: Notebook): LanguageError | undefined {
  const foreign = findForeignLanguage(notebook);
  return (
    foreign &&
    new LanguageError(
      `the notebook is in ${foreign.language} (${foreign.field}), and Lowrank's kernel runs TypeScript and JavaScript; ` +
        'nothing was run. Name its own kernel: --kernel "COMMAND {connection_file}"',
    )
  );
}

/** Why a kernel that says `info` of itself is not given a code cell; undefined where it is. */
export function refuseCell(cell: Cell, info: Json): LanguageError | undefined {
  const spoken = read(info, "language_info", "name");
  const marked = findCellLanguage(cell);
  if (!marked || typeof spoken !== "string") return undefined;
  if (isSameLanguage(marked.language, spoken.toLowerCase())) return undefined;
  // Other kernels have magic words of their own.
  if (marked.field === firstLine && !own.test(spoken.toLowerCase())) return undefined;
  return new LanguageError(
    `the cell is marked as ${marked.language} (${marked.field}), and the kernel runs ${spoken}; ` +
      "it was not run. Change the mark, or tag the cell skip-execution",
  );
}

/** Whether two names are of one language, or both are of TypeScript or JavaScript. */
function isSameLanguage(one: string, other: string): boolean {
  return one === other || (own.test(one) && own.test(other));
}

/** The language that a notebook says it is in, where it is another than the kernel's own. */
export function findForeignLanguage(notebook: Notebook): NamedLanguage | undefined {
  const named = findLanguage(notebook);
  return own.test(named.language) || ownKernels.test(named.language) ? undefined : named;
}

/** Which of the kernel's languages a notebook is in. */
export function kernelLanguage(notebook: Notebook): KernelLanguage {
  return javascript.test(findLanguage(notebook).language) ? "javascript" : "typescript";
}

/** The language that a notebook says it is in, or where it names none its kernel. */
function findLanguage({ metadata }: Notebook): NamedLanguage {
  const fields: [field: string, value: unknown][] = [
    ["kernelspec.language", read(metadata, "kernelspec", "language")],
    ["language_info.name", read(metadata, "language_info", "name")],
    ["kernelspec.name", read(metadata, "kernelspec", "name")],
  ];
  const [field, value] = fields.find(([, given]) => typeof given === "string" && given !== "") ?? [
    "",
    "typescript",
  ];
  return { language: String(value).toLowerCase(), field: `metadata.${field}` };
}

/**
 * The language that a code cell is marked with, whatever its notebook's is: by VS Code, by Polyglot
 * Notebooks, or by a first line such as `%%bash` or `#!csharp`.
 */
function findCellLanguage({ metadata, source }: Cell): NamedLanguage | undefined {
  const fields: [field: string, value: unknown][] = [
    ["metadata.vscode.languageId", read(metadata, "vscode", "languageId")],
    ["metadata.polyglot_notebook.kernelName", read(metadata, "polyglot_notebook", "kernelName")],
    ["metadata.dotnet_interactive.language", read(metadata, "dotnet_interactive", "language")],
    [firstLine, /^(?:%%|#!)([a-zA-Z]\w*)[^\S\n]*(?:\n|$)/.exec(joinText(source))?.[1]],
  ];
  const found = fields.find(([, value]) => typeof value === "string" && value !== "");
  return found && { field: found[0], language: String(found[1]).toLowerCase() };
}

function read(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined,
    value,
  );
}
