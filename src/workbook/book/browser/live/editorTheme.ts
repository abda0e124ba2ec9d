import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/**
 * The colors that the page gives code at rest, so that nothing changes when a cell becomes an
 * editor.
 */
export const editorHighlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.moduleKeyword, tags.self, tags.meta], color: "var(--keyword)" },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: "var(--string)" },
  {
    tag: [tags.number, tags.bool, tags.null, tags.definition(tags.propertyName)],
    color: "var(--number)",
  },
  { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.function(tags.definition(tags.variableName)),
    ],
    color: "var(--function)",
  },
  { tag: [tags.typeName, tags.className, tags.definition(tags.className)], color: "var(--type)" },
  { tag: tags.invalid, color: "var(--error)" },
]);

/** Measures are those of the code at rest; colors follow the page's theme. */
export const editorTheme = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "inherit", lineHeight: "inherit" },
  ".cm-content": { padding: "0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0" },
  ".cm-cursor": { borderLeft: "2px solid var(--text)", marginLeft: "-1px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { background: "var(--selection)" },
  "&.cm-focused .cm-matchingBracket, .cm-matchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--muted)",
    color: "inherit",
  },
  "&.cm-focused .cm-nonmatchingBracket, .cm-nonmatchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--error)",
    color: "inherit",
  },
  ".cm-error-line": {
    backgroundColor: "var(--error-soft)",
    boxShadow: "-.6rem 0 0 var(--error-soft), inset 0 -2px 0 var(--error)",
  },
  ".cm-tooltip": {
    border: "1px solid var(--muted)",
    borderRadius: "6px",
    backgroundColor: "var(--ground)",
    color: "var(--text)",
    zIndex: "4",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    font: ".8125rem/1.5 var(--code)",
    maxHeight: "14rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".1rem .6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--ground)",
  },
  ".cm-completionMatchedText": { textDecoration: "underline" },
  ".cm-documentation": {
    maxWidth: "min(40rem, 90vw)",
    maxHeight: "18rem",
    overflow: "auto",
    margin: "0",
    padding: ".5rem .75rem",
    whiteSpace: "pre-wrap",
    font: ".8125rem/1.5 var(--code)",
  },
});
