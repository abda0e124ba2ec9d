/** What of a cell is no text of its: tools, gutters, formulas for screen readers. */
const passedBy = ".cell-bar, .cm-layer, .cm-tooltip, .katex-mathml, .permalink, script, style";

/**
 * Where words stand in blocks of a page, whatever the case of their letters, from the top. Blocks
 * that are not shown are passed by; words that go over a line of code's end are not found.
 */
export function findRanges(blocks: Iterable<HTMLElement>, words: string): Range[] {
  if (words.trim() === "") return [];
  const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  return [...blocks]
    .filter((block) => block.offsetParent !== null)
    .flatMap((block) => findInBlock(block, pattern));
}

function findInBlock(block: HTMLElement, pattern: RegExp): Range[] {
  const texts: { node: Text; from: number }[] = [];
  let whole = "";
  let line: Element | null = null;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!(node instanceof Text) || !parent || parent.closest(passedBy)) continue;
    const own = parent.closest(".cm-line, p, li, td, th, h1, h2, h3, h4, h5, h6, pre");
    if (own !== line) whole += "\n";
    line = own;
    texts.push({ node, from: whole.length });
    whole += node.data;
  }
  return [...whole.matchAll(pattern)].map(({ 0: found, index }) => {
    const range = document.createRange();
    const first = texts.filter(({ from }) => from <= index).at(-1)!;
    const last = texts.filter(({ from }) => from < index + found.length).at(-1)!;
    range.setStart(first.node, index - first.from);
    range.setEnd(last.node, index + found.length - last.from);
    return range;
  });
}
