import { escapeHtml } from "lowrank/workbook";

const allowed = new Set([
  "b",
  "i",
  "em",
  "strong",
  "sub",
  "sup",
  "kbd",
  "mark",
  "small",
  "br",
  "hr",
  "details",
  "summary",
  "u",
  "s",
  "code",
  "abbr",
]);
const tagOrMark = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)(\s+open)?\s*\/?>|[<>&"']/g;

/**
 * HTML written inside Markdown: a few tags without attributes pass (`<details>`, `<sub>`, `<kbd>`
 * …), comments go, and every other character of markup is shown as text.
 */
export function passInlineTags(markup: string): string {
  let passed = "";
  let from = 0;
  for (;;) {
    const start = markup.indexOf("<!--", from);
    const end = start < 0 ? -1 : markup.indexOf("-->", start + 4);
    if (end < 0) return passed + passTags(markup.slice(from));
    passed += passTags(markup.slice(from, start));
    from = end + 3;
  }
}

function passTags(markup: string): string {
  return markup.replace(
    tagOrMark,
    (
      match: string,
      slash: string | undefined,
      name: string | undefined,
      open: string | undefined,
    ) => {
      if (name === undefined) return /^&$/.test(match) ? "&amp;" : escapeHtml(match);
      if (!allowed.has(name.toLowerCase())) return escapeHtml(match);
      return `<${slash}${name.toLowerCase()}${open ? " open" : ""}>`;
    },
  );
}
