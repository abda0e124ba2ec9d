import type MarkdownIt from "markdown-it";

type InlineRule = Parameters<MarkdownIt["inline"]["ruler"]["push"]>[1];
type InlineState = Parameters<InlineRule>[0];

/** What begins a piece of HTML that only these letters end. */
const endings = [
  ["<!--", "-->"],
  ["<?", "?>"],
  ["<![CDATA[", "]]>"],
  ["<!", ">"],
] as const;

/** Where each ending stands last in the text that is read. */
const lastEndings = new WeakMap<InlineState, readonly number[]>();

/**
 * Takes `<` as a character where it begins a comment, or the like, that nothing ends: Markdown's own
 * rule would read on to the end of the text for each of them.
 */
export const passUnclosed: InlineRule = (state, silent) => {
  const { src, pos } = state;
  if (src[pos] !== "<") return false;
  const kind = endings.findIndex(([begin]) => src.startsWith(begin, pos));
  if (kind < 0) return false;
  const last = lastEndings.get(state) ?? endings.map(([, end]) => src.lastIndexOf(end));
  lastEndings.set(state, last);
  if (last[kind] > pos) return false;
  if (!silent) state.pending += "<";
  state.pos++;
  return true;
};
