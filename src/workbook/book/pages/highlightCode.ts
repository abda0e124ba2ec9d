import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import typescript from "highlight.js/lib/languages/typescript";
import { escapeHtml } from "lowrank/workbook";
import { trustHtml, type Html } from "./html";

for (const [name, language] of Object.entries({ bash, javascript, json, python, typescript }))
  hljs.registerLanguage(name, language);

/** Longest source, and longest line in it, in characters, that is colored: no hand wrote more. */
const sourceLimit = 50_000;
const lineLimit = 1_000;
/** Patterns look for a word across all the space before it, from each blank line anew. */
const longGap = /\s{200}/;

/**
 * Source as markup with highlight.js's classes; what is in a language it was not given, or too long
 * for its patterns, is escaped only.
 */
export function highlightCode(source: string, language: string): Html {
  const isTooLong =
    source.length > sourceLimit ||
    source.split("\n").some(({ length }) => length > lineLimit) ||
    longGap.test(source);
  if (isTooLong || !hljs.getLanguage(language)) return trustHtml(escapeHtml(source));
  return trustHtml(hljs.highlight(source, { language, ignoreIllegals: true }).value);
}
