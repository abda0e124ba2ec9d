/** Code, outputs, tables and figures. */
export const cellStyle = `code { font: .88em var(--code); }
.prose :not(pre) > code, td code, .failure code { padding: .1em .3em; border-radius: 4px; background: var(--raised); overflow-wrap: anywhere; }
pre { margin: 0; font: .875rem/1.55 var(--code); tab-size: 2; overflow: auto; }
pre code { font: inherit; }
.cell { margin: 1.4rem 0 1.8rem; }
.source, .listing { padding: .85rem 1rem; border: 1px solid var(--line); border-left: 3px solid var(--accent); border-radius: 6px; background: var(--raised); }
.listing { margin: 0 0 1.05rem; border-left-width: 1px; }
.outputs { margin: 0; padding: .6rem 0 0 1.1rem; border-left: 1px dashed var(--line); }
.outputs > * { margin: 0 0 .8rem; }
.outputs > :last-child { margin-bottom: 0; }
.text { max-height: 26rem; padding: .25rem 0; overflow: auto; }
.stderr { color: var(--muted); padding-left: .75rem; border-left: 3px solid var(--type); }
.result { color: var(--text); }
.note { color: var(--muted); font: .85rem var(--interface); }
.error { padding: .7rem 1rem; border-left: 3px solid var(--error); border-radius: 4px; background: var(--error-soft); }
.error-title { margin: 0 0 .3rem; color: var(--error); font: .95rem var(--code); white-space: pre-wrap; }
.failure { margin: 1rem 0; padding: .7rem 1rem; border-left: 3px solid var(--error); border-radius: 4px; background: var(--error-soft); font: .95rem/1.5 var(--interface); }
.scroll { max-width: 100%; overflow-x: auto; }
.scroll { margin-bottom: 1.05rem; }
.rich { max-height: 34rem; overflow-y: auto; }
table { border-collapse: collapse; font: .9rem/1.4 var(--interface); font-variant-numeric: tabular-nums; }
caption { padding: .3rem 0; color: var(--muted); text-align: left; }
th, td { padding: .35rem .8rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { border-bottom: 2px solid var(--line); font-weight: 650; }
tbody th { border-bottom-width: 1px; }
tbody tr:hover { background: var(--raised); }
/* Many columns, as in a document–term matrix, stand closer to fit the page. */
table:has(th:nth-child(10)) th, table:has(th:nth-child(10)) td { padding-left: .45rem; padding-right: .45rem; }
.image img { max-width: 100%; height: auto; background: #fff; border-radius: 4px; }
.figure, .explorer { margin: 1rem 0; }
/* The slider stays below the page's bar; until the figure is drawn its room is kept, so that the text below does not jump. */
.explorer-place { --explorer-top: 3rem; }
@media (scripting: enabled) {
  .explorer:not([data-ready]) .explorer-place { min-height: 92rem; }
  @media (max-width: 52rem) { .explorer:not([data-ready]) .explorer-place { min-height: 190rem; } }
}
.explorer[data-failed] .explorer-place { display: none; }
.figure figcaption { margin: 0 0 .35rem; max-width: 72ch; font: 600 1rem/1.4 var(--interface); }
.figure .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.figure[data-failed] .plot { display: none; }
.plot { width: 100%; min-width: 0; }
.plot-message { padding: 1.4rem 1rem; border: 1px dashed var(--muted); border-radius: 6px; color: var(--muted); font: .95rem var(--interface); }
.hljs-comment, .hljs-quote { color: var(--comment); font-style: italic; }
.hljs-keyword, .hljs-selector-tag, .hljs-meta { color: var(--keyword); }
.hljs-string, .hljs-regexp, .hljs-template-tag { color: var(--string); }
.hljs-number, .hljs-literal, .hljs-attr, .hljs-attribute { color: var(--number); }
.hljs-title, .hljs-title.function_ { color: var(--function); }
.hljs-type, .hljs-built_in, .hljs-title.class_ { color: var(--type); }
.hljs-subst { color: var(--text); }
.ansi-bold { font-weight: 700; }
.ansi-italic { font-style: italic; }
.ansi-underline { text-decoration: underline; }
.ansi-black, .ansi-white { color: var(--muted); }
.ansi-red { color: var(--error); }
.ansi-green { color: var(--string); }
.ansi-yellow { color: var(--type); }
.ansi-blue { color: var(--number); }
.ansi-magenta { color: var(--keyword); }
.ansi-cyan { color: var(--accent); }
@media (max-width: 34rem) {
  pre { font-size: .8125rem; }
  .source, .listing { padding: .7rem .75rem; }
  .outputs { padding-left: .6rem; }
  .outputs:has(.figure, .explorer) { padding-left: 0; border-left: 0; }
}
@media print {
  table { font-size: 8.5pt; }
  th, td { padding: .2rem .4rem; }
}
`;
