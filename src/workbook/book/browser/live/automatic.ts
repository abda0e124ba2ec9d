const key = "lowrank-automatic/";

/** Whether cells of this book run by themselves, as the reader chose; kept for all its pages. */
export interface AutomaticChoice {
  readonly isOn: boolean;
  toggle(): void;
}

/**
 * @param book address of the book's folder
 * @param storage the browser's, or undefined where it refuses: the choice then lasts as long as the
 *   page
 */
export function keepAutomatic(book: string, storage: Storage | undefined): AutomaticChoice {
  let isOn = storage?.getItem(key + book) === "on";
  return {
    get isOn() {
      return isOn;
    },
    toggle() {
      isOn = !isOn;
      try {
        if (isOn) storage?.setItem(key + book, "on");
        else storage?.removeItem(key + book);
      } catch {
        // The browser's room for this site is full.
      }
    },
  };
}

/** Address of the folder of the book that this page belongs to. */
export function bookAddress(): string {
  const style = document.querySelector<HTMLLinkElement>('link[href$="assets/book.css"]');
  return style ? new URL("..", style.href).pathname : location.pathname;
}
