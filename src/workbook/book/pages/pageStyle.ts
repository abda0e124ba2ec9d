/** Colours, type and the frame of every page. */
export const pageStyle = `:root {
  color-scheme: light;
  --ground: #fdfcfa; --raised: #f5f3ee; --text: #24292f; --muted: #59616b; --line: #dfdbd3; --accent: #0b5c9e; --accent-soft: #e3eef8;
  --error: #a8201a; --error-soft: #fbeceb; --number: #0550ae; --keyword: #8b1a6b; --string: #0a5c36; --comment: #5a626c; --function: #5b3bb0; --type: #7a4a00;
  --prose: Charter, "Bitstream Charter", "Iowan Old Style", "Sitka Text", Cambria, Georgia, serif;
  --interface: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  --code: ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
:root:lang(zh) {
  --chinese: "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC";
  --interface: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, var(--chinese), sans-serif;
  --prose: var(--interface);
}
${darkRule(':root[data-theme="dark"]')}
@media (prefers-color-scheme: dark) { ${darkRule(':root:not([data-theme="light"])')} }
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1.0625rem/1.65 var(--prose); overflow-wrap: break-word; }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: .06em; }
a:hover { text-decoration-thickness: .12em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: -999rem; top: 0; z-index: 10; padding: .6rem 1rem; background: var(--accent); color: var(--ground); font-family: var(--interface); }
.skip:focus { left: 0; }
.bar { position: sticky; top: 0; z-index: 5; display: flex; justify-content: space-between; align-items: center; gap: 1rem; min-height: 3rem; padding: .25rem 1.25rem; background: var(--ground); border-bottom: 1px solid var(--line); font-family: var(--interface); }
@media (max-width: 30rem) { .bar { gap: .25rem; padding-inline: .9rem; } }
.home { display: inline-flex; align-items: center; gap: .55rem; min-height: 2.5rem; color: var(--text); font-weight: 650; text-decoration: none; }
.home:hover { color: var(--accent); }
.mark { fill: var(--accent); }
.reference { margin-left: auto; padding: .35rem .5rem; color: var(--muted); font-size: .875rem; text-decoration: none; }
.reference:hover { color: var(--accent); text-decoration: underline; }
.reference + .language { margin-left: 0; }
.language { margin-left: auto; padding: .35rem .5rem; color: var(--muted); font-size: .875rem; text-decoration: none; }
.language:hover { color: var(--accent); text-decoration: underline; }
.theme { display: inline-flex; align-items: center; gap: .45rem; min-height: 2.25rem; padding: .2rem .7rem; border: 1px solid var(--line); border-radius: 999px; background: transparent; color: var(--muted); font: .875rem var(--interface); white-space: nowrap; cursor: pointer; }
.theme[hidden] { display: none; }
.theme:hover { color: var(--text); border-color: var(--muted); }
.theme-icon { width: .8em; height: .8em; border: .1em solid currentColor; border-radius: 50%; background: linear-gradient(90deg, currentColor 50%, transparent 50%); }
.page { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
main { min-width: 0; padding: 1.5rem 0 3rem; }
h1, h2, h3, h4, h5, h6 { font-family: var(--interface); line-height: 1.25; text-wrap: balance; }
h1 { max-width: 30ch; margin: 1.25rem 0 1rem; font-size: clamp(1.75rem, 1.3rem + 2vw, 2.4rem); letter-spacing: -.015em; }
h2 { margin: 3rem 0 .9rem; font-size: 1.45rem; letter-spacing: -.01em; }
h3 { margin: 2.2rem 0 .7rem; font-size: 1.15rem; }
h4, h5, h6 { margin: 1.8rem 0 .5rem; font-size: 1rem; }
.prose > p, .prose > ul, .prose > ol, .prose > blockquote, .prose > dl, .prose > details, .prose > h2, .prose > h3 { max-width: 72ch; }
.prose > p:has(> .katex-display), .prose > p.katex-block { max-width: none; }
.katex-display > .katex { padding-left: 2rem; text-align: left; }
.prose p, .prose ul, .prose ol { margin: 0 0 1.05rem; }
.prose li { margin: .25rem 0; }
.prose li > p { margin: 0 0 .4rem; }
.prose blockquote { margin: 1.2rem 0; padding: .1rem 1.1rem; border-left: 3px solid var(--accent); color: var(--muted); }
.prose blockquote > :last-child { margin-bottom: .2rem; }
.prose img { max-width: 100%; height: auto; }
.prose hr { margin: 2rem 0; border: 0; border-top: 1px solid var(--line); }
details summary { cursor: pointer; }
kbd { padding: .05em .4em; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; font: .85em var(--code); }
mark { background: #ffe9a8; color: #24292f; }
.outside { border-bottom: 1px dotted var(--muted); }
.missing { color: var(--muted); }
.katex { font-size: 1.1em; }
.katex-display { max-width: 100%; margin: 1.1rem 0; padding: .25rem 0; overflow: auto hidden; }
.contents { font: .9rem/1.4 var(--interface); }
.contents summary { padding: .55rem 0; color: var(--muted); font-weight: 600; }
.contents ul { margin: 0; padding: 0; list-style: none; }
.contents a { display: block; padding: .3rem .75rem; border-left: 2px solid var(--line); color: var(--muted); text-decoration: none; }
.contents .level-3 a { padding-left: 1.6rem; }
.contents a:hover { color: var(--accent); }
.contents a[aria-current] { border-left-color: var(--accent); color: var(--accent); }
.contents .katex { font-size: 1em; }
@media (max-width: 67.99rem) {
  .contents { margin-top: 1rem; border: 1px solid var(--line); border-radius: 8px; padding: 0 .9rem; }
  .contents details[open] { padding-bottom: .7rem; }
  .contents a { padding-top: .45rem; padding-bottom: .45rem; }
}
@media (min-width: 68rem) {
  .with-contents { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 3.5rem; max-width: 78rem; }
  .contents { position: sticky; top: 3.1rem; align-self: start; max-height: calc(100vh - 3.1rem); padding: 2.4rem 0 1rem; overflow-y: auto; }
  .contents summary { list-style: none; cursor: default; pointer-events: none; padding: 0 .75rem .5rem; }
  .contents summary::-webkit-details-marker { display: none; }
}
.turn { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin-top: 4rem; padding-top: 1.5rem; border-top: 1px solid var(--line); font-family: var(--interface); }
.turn a { padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 8px; color: var(--text); text-decoration: none; }
.turn a:hover { border-color: var(--accent); }
.turn .next { grid-column: 2; text-align: right; }
.turn-word { display: block; color: var(--muted); font-size: .85rem; }
.turn-title { color: var(--accent); font-weight: 600; }
/* Lines of Chinese stand further apart; its characters are never slanted. */
:lang(zh) body { line-height: 1.8; }
em.han { font-style: normal; font-weight: 600; }
:lang(zh) .hljs-comment { font-synthesis-style: none; }
:lang(zh) td:first-child { word-break: keep-all; }
:lang(zh) :is(h1, h2) { letter-spacing: 0; }
/* The front page is all prose: as wide as its lines, in the middle. */
body:has(.front) :is(.page, .foot) { max-width: 46rem; }
.chapters { margin: 0; padding: 0; list-style: none; }
.chapters li { padding: 1.1rem 0 1.1rem 2rem; border-top: 1px solid var(--line); }
.chapters h3 { margin: 0; }
.chapters h3 a { text-decoration: none; }
.chapters h3 a:hover { text-decoration: underline; }
.chapters .number { position: absolute; margin-left: -2rem; color: var(--muted); font-weight: 400; font-variant-numeric: tabular-nums; }
.chapters p { max-width: 68ch; margin: .3rem 0 0; }
.foot { max-width: 78rem; margin: 0 auto; padding: 1.2rem 1.25rem 2rem; border-top: 1px solid var(--line); color: var(--muted); font: .85rem var(--interface); }
@media (max-width: 34rem) {
  .turn { grid-template-columns: 1fr; }
  .turn .next { grid-column: 1; }
  .katex-display > .katex { padding-left: .5rem; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  .bar, .contents, .turn, .foot, .skip { display: none; }
  .with-contents, .page { display: block; max-width: none; }
  body { font-size: 10.5pt; background: #fff; }
  h1, h2, h3 { break-after: avoid; }
  pre, .scroll { overflow: visible !important; max-height: none !important; white-space: pre-wrap; }
  .figure, .cell, table { break-inside: avoid; }
}
`;

function darkRule(selector: string): string {
  // On paper the light colours hold.
  return `@media not print { ${selector} {
  color-scheme: dark;
  --ground: #15181c; --raised: #1d2228; --text: #dfe3e8; --muted: #9ba5b0; --line: #323941; --accent: #7db8f0; --accent-soft: #1b2f42;
  --error: #ff9d94; --error-soft: #36201f; --number: #8cc4ff; --keyword: #f0a3d3; --string: #94d8a8; --comment: #98a2ad; --function: #c3b1ff; --type: #f0c674;
} }`;
}
