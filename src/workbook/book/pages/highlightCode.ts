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

/** Source as markup with highlight.js's classes; a language it was not given is escaped only. */
export function highlightCode(source: string, language: string): Html {
  if (!hljs.getLanguage(language)) return trustHtml(escapeHtml(source));
  return trustHtml(hljs.highlight(source, { language, ignoreIllegals: true }).value);
}
