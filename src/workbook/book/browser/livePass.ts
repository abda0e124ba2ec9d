import { passFragment } from "../live/protocol";

const key = "lowrank-pass";
/** Where the browser refuses storage, as in private windows: until the page is left. */
let kept: string | undefined;

/**
 * Keeps the pass that the server put behind the address, for all pages of this origin, and takes it
 * out of the address.
 */
export function takePass(): void {
  if (!location.hash.startsWith(passFragment)) return;
  kept = location.hash.slice(passFragment.length);
  history.replaceState(history.state, "", location.pathname + location.search);
  try {
    localStorage.setItem(key, kept);
  } catch {
    // It is kept for this page alone.
  }
}

/** The pass of this origin, if its server has given one to this browser. */
export function readPass(): string | undefined {
  try {
    return localStorage.getItem(key) ?? kept;
  } catch {
    return kept;
  }
}
