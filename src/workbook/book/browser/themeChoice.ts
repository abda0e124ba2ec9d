import { pageWords } from "../pages/pageWords";

export type Theme = "light" | "dark";

const key = "lowrank-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners: ((theme: Theme) => void)[] = [];

/** The reader's choice, else the system's. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return dark.matches ? "dark" : "light";
}

export function onThemeChange(listener: (theme: Theme) => void): void {
  listeners.push(listener);
}

/** Takes up an earlier choice; runs before the page is first painted. */
export function restoreTheme(): void {
  const stored = withStorage((storage) => storage.getItem(key));
  if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
  dark.addEventListener("change", announce);
}

/** Makes the page's button switch between light and dark. */
export function enableThemeButton(): void {
  const button = document.querySelector<HTMLButtonElement>("button.theme");
  if (!button) return;
  const show = (): void => {
    const words = pageWords(document.documentElement.lang);
    const other = currentTheme() === "dark" ? words.light : words.dark;
    const label = button.querySelector(".theme-label");
    if (label) label.textContent = other;
    button.setAttribute("aria-label", words.theme(other));
  };
  button.addEventListener("click", () => {
    const theme = currentTheme() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    withStorage((storage) => storage.setItem(key, theme));
    announce();
  });
  onThemeChange(show);
  show();
  button.hidden = false;
}

function announce(): void {
  for (const listener of listeners) listener(currentTheme());
}

/**
 * Browsers may refuse storage (private windows, some on file://): the choice then lasts as long as
 * the page.
 */
function withStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}
