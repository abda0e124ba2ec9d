/** Characters that a tab's title or a description is made of, at most. */
const limit = 2_000;

/** A line of Markdown as words: emphasis, code marks, links and escapes go, their text stays. */
export function plainText(markdown: string): string {
  return markdown
    .slice(0, limit)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(
      /\\([!-/:-@[-`{-~])|\*\*|__|`|(?<![\p{L}\p{N}])[*_]|[*_](?![\p{L}\p{N}])/gu,
      (_, escaped: string = "") => escaped,
    )
    .replace(/\s+/g, " ")
    .trim();
}
