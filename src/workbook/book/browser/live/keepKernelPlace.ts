import type { KernelPlace } from "./chosenConnection";

/** What runs a notebook's cells, as the reader chose; kept for this notebook alone. */
export interface KeptKernelPlace {
  readonly place: KernelPlace;
  readonly keep: (place: KernelPlace) => void;
}

export function keepKernelPlace(notebook: string): KeptKernelPlace {
  const key = `lowrank-kernel/${notebook}`;
  return {
    place: readItem(key) === "browser" ? "browser" : "node",
    keep(place) {
      try {
        if (place === "browser") localStorage.setItem(key, place);
        else localStorage.removeItem(key);
      } catch {
        // The browser refuses storage, or its room is full: the choice lasts as long as the page.
      }
    },
  };
}

function readItem(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // refused, as in private windows
  }
}
