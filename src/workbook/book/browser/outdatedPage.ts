import { pageWords } from "../pages/pageWords";
import { createButton } from "./live/createElement";

/**
 * Whether a file that a page asks for by a name with a hash is gone from the book: then the book was
 * updated after the page was opened. Without an answer it is the network that fails. A page from a
 * folder can ask nobody, and there only a file that is gone fails.
 */
export async function isGone(address: string): Promise<boolean> {
  if (location.protocol === "file:") return true;
  try {
    const { status } = await fetch(address, { method: "HEAD", cache: "no-store" });
    return status === 404 || status === 410;
  } catch {
    return false;
  }
}

/** What is said on such a page, and the button that opens the book as it is now. */
export function outdatedNotice(language: string): [words: string, reload: HTMLButtonElement] {
  const { outdated, reload } = pageWords(language).runHere;
  return [outdated, createButton("restart", ...reload, () => location.reload())];
}
