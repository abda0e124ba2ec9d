import type { ExplorerChoice, ExplorerReader } from "lowrank/workbook";

/** Milliseconds after the last change until it stands in the address. */
const pause = 250;
let timer = 0;

/** Which explorer an address like `#k=5&text=a+bird&explorer=2` speaks of. */
export function findNamedExplorer(): HTMLElement | undefined {
  const fields = new URLSearchParams(location.hash.slice(1));
  if (!fields.has("k")) return undefined;
  return listExplorers()[Number(fields.get("explorer") ?? 1) - 1];
}

/** What an address says of its explorer; what is no number or missing is left out. */
export function readChoice(hash: string): Partial<ExplorerChoice> {
  const fields = new URLSearchParams(hash.slice(1));
  const number = (name: string): number | undefined => {
    const value = fields.get(name) ?? "";
    return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
  };
  const document = number("document");
  return {
    rank: number("k"),
    document: document === undefined ? undefined : document - 1,
    text: fields.get("text") ?? undefined,
  };
}

/** Puts what the reader chose into the page's address, so that a copy of it shows the same. */
export function keepChoice(figure: HTMLElement, explorer: ExplorerReader): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    const place = listExplorers().indexOf(figure);
    history.replaceState(history.state, "", writeChoice(explorer.choice(), place));
  }, pause);
}

/** `place` is the explorer's among those of the page, from 0. */
export function writeChoice({ rank, document, text }: ExplorerChoice, place: number): string {
  const fields = new URLSearchParams({ k: String(rank), document: String(document + 1) });
  if (text !== undefined) fields.set("text", text);
  if (place > 0) fields.set("explorer", String(place + 1));
  return `#${fields.toString()}`;
}

function listExplorers(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("figure.explorer")];
}
