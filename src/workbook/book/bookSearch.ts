import { listReference } from "./reference";
import type { Chapter } from "./pages/chapter";
import { chapterEntries, readReferenceEntries, searchScript } from "./pages/searchEntries";
import { notebookEntries, referenceEntries } from "./pages/searchEntryNames";

/** What the search of each language's pages finds; solutions are with the English notebooks. */
export function notebookSearch(
  chapters: readonly Chapter[],
  files: ReadonlyMap<string, string | Uint8Array>,
): [string, string][] {
  const languages = [...new Set(chapters.map(({ language }) => language))];
  return languages.map((language) => {
    const own = chapters.filter((chapter) => chapter.language === language);
    const entries = own.flatMap((chapter) => {
      const page = files.get(chapter.page);
      return typeof page === "string" ? chapterEntries(chapter, page) : [];
    });
    return [`assets/search-${language}.js`, searchScript(notebookEntries, entries)];
  });
}

/** The reference's files, and what the search finds in it. */
export function withReferenceSearch(
  folder: string,
): Map<string, () => Promise<string | Uint8Array>> {
  const files = listReference(folder);
  const entries = async (): Promise<string> =>
    searchScript(referenceEntries, await readReferenceEntries(folder, [...files.keys()]));
  return new Map<string, () => Promise<string | Uint8Array>>([
    ...files,
    ["assets/search-reference.js", entries],
  ]);
}
