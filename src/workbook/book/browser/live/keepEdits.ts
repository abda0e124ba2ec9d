/** A reader's edits of one notebook, kept in this browser. */
export interface KeptEdits {
  /** Whether there is any of a cell, of whatever version. */
  has(cell: string): boolean;
  /** The edit of a cell whose text in the book is `original`. */
  read(cell: string, original: string): string | undefined;
  /**
   * Keeps the edit, or discards it where it is the book's own text; false where the browser refuses
   * to keep it.
   */
  write(cell: string, original: string, text: string): boolean;
  /** An edit of another version of the cell, from before the notebook changed. */
  readOutdated(cell: string, original: string): string | undefined;
  /** Discards edits of other versions of the cell. */
  discardOutdated(cell: string, original: string): void;
  /** Hears of a cell whose edit has changed in another tab. */
  follow(changed: (cell: string) => void): void;
}

/**
 * Keeps edits by notebook, cell and a hash of the text that the book has: where the notebook has
 * changed since, an edit of it is offered but never silently put in its place.
 *
 * @param storage the browser's, or undefined where it refuses: edits then last as long as the page
 */
export function keepEdits(notebook: string, storage: Storage | undefined): KeptEdits {
  const prefix = (cell: string): string => `lowrank-edit/${notebook}/${cell}/`;
  const key = (cell: string, original: string): string => prefix(cell) + hashText(original);
  const outdated = (cell: string, original: string): string[] =>
    listKeys(storage).filter(
      (name) => name.startsWith(prefix(cell)) && name !== key(cell, original),
    );
  return {
    has: (cell) => listKeys(storage).some((name) => name.startsWith(prefix(cell))),
    read: (cell, original) => storage?.getItem(key(cell, original)) ?? undefined,
    write(cell, original, text) {
      try {
        if (text === original) storage?.removeItem(key(cell, original));
        else storage?.setItem(key(cell, original), text);
        return storage !== undefined;
      } catch {
        return false; // the browser's room for this site is full
      }
    },
    readOutdated: (cell, original) =>
      outdated(cell, original)
        .map((name) => storage?.getItem(name))
        .find((text) => typeof text === "string" && text !== original) ?? undefined,
    discardOutdated: (cell, original) =>
      outdated(cell, original).forEach((name) => storage?.removeItem(name)),
    follow(changed) {
      const own = "lowrank-edit/" + notebook + "/";
      followStorage(storage, (name) => {
        if (name.startsWith(own)) changed(name.slice(own.length, name.lastIndexOf("/")));
      });
    },
  };
}

/** Hears of a name in a storage whose value has changed in another tab. */
export function followStorage(storage: Storage | undefined, changed: (name: string) => void): void {
  if (storage === undefined) return;
  addEventListener("storage", ({ key, storageArea }) => {
    if (storageArea === storage && key !== null) changed(key);
  });
}

function listKeys(storage: Storage | undefined): string[] {
  return Array.from({ length: storage?.length ?? 0 }, (_, i) => storage?.key(i) ?? "");
}

/** FNV-1a, 64 bits, over UTF-16 units: http://www.isthe.com/chongo/tech/comp/fnv/ */
export function hashText(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
