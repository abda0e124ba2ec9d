import type { Notebook } from "./notebook";

/** All languages of the workbook, as HTML names them; the first is the one that its other files are in. */
export const languages = ["en", "zh-CN"] as const;

/** A language that the workbook is written in. */
export type Language = (typeof languages)[number];

/** Language of the notebooks in a folder: its name where that is a language's, else English. */
export function folderLanguage(folder: string): Language {
  const name = folder.split(/[\\/]/).filter(Boolean).at(-1);
  return languages.find((language) => language === name) ?? "en";
}

/** What a notebook's metadata hold where it is in a language that its folder does not name. */
export function languageMetadata(language: Language): { lowrank: { language: Language } } {
  return { lowrank: { language } };
}

/** Language of a notebook's prose: its folder's where that names one, else what its metadata say. */
export function notebookLanguage({ metadata }: Notebook, folder: string): Language {
  const named = folderLanguage(folder);
  if (named !== languages[0]) return named;
  const { lowrank } = metadata as { lowrank?: { language?: unknown } | null };
  return languages.find((language) => language === lowrank?.language) ?? named;
}
