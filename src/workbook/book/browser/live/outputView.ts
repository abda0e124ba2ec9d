import type { PageContent } from "../pageContent";
import { drawControls, followControls, type Move } from "./controls";
import { createElement } from "./createElement";
import { foldOutput } from "./foldOutput";
import type { LiveWords } from "./liveWords";
import { loadMathsStyle } from "./mathsStyle";

/** What stands below a cell: the outputs that the book came with, or those of a run. */
export interface OutputView {
  /**
   * A run begins: what was shown goes; its room stays until the run ends, so that the text below
   * does not jump.
   */
  begin(): void;
  /** Shows sanitised markup as output `index`. */
  show(index: number, html: string): void;
  /** Takes away the outputs from `from` on. */
  clear(from: number): void;
  finish(): void;
  /** Shows again what the book came with. */
  restore(): void;
  /** Says why what is shown no longer holds; undefined where it does. */
  markStale(why: string | undefined): void;
  /** Shows words of the page's own below the outputs; without any, takes them away. */
  say(...words: (Node | string)[]): void;
}

/** @param committed the outputs on the page as the book has them, if the cell had any */
export function createOutputView(
  cell: HTMLElement,
  committed: HTMLElement | undefined,
  content: PageContent,
  words: LiveWords,
  move: Move,
): OutputView {
  const box = createElement("div", { class: "outputs" });
  const staleNote = createElement("p", { class: "note stale-note", hidden: true });
  const message = createElement("div", { class: "cell-message", role: "status", hidden: true });
  cell.append(staleNote, message, box);
  if (committed) cell.insertBefore(committed, box);
  box.hidden = true;
  const slots = new Map<number, HTMLElement>();
  const pending = new Map<number, string>();
  const open = new Set<number>();
  let running = false;
  let said: string | undefined;
  let frame = 0;

  const drop = (index: number): void => {
    const slot = slots.get(index);
    if (slot) content.figures.remove(slot);
    slot?.remove();
    slots.delete(index);
  };

  const draw = (index: number, html: string): void => {
    const follows = isAtEnd(slots.get(index));
    const slot = createElement("div", { class: "output-slot" });
    slot.innerHTML = html; // sanitised by the server; scripts that come this way do not run
    const old = slots.get(index);
    if (followControls(old, slot)) return;
    drawControls(slot, move);
    if (old) content.figures.remove(old);
    const next = [...slots.keys()].filter((other) => other > index).sort((a, b) => a - b)[0];
    if (old) old.replaceWith(slot);
    else box.insertBefore(slot, slots.get(next) ?? null);
    slots.set(index, slot);
    foldOutput(
      slot,
      open.has(index),
      (whole) => void (whole ? open.add(index) : open.delete(index)),
      words,
    );
    const text = slot.querySelector(".text");
    if (running && follows && text) text.scrollTop = text.scrollHeight;
    content.figures.add(slot);
    content.addExplorers(slot);
  };

  const flush = (): void => {
    frame = 0;
    for (const [index, html] of pending) draw(index, html);
    pending.clear();
    if (!running) box.style.minHeight = "";
    loadMathsStyle(box);
    content.updateScrollRegions();
  };
  const flushSoon = (): void => void (frame ||= requestAnimationFrame(flush));

  const empty = (): void => {
    pending.clear();
    for (const index of [...slots.keys()]) drop(index);
  };

  return {
    begin() {
      const height = Math.max(box.offsetHeight, committed?.offsetHeight ?? 0);
      empty();
      open.clear();
      if (committed?.isConnected) content.figures.remove(committed);
      committed?.remove();
      running = true;
      box.hidden = false;
      box.style.minHeight = `${height}px`;
    },
    show(index, html) {
      pending.set(index, html);
      flushSoon();
    },
    clear(from) {
      for (const index of [...pending.keys()]) if (index >= from) pending.delete(index);
      for (const index of [...slots.keys()]) if (index >= from) drop(index);
    },
    finish() {
      running = false;
      flushSoon();
    },
    restore() {
      empty();
      box.hidden = true;
      if (!committed || committed.isConnected) return;
      box.before(committed);
      content.figures.add(committed);
      content.addExplorers(committed);
    },
    markStale(why) {
      const hidden = why === undefined || (box.hidden && !committed);
      if (why === said && hidden === staleNote.hidden) return;
      said = why;
      cell.classList.toggle("stale", why !== undefined);
      staleNote.textContent = why ?? "";
      staleNote.hidden = hidden;
    },
    say(...words) {
      message.replaceChildren(...words);
      message.hidden = words.length === 0;
    },
  };
}

/** Whether the end of an output's text is in sight, or there is none yet. */
function isAtEnd(slot: HTMLElement | undefined): boolean {
  const text = slot?.querySelector(".text");
  return !text || text.scrollTop + text.clientHeight >= text.scrollHeight - 4;
}
