/** The line that says how to go live, the tools and editors of a live page. */
export const liveStyle = `:root { --selection: #cfe2f5; }
@media not print { :root[data-theme="dark"] { --selection: #2b4a68; } }
@media not print and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { --selection: #2b4a68; } }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.go-live { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1.5rem; min-height: 2rem; color: var(--muted); font: .875rem/1.5 var(--interface); }
.go-live p { margin: 0; }
.is-live { scroll-padding-top: 7rem; }
.live-bar { position: sticky; top: 3rem; z-index: 4; margin: -1.5rem 0 1rem; padding: .35rem 0; background: var(--ground); border-bottom: 1px solid var(--line); font: .875rem/1.4 var(--interface); }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem; }
.tool { display: inline-flex; align-items: center; gap: .35rem; min-height: 2rem; padding: .2rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); color: var(--text); font: .8125rem/1.2 var(--interface); cursor: pointer; }
.tool svg, .fold svg { flex: none; fill: currentColor; }
.tool:hover { border-color: var(--muted); background: var(--raised); }
.tool[aria-disabled] { color: var(--muted); cursor: default; background: transparent; }
.tool[aria-disabled] svg { opacity: .55; }
.tool.wanted { border-color: var(--error); color: var(--error); }
.kernel-state { margin-left: auto; color: var(--muted); font-variant-numeric: tabular-nums; }
.kernel-state::before { content: ""; display: inline-block; width: .6em; height: .6em; margin-right: .45em; border-radius: 50%; border: 2px solid var(--muted); }
.kernel-state[data-state="idle"]::before { border-color: var(--string); background: var(--string); }
.kernel-state:is([data-state="busy"], [data-state="starting"])::before { border-color: var(--accent); background: var(--accent); }
.kernel-state:is([data-state="dead"], [data-state="gone"], [data-state="lost"], [data-state="locked"])::before { border-color: var(--error); background: var(--error); }
.live-notice { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .8rem; margin-top: .35rem; padding: .45rem .7rem; border-left: 3px solid var(--type); border-radius: 4px; background: var(--raised); }
.live-notice[hidden], .cell-message[hidden] { display: none; }
.keys-place, .keys { position: relative; }
.keys summary { list-style: none; }
.keys summary::-webkit-details-marker { display: none; }
.keys dl { position: absolute; right: 0; z-index: 6; display: grid; grid-template-columns: auto 1fr; gap: .3rem 1rem; width: min(30rem, 92vw); margin: .3rem 0 0; padding: .8rem 1rem; border: 1px solid var(--muted); border-radius: 8px; background: var(--ground); }
.keys dt { font-weight: 600; }
.keys dd { margin: 0; }
.live-source { padding: 0; border-left-color: var(--accent); }
.live-source:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.editor { min-height: 2.9rem; padding: .85rem 1rem; font: .875rem/1.55 var(--code); cursor: text; }
.editor .still { font: inherit; }
.editor .still:focus { outline: none; }
.cell-bar { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .7rem; padding: .2rem .5rem .35rem .6rem; color: var(--muted); font: .8125rem/1.3 var(--interface); }
.cell-bar .tool { min-height: 1.75rem; padding: .1rem .5rem; border-color: transparent; background: transparent; }
.cell-bar .tool:hover:not([aria-disabled]) { border-color: var(--muted); background: var(--ground); }
.cell-bar .run { color: var(--accent); font-weight: 600; }
.cell-bar .run[data-busy] { color: var(--error); }
.cell-bar .run[aria-disabled] { color: var(--muted); }
.cell-bar .quiet { color: var(--muted); }
.cell-bar-end { display: inline-flex; margin-left: auto; }
.cell-state { font-variant-numeric: tabular-nums; }
.cell-state:is([data-status="error"], [data-status="died"]) { color: var(--error); }
.cell-state[data-status="running"] { color: var(--accent); }
.cell-edited::before { content: ""; display: inline-block; width: .5em; height: .5em; margin-right: .4em; border-radius: 50%; background: var(--type); }
.error-link { padding: .1rem .3rem; border: 0; background: none; color: var(--error); font: inherit; text-decoration: underline; cursor: pointer; }
@media (hover: hover) {
  .cell-bar .quiet { opacity: 0; }
  .cell:is(:hover, :focus-within) .quiet { opacity: 1; }
}
.cell-message { margin: .6rem 0 0; padding: .5rem .8rem; border-left: 3px solid var(--type); border-radius: 4px; background: var(--raised); font: .9rem/1.5 var(--interface); }
.cell-message .tool { margin-left: .3rem; }
.stale-note { margin: .5rem 0 0 1.1rem; }
.stale > .outputs { border-left: 3px solid var(--type); }
.fold { margin: .2rem 0 0; padding: .2rem .6rem; border: 1px solid var(--line); border-radius: 999px; background: var(--ground); color: var(--muted); font: .8125rem var(--interface); cursor: pointer; }
.fold:hover { color: var(--text); border-color: var(--muted); }
.whole { max-height: none !important; }
.outputs:empty { display: none; }
.output-slot > :last-child { margin-bottom: 0; }
@media (max-width: 52rem) {
  .tools .tool-words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .tools .tool { min-width: 2.6rem; min-height: 2.6rem; justify-content: center; }
}
@media (max-width: 34rem) {
  .is-live .bar { position: static; }
  .is-live { scroll-padding-top: 4rem; }
  .live-bar { top: 0; }
  .keys { position: static; }
  .keys dl { left: 0; right: 0; width: auto; max-height: 70vh; overflow-y: auto; }
  .keys-place { position: static; }
  .cell-bar .quiet { min-width: 2.2rem; min-height: 2.2rem; justify-content: center; }
  .cell-bar .quiet .tool-words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .editor { padding: .7rem .75rem; font-size: .8125rem; }
  .kernel-state { width: 100%; margin: 0; font-size: .8125rem; }
}
@media print {
  .go-live, .live-bar, .cell-bar, .fold, .stale-note, .cell-message { display: none; }
  .text, .rich { max-height: none !important; }
  .editor .cm-scroller { overflow: visible !important; }
  .editor .cm-content { flex-shrink: 1 !important; min-width: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
}
`;
