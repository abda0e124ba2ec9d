/**
 * The figure's own style; it lives in a shadow tree, so that neither it nor the page's reaches the
 * other.
 */
export const explorerStyle = `:host { display: block; container-type: inline-size; }
.explorer { --ground: #ffffff; --raised: #f5f5f2; --text: #24292f; --muted: #59616b; --line: #d9d9d4; --accent: #0b5c9e; --soft: #e3eef8;
  color-scheme: light; box-sizing: border-box; padding: 14px; border: 1px solid var(--line); border-radius: 10px; background: var(--ground); color: var(--text);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; text-align: left; }
.explorer[data-theme="dark"] { --ground: #181c21; --raised: #22282f; --text: #dfe3e8; --muted: #a3adb8; --line: #39414a; --accent: #7db8f0; --soft: #1b2f42; color-scheme: dark; }
.explorer *, .explorer *::before { box-sizing: border-box; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
p, ul, ol, figure, blockquote { margin: 0; padding: 0; }
ul, ol { list-style: none; }
.title { font-size: 17px; font-weight: 650; }
.note, .muted { color: var(--muted); font-size: 12.5px; }
button, input, textarea { font: inherit; color: inherit; }
button { min-height: 30px; padding: 3px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); cursor: pointer; }
button:hover { border-color: var(--accent); }
input[type="number"], textarea { padding: 4px 8px; border: 1px solid var(--muted); border-radius: 6px; background: var(--ground); }
.control { position: sticky; top: var(--explorer-top, 0px); z-index: 3; margin: 8px -14px 12px; padding: 8px 14px; border-block: 1px solid var(--line); background: var(--ground); }
.slider-line { display: flex; margin-bottom: 4px; align-items: center; gap: 12px; }
.slider-line label { font-weight: 600; white-space: nowrap; }
.slider-line input { flex: 1; min-width: 0; height: 26px; margin: 0; accent-color: var(--accent); cursor: pointer; }
.rank-value { min-width: 2.4em; font-size: 22px; font-weight: 700; line-height: 1; text-align: right; font-variant-numeric: tabular-nums; }
.control-foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 12px; }
.facts, .rank-value, .bar-value { contain: layout; }
.facts { font-variant-numeric: tabular-nums; }
.jumps { display: flex; flex-wrap: wrap; gap: 6px; }
.jumps button { display: flex; gap: 5px; min-height: 26px; padding: 1px 9px; font-size: 12.5px; }
.panels { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; }
.panel { contain: layout style; min-width: 0; padding: 10px 12px 12px; border: 1px solid var(--line); border-radius: 8px; }
.panel-title { margin-bottom: 4px; font-weight: 650; }
.chart svg { display: block; max-width: 100%; cursor: ew-resize; touch-action: pan-y; }
.chart { min-height: 1px; }
.grid { stroke: var(--line); stroke-width: 1; }
.tick { fill: var(--muted); font-size: 11px; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.dashed { stroke-dasharray: 5 4; }
.band { opacity: .22; }
.mark { fill: var(--text); font-size: 13px; }
.cursor { stroke: var(--text); stroke-width: 1.5; }
.chart circle { stroke: var(--ground); stroke-width: 1.5; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 12px; max-height: 5.6em; margin: 4px 0; overflow-y: auto; font-size: 12.5px; }
.legend li { display: flex; align-items: center; gap: 5px; }
.swatch { flex: none; display: inline-block; width: 10px; height: 10px; border-radius: 50%; }
.line-key { width: 20px; border-top: 2.5px solid; }
.line-key.dashed { border-top-style: dashed; }
.map-frame { position: relative; height: 400px; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; cursor: crosshair; }
.map-frame canvas { display: block; width: 100%; height: 100%; }
.tip { position: absolute; z-index: 2; max-width: min(260px, 70%); padding: 5px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); font-size: 12.5px; pointer-events: none; overflow-wrap: anywhere; }
label { font-weight: 600; }
textarea { display: block; width: 100%; margin: 4px 0; resize: vertical; }
.words { min-height: 1.5em; overflow-wrap: anywhere; }
.class-bars { margin: 6px 0 10px; }
.class-bars li { display: grid; grid-template-columns: minmax(6em, 9.5em) minmax(0, 1fr) 3em; align-items: center; gap: 8px; min-height: 22px; }
.class-bars .best { font-weight: 700; }
.bar-name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bar-track { height: 13px; border-radius: 3px; background: var(--raised); }
.bar { display: block; height: 100%; min-width: 1px; border-radius: 3px; }
.bar-value, .number, .cosine { text-align: right; font-variant-numeric: tabular-nums; }
.picker { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-bottom: 8px; }
.picker input { width: 5.5em; }
.document-text { max-height: 6.2em; padding: 6px 10px; border-left: 3px solid var(--accent); background: var(--raised); overflow-y: auto; overflow-wrap: anywhere; white-space: pre-wrap; }
.summary { margin: 6px 0; }
.terms { width: 100%; border-collapse: collapse; color: inherit; font: inherit; }
.terms th, .terms td { padding: 1px 8px 1px 0; text-align: left; font-weight: 400; }
.terms thead th, .terms .group { color: var(--muted); font-size: 12.5px; }
.terms .group { padding-top: 6px; }
.terms tbody th { width: 30%; max-width: 9em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.terms .number { width: 4.6em; text-align: right; white-space: nowrap; }
.terms .bars { position: relative; height: 20px; padding: 0; }
.weight { position: absolute; height: 8px; }
.weight.original { top: 1px; background: var(--muted); }
.weight.copy { top: 10px; background: var(--accent); }
.bars-head { white-space: nowrap; }
.key::before { content: ""; display: inline-block; width: 12px; height: 8px; margin-right: 4px; }
.key + .key { margin-left: 10px; }
.key.original::before { background: var(--muted); }
.key.copy::before { background: var(--accent); }
.neighbour { display: grid; grid-template-columns: 2.8em minmax(0, 1fr); gap: 10px; width: 100%; padding: 5px 8px; border-color: transparent; border-bottom-color: var(--line); border-radius: 0; background: none; text-align: left; }
.neighbour:hover { background: var(--raised); }
.class-tag { display: flex; align-items: center; gap: 5px; color: var(--muted); font-size: 12px; }
.content { display: -webkit-box; min-height: 2.9em; overflow: hidden; overflow-wrap: anywhere; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
.images { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px; margin: 4px 0 8px; }
.image { display: block; width: 100%; max-width: 260px; aspect-ratio: 1; border: 1px solid var(--line); image-rendering: pixelated; }
.images figcaption { color: var(--muted); font-size: 12.5px; text-align: center; }
.neighbours:has(.image) { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px; columns: auto; }
.neighbour:has(.image) { display: flex; flex-direction: column-reverse; align-items: center; gap: 4px; padding: 8px; border-radius: 6px; }
.neighbour:has(.image) .neighbour-body { display: flex; flex-direction: column-reverse; align-items: center; gap: 4px; }
.neighbour .image { width: 72px; }
.content:has(.image) { display: block; }
@container (min-width: 620px) {
  .panels { grid-template-columns: repeat(6, minmax(0, 1fr)); }
  .accuracy, .energy, .bytes { grid-column: span 3; }
  .accuracy { grid-column: span 6; }
  .map, .sentence, .document, .near { grid-column: span 6; }
  .neighbours { columns: 2; column-gap: 16px; }
  .neighbours li { break-inside: avoid; }
}
@container (min-width: 860px) {
  .accuracy, .energy, .bytes { grid-column: span 2; }
  .map, .sentence, .document, .near { grid-column: span 3; }
  .neighbours { columns: 1; }
}
@container (max-width: 480px) {
  .explorer { padding: 10px; }
  .control { margin-inline: -10px; padding-inline: 10px; }
  .jumps button { display: flex; gap: 5px; min-height: 28px; }
  .map-frame { height: 300px; }
  .jump-words { display: none; }
  .energy, .bytes { order: 1; }
  .panel { padding: 8px 8px 10px; }
}
@media print { .control { position: static; } .explorer { border-color: #999; } }
`;
