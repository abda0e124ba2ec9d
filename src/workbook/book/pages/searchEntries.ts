import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Chapter } from "./chapter";
import { plainText } from "./plainText";
import type { SearchEntry } from "./searchEntryNames";

/** A file of entries, as a script. */
export function searchScript(name: string, entries: readonly SearchEntry[]): string {
  return `globalThis.${name} = ${JSON.stringify(entries)};\n`;
}

/** The sections of a notebook's page, by its markup: code, prose and what cells printed. */
export function chapterEntries(chapter: Chapter, page: string): SearchEntry[] {
  const main = page.slice(page.indexOf("<article"), page.indexOf("</article>"));
  const parts = main.split(/<h[1-6] id="([^"]*)"[^>]*>/);
  const title = plainText(chapter.title);
  const entries: SearchEntry[] = [];
  for (let i = 1; i < parts.length; i += 2) {
    const end = parts[i + 1].search(/<\/h[1-6]>/);
    const isTitle = i === 1;
    entries.push({
      address: `${chapter.page}#${encodeURIComponent(unescapeMarkup(parts[i]))}`,
      title,
      section: isTitle ? "" : textOf(parts[i + 1].slice(0, end)),
      text: textOf(parts[i + 1].slice(end)),
    });
  }
  return entries;
}

/** What the API reference says first of each name, read off its pages `functions/lowrank.NAME.html`. */
export async function readReferenceEntries(
  folder: string,
  names: readonly string[],
): Promise<SearchEntry[]> {
  const pages = names.filter((name) =>
    /\/(functions|classes|interfaces|types|variables)\//.test(name),
  );
  return Promise.all(
    pages.map(async (address) => {
      const page = await readFile(path.join(folder, ...address.split("/").slice(1)), "utf8");
      const start = page.indexOf('<div class="tsd-comment');
      const comment = start < 0 ? "" : page.slice(start, page.indexOf("</div>", start));
      return {
        address,
        title: address.replace(/^.*\/(?:[^/.]*\.)?([^/]*)\.html$/, "$1"),
        section: "",
        text: textOf(comment),
      };
    }),
  );
}

/** The words of markup; scripts, pictures and the second form of formulas are none. */
function textOf(markup: string): string {
  const bare = markup
    .replace(/<(script|style|svg|math)\b[^]*?<\/\1>/g, " ")
    .replace(/<\/?(?:span|a|b|i|em|strong|code)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, " ");
  return unescapeMarkup(bare).replace(/\s+/g, " ").trim();
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

function unescapeMarkup(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]);
}
