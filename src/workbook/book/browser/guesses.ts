import { pageWords } from "../pages/pageWords";

/** What the reader has guessed on a page, by the id of the first cell that a question covers. */
type Guesses = Record<string, string>;

/** Covers what waits for a guess from the first paint on; without scripts, all is there to read. */
export function prepareGuesses(): void {
  const { classList } = document.documentElement;
  classList.add("guessing");
  // Paper wants all; figures measure their place before they are drawn for it.
  addEventListener("beforeprint", () => classList.remove("guessing"));
  addEventListener("afterprint", () => classList.add("guessing"));
}

/**
 * Lets a reader guess before a cell's output shows: a field and a button stand in its place, also
 * when the cell runs again. What was guessed is kept in this browser.
 */
export function coverGuesses(): void {
  const article = document.querySelector<HTMLElement>("article[data-notebook]");
  if (!article) return;
  const store = openStore(article.dataset.notebook ?? "");
  const groups = new Map<string, HTMLElement[]>();
  for (const element of article.querySelectorAll<HTMLElement>("[data-guess]")) {
    const { guess = "" } = element.dataset;
    groups.set(guess, [...(groups.get(guess) ?? []), element]);
  }
  const covers = [...groups.values()].map((elements) => coverGroup(elements, store));
  const showAll = (): void => covers.forEach(({ show }) => show());
  article.addEventListener("show-all-guesses", showAll);
  const followAddress = (): void => {
    const hash = decodeHash(location.hash);
    const isState = /^#(?:.*&)?k=/.test(hash);
    const target = isState ? undefined : document.getElementById(hash.slice(1));
    for (const { elements, show } of covers)
      if (
        isState
          ? elements.some(holdsExplorer)
          : elements.some((one) => one.contains(target ?? null))
      )
        show();
  };
  followAddress();
  addEventListener("hashchange", followAddress);
}

interface Cover {
  readonly elements: readonly HTMLElement[];
  readonly show: () => void;
}

function coverGroup(elements: readonly HTMLElement[], store: Store): Cover {
  const [first] = elements;
  const id = first.dataset.cell ?? first.id;
  const words = pageWords(document.documentElement.lang).guess;
  const panel = document.createElement("form");
  const uncover = (): void => {
    for (const element of elements) element.classList.add("revealed");
  };
  const reveal = (guess: string): void => {
    store.keep(id, guess);
    uncover();
    panel.replaceWith(...(guess === "" ? [] : [sayGuess(words.yours(guess))]));
  };
  const kept = store.guesses[id];
  if (kept === undefined) first.append(fillPanel(panel, words, reveal));
  else {
    uncover();
    if (kept !== "") first.append(sayGuess(words.yours(kept)));
  }
  const show = (): void => {
    if (panel.isConnected) reveal("");
  };
  return { elements, show };
}

function fillPanel(
  panel: HTMLFormElement,
  words: ReturnType<typeof pageWords>["guess"],
  reveal: (guess: string) => void,
): HTMLFormElement {
  panel.className = "guess";
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.maxLength = 200;
  field.autocomplete = "off";
  label.append(words.label, field);
  const button = document.createElement("button");
  button.textContent = words.reveal;
  const all = document.createElement("button");
  all.type = "button";
  all.className = "guess-all";
  all.textContent = words.all;
  all.addEventListener("click", () => {
    panel.dispatchEvent(new Event("show-all-guesses", { bubbles: true }));
  });
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    reveal(field.value.trim());
  });
  panel.append(label, button, all);
  return panel;
}

function sayGuess(text: string): HTMLElement {
  const said = document.createElement("p");
  said.className = "guessed";
  said.textContent = text;
  return said;
}

interface Store {
  readonly guesses: Readonly<Guesses>;
  keep(id: string, guess: string): void;
}

/** Guesses of a notebook; where the browser keeps nothing, those of this visit. */
function openStore(notebook: string): Store {
  const key = `lowrank-guesses:${location.pathname.replace(/[^/]*$/, "")}${notebook}`;
  const guesses = readGuesses(key);
  return {
    guesses,
    keep: (id, guess) => {
      guesses[id] = guess;
      try {
        localStorage.setItem(key, JSON.stringify(guesses));
      } catch {
        // Refused or full: the page goes on, and asks again on the next visit.
      }
    },
  };
}

function readGuesses(key: string): Guesses {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    return Object.fromEntries(
      Object.entries(kept ?? {}).filter((entry): entry is [string, string] =>
        entry.every((one) => typeof one === "string"),
      ),
    );
  } catch {
    return {};
  }
}

const holdsExplorer = (element: HTMLElement): boolean =>
  element.querySelector("figure.explorer") !== null;

function decodeHash(hash: string): string {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}
