/** Stands for the library's own: definitions are a part of the book, mounted here. */
export function wordnetFolder(): string {
  return "/wordnet/dict";
}
