import { pageWords } from "../../pages/pageWords";
import { notebookEntries, referenceEntries, type SearchEntry } from "../../pages/searchEntryNames";
import { loadScript } from "../loadScript";
import type { createSearch, Found } from "./createSearch";

type Search = (query: string) => Found[];

/**
 * Makes the bar's button, `/` and Ctrl+K open a search over the book. `script` is the address of
 * the page's script: what is searched lies beside it and is loaded with the first search.
 */
export function enableSearch(script: string, hasReference: boolean): void {
  const button = document.querySelector<HTMLButtonElement>("button.search");
  if (!button) return;
  const language = document.documentElement.lang;
  const dialog = createDialog(language, () => loadSearch(script, language, hasReference), script);
  const open = (): void => {
    if (!dialog.isConnected) document.body.append(dialog);
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("input")?.select();
  };
  button.addEventListener("click", open);
  addEventListener("keydown", (event) => {
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const isCommand = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if ((!isSlash && !isCommand) || isTyping(event.target)) return;
    event.preventDefault();
    open();
  });
  button.hidden = false;
}

/** Whether a key belongs to a field or an editor. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select") !== null)
  );
}

async function loadSearch(
  script: string,
  language: string,
  hasReference: boolean,
): Promise<Search> {
  const beside = (name: string): string => new URL(name, script).href;
  const [library, notebooks, reference] = await Promise.all([
    loadScript<{ createSearch: typeof createSearch }>(beside("search.js"), "lowrankSearch"),
    loadScript<SearchEntry[]>(beside(`search-${language}.js`), notebookEntries),
    hasReference ? loadScript<SearchEntry[]>(beside("search-reference.js"), referenceEntries) : [],
  ]);
  return library.createSearch([...notebooks, ...reference]);
}

function createDialog(
  language: string,
  load: () => Promise<Search>,
  script: string,
): HTMLDialogElement {
  const words = pageWords(language).front;
  const dialog = document.createElement("dialog");
  dialog.className = "search-dialog";
  dialog.setAttribute("aria-label", words.searchField);
  dialog.innerHTML =
    '<form method="dialog"><input type="search" autocomplete="off" spellcheck="false"><button type="submit"></button></form><p role="status"></p><ol></ol>';
  const field = dialog.querySelector("input")!;
  const status = dialog.querySelector("p")!;
  const list = dialog.querySelector("ol")!;
  field.placeholder = words.searchField;
  field.setAttribute("aria-label", words.searchField);
  dialog.querySelector("button")!.textContent = words.close;
  let search: Promise<Search> | undefined;
  const show = async (): Promise<void> => {
    const query = field.value.trim();
    search ??= load();
    const found = await search;
    if (field.value.trim() !== query) return;
    const places = query === "" ? [] : found(query);
    list.replaceChildren(...places.map((place) => renderFound(place, script)));
    status.textContent =
      query === "" ? "" : places.length > 0 ? words.found(places.length) : words.foundNone(query);
  };
  field.addEventListener("input", () => {
    show().catch((error: Error) => {
      search = undefined; // The next letter tries again.
      status.textContent = words.searchFailed(error.message);
    });
  });
  dialog.addEventListener("keydown", (event) => moveAmong(event, field, list));
  dialog.addEventListener("click", (event) => {
    // On the ground behind the dialog, or on a link, which may lead to this same page.
    const isLink = event.target instanceof Element && event.target.closest("a") !== null;
    if (event.target === dialog || isLink) dialog.close();
  });
  return dialog;
}

/** Arrows go from the field through the places found; Enter in the field opens the first. */
function moveAmong(event: KeyboardEvent, field: HTMLInputElement, list: HTMLOListElement): void {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (event.key === "Escape" && !event.isComposing) {
    // Of itself a search field would keep the first Escape for emptying it.
    event.preventDefault();
    field.closest("dialog")?.close();
  } else if (event.key === "Enter" && event.target === field && !event.isComposing) {
    event.preventDefault();
    links[0]?.click();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) field.focus();
    else links[Math.min(next, links.length - 1)]?.focus();
  }
}

function renderFound({ entry, terms }: Found, script: string): HTMLLIElement {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = new URL(`../${entry.address}`, script).href;
  const title = document.createElement("strong");
  title.textContent = entry.section ? `${entry.title} › ${entry.section}` : entry.title;
  const excerpt = document.createElement("span");
  excerpt.append(...markTerms(cutExcerpt(entry.text, terms), terms));
  link.append(title, excerpt);
  item.append(link);
  return item;
}

/** Some 160 characters around the first of the terms. */
function cutExcerpt(text: string, terms: readonly string[]): string {
  const small = text.toLowerCase();
  const places = terms.map((term) => small.indexOf(term)).filter((at) => at >= 0);
  const from = Math.max(0, Math.min(...places, text.length) - 60);
  const start = places.length === 0 ? 0 : from;
  return `${start > 0 ? "…" : ""}${text.slice(start, start + 160)}${start + 160 < text.length ? "…" : ""}`;
}

function markTerms(text: string, terms: readonly string[]): Node[] {
  const sought = terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (sought.length === 0) return [document.createTextNode(text)];
  return text.split(new RegExp(`(${sought.join("|")})`, "iu")).map((part, i) => {
    if (i % 2 === 0) return document.createTextNode(part);
    const mark = document.createElement("mark");
    mark.textContent = part;
    return mark;
  });
}
