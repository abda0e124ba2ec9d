import MiniSearch from "minisearch";
import type { SearchEntry } from "../../pages/searchEntryNames";

export interface Found {
  entry: SearchEntry;
  /** The words of the entry that the query met, as they are written there, in small letters. */
  terms: readonly string[];
}

/** What is indexed of an entry; a page's title, and all its words, count once, for its beginning. */
interface Indexed {
  id: number;
  title: string;
  /** The title of the page that a section is part of. */
  chapter: string;
  section: string;
  text: string;
  page: string;
}

/**
 * Makes the index of a book, and returns what searches it: every word must be there, or begin or
 * nearly spell one that is; best first, at most 30.
 *
 * A page that speaks of a word throughout comes before a section that drops it once: its beginning
 * is found by the words of the whole page. Of a section alone, shorter ones would always win.
 *
 * Cost: 0.4 s of processor time for the workbook's 90,000 words of English; 0.7 to 0.9 s in Chinese.
 */
export function createSearch(entries: readonly SearchEntry[]): (query: string) => Found[] {
  const index = new MiniSearch<Indexed>({
    fields: ["title", "chapter", "section", "text", "page"],
    tokenize: splitText,
    processTerm: (term) => term.toLowerCase(),
    searchOptions: {
      tokenize: splitWords,
      boost: { title: 6, section: 3, page: 2 },
      boostDocument: (id) => standings[id as number],
      combineWith: "AND",
      prefix: (term) => !isHan(term),
      fuzzy: (term) => (isHan(term) || term.length < 5 ? false : 0.2),
      // "value" is as good as met by "values"; "lora" is not by "flora".
      weights: { prefix: 0.6, fuzzy: 0.2 },
    },
  });
  const pages = groupByPage(entries);
  const standings = rateStandings(entries, [...pages.keys()]);
  index.addAll(entries.map((entry, id) => toIndexed(entry, id, pages.get(pageOf(entry))!)));
  return (query) =>
    index
      .search(query)
      .slice(0, 30)
      .map(({ id, terms }) => ({ entry: entries[id as number], terms }));
}

function pageOf({ address }: SearchEntry): string {
  return address.split("#")[0];
}

function groupByPage(entries: readonly SearchEntry[]): Map<string, SearchEntry[]> {
  const pages = new Map<string, SearchEntry[]>();
  for (const entry of entries) {
    const page = pages.get(pageOf(entry));
    if (page) page.push(entry);
    else pages.set(pageOf(entry), [entry]);
  }
  return pages;
}

function toIndexed(entry: SearchEntry, id: number, page: readonly SearchEntry[]): Indexed {
  const { title, section, text } = entry;
  if (entry !== page[0]) return { id, title: "", chapter: title, section, text, page: "" };
  // A page of one entry, such as a function's, has nothing more to say than its text.
  const whole = page.length > 1 ? page.map((part) => `${part.section} ${part.text}`).join(" ") : "";
  return { id, title, chapter: "", section, text, page: whole };
}

/**
 * What each entry counts for between equals. Notebooks stand in the book's order, and the first to
 * speak of a thing explains it; who asks for a function wants it before its options and its twins.
 */
function rateStandings(entries: readonly SearchEntry[], pages: readonly string[]): number[] {
  const places = new Map(pages.map((page, place) => [page, place]));
  return entries.map((entry) => {
    const page = pageOf(entry);
    if (page.startsWith("reference/"))
      return /^reference\/functions\/(?!.*(?:Async|Json)\.html$)/.test(page) ? 1 : 0.4;
    return /(?:^|\/)solutions\//.test(page) ? 0.5 : 1 / (1 + places.get(page)! / 50);
  });
}

const words = /\p{Script=Han}+|[\p{L}\p{N}_]+/gu;

/** The words that a text is found by: splitWords', and each Chinese character of its own. */
export function splitText(text: string): string[] {
  return [
    ...splitWords(text),
    ...(text.match(/\p{Script=Han}{2,}/gu) ?? []).flatMap((run) => [...run]),
  ];
}

/**
 * Words; camelCase names also by their parts. Chinese writes no spaces: each pair of neighbouring
 * characters counts as a word, a single one as itself.
 */
export function splitWords(text: string): string[] {
  return (text.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []).flatMap((run) =>
    isHan(run) ? pairs(run) : (run.match(words) ?? []).flatMap(withParts),
  );
}

function pairs(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, i) => characters[i] + character);
}

function withParts(word: string): string[] {
  const parts = word.split(/(?<=\p{Ll})(?=\p{Lu})/u);
  return parts.length === 1 ? parts : [word, ...parts];
}

function isHan(text: string): boolean {
  return /^\p{Script=Han}/u.test(text);
}
