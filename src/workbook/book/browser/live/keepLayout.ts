import { followStorage } from "./keepEdits";
import type { Layout } from "./layout";

/** A reader's layout of one notebook, kept in this browser. */
export interface KeptLayout {
  /** Undefined where the reader has the book's. */
  read(): Layout | undefined;
  /** Keeps it, or forgets it where it is undefined; false where the browser refuses to keep it. */
  write(layout: Layout | undefined): boolean;
  /** Hears that it has changed in another tab. */
  follow(changed: () => void): void;
}

/** @param storage the browser's, or undefined where it refuses: layouts then last as long as the page */
export function keepLayout(notebook: string, storage: Storage | undefined): KeptLayout {
  const key = `lowrank-layout/${notebook}`;
  return {
    read() {
      try {
        const kept: unknown = JSON.parse(storage?.getItem(key) ?? "null");
        return isLayout(kept) ? kept : undefined;
      } catch {
        return undefined; // written by something else
      }
    },
    write(layout) {
      try {
        if (layout) storage?.setItem(key, JSON.stringify(layout));
        else storage?.removeItem(key);
        return storage !== undefined;
      } catch {
        return false; // the browser's room for this site is full
      }
    },
    follow: (changed) => followStorage(storage, (name) => name === key && changed()),
  };
}

function isLayout(value: unknown): value is Layout {
  const { order, deleted } = (value ?? {}) as Partial<Record<keyof Layout, unknown>>;
  return [order, deleted].every(
    (list) => Array.isArray(list) && list.every((id) => typeof id === "string"),
  );
}
