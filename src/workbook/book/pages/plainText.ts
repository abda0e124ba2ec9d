/** A line of Markdown as words: emphasis, code marks, links and tags go, their text stays. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__|`|(?<![\p{L}\p{N}])[*_]|[*_](?![\p{L}\p{N}]))/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}
