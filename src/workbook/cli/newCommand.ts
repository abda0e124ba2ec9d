import { spawnSync } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import type { OpenTable, ReadTableOptions } from "lowrank/workbook";
import type { Language } from "../jupyter/notebook/notebookLanguage";
import { commandFile, packageFolder } from "../packageFolder";
import { guessColumns, type ChosenColumns } from "../project/guessColumns";
import { planNotebook, type NotebookPlan } from "../project/planNotebook";
import { profileColumns, type TableProfile } from "../project/profileColumns";
import { tableNotebook } from "../project/tableNotebook";
import type { ProjectWords } from "../project/words/englishWords";
import { projectWords } from "../project/words/projectWords";
import { checkProjectFolder, tablePlace, writeProject } from "../project/writeProject";
import { localeLanguage } from "./localeLanguage";

type CommandWords = ProjectWords["command"];

/** Opens a table, as the library's commands do. */
export type OpenTableFunction = (
  file: string,
  wanted: readonly string[],
  options: ReadTableOptions,
) => Promise<OpenTable>;

export interface NewCommandOptions extends ReadTableOptions {
  /** The table. */
  from: string;
  text?: string;
  /** False: there are no labels. */
  label?: string | false;
  title?: string;
  /** Language of the project. Default: the environment's, where the workbook is written in it. */
  lang?: Language;
  /** Take the columns that are guessed, without asking. */
  yes?: boolean;
  /** False: leave it to the user. */
  install: boolean;
}

/** Writes a project with one notebook on a table, and links the packages that it needs. */
export async function newCommand(
  folder: string,
  options: NewCommandOptions,
  openTable: OpenTableFunction,
): Promise<void> {
  checkProjectFolder(folder);
  const { from, lang: language = localeLanguage(process.env) } = options;
  const words = projectWords(language);
  const said = [options.text, options.label].filter((one) => typeof one === "string");
  const table = await openTable(from, said, options);
  const profile = await profileColumns(table);
  if (profile.rows === 0)
    throw new Error(`${from} has no rows below its header; pass a file with one text a row`);
  const label = options.label === false ? null : options.label;
  const guessed = guessColumns(from, profile, { text: options.text, label });
  const isGuess = options.text === undefined || options.label === undefined;
  const columns = isGuess ? await confirm(guessed, profile, options, words.command) : guessed;
  const plan = planNotebook(from, profile, columns, words);
  const name = path.basename(from, path.extname(from));
  const title = options.title ?? words.title(name);
  const notebook = `01-explore-${name.replace(/[^\p{L}\p{N}._-]+/gu, "-")}.ipynb`;
  const file = projectFile(table, options);
  writeProject(folder, {
    ...{ title, language },
    table: from,
    notebook: { name: notebook, content: tableNotebook(title, file, plan, language) },
    packages: {
      lowrank: path.dirname(path.dirname(commandFile)),
      "lowrank-workbook": packageFolder,
    },
  });
  console.log(`${path.join(folder, "notebooks", notebook)}: ${describePlan(plan, words.command)}`);
  if (options.install) link(folder);
  const install = options.install ? "" : "npm install && ";
  console.log(`\n${words.command.goOn}\n\n    cd ${folder} && ${install}npm start\n`);
}

function projectFile(
  { file, form, names }: OpenTable,
  { encoding }: NewCommandOptions,
): Parameters<typeof tableNotebook>[1] {
  const place = ["..", ...tablePlace(file).split(path.sep)].join("/");
  return {
    name: path.basename(file),
    place,
    form: { ...form, encoding },
    names: names !== undefined,
  };
}

/** Says which columns were guessed, and asks where somebody can answer. */
async function confirm(
  guessed: ChosenColumns,
  profile: TableProfile,
  { yes, header }: NewCommandOptions,
  words: CommandWords,
): Promise<ChosenColumns> {
  const { text: texts, label: labels } = guessed;
  const describe = (column: string): string => describeColumn(profile, column, words);
  console.log(words.columns(describe(texts), labels === undefined ? labels : describe(labels)));
  if (yes || !process.stdin.isTTY || !process.stdout.isTTY) {
    console.log(words.guessed(!header));
    return guessed;
  }
  const questions = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await questions.question(words.ask);
    if (!/^\s*n/i.test(answer)) return guessed;
    const names = profile.columns.map(({ name }) => name);
    const text = (await questions.question(words.askText(names))).trim();
    const label = (await questions.question(words.askLabel)).trim();
    return { text, label: label === "" ? undefined : label };
  } finally {
    questions.close();
  }
}

function describeColumn({ columns }: TableProfile, wanted: string, say: CommandWords): string {
  const found = columns.find(({ name }) => name === wanted);
  if (!found) return say.name(wanted);
  const { values, words } = found;
  const most = [...(values ?? [])].sort((a, b) => b[1] - a[1]).slice(0, 3);
  const shown = most.map(([value, rows]) => `${value.slice(0, 20)} ${rows}`);
  return values !== undefined && values.size <= 200 && words <= 4
    ? say.values(wanted, values.size, shown)
    : say.words(wanted, words.toFixed(1));
}

function describePlan(
  { rows, classes, sample, withoutClasses }: NotebookPlan,
  words: CommandWords,
): string {
  return words.made(rows, sample, classes.length, withoutClasses);
}

/** Links the installation that runs into the project; nothing is downloaded. */
function link(folder: string): void {
  const { status, error, stderr } = spawnSync(
    "npm",
    ["install", "--offline", "--no-audit", "--no-fund", "--no-package-lock"],
    { cwd: folder, encoding: "utf8", shell: process.platform === "win32" },
  );
  if (status === 0) return;
  throw new Error(
    `the project is there, but \`npm install\` in ${folder} failed: ` +
      `${(error?.message ?? stderr).trim().split("\n").slice(-3).join(" ")}; run it there yourself`,
  );
}
