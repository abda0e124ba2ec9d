import type MarkdownIt from "markdown-it";
import { describeFault, type FaultListener } from "./describeFault";
import { html } from "./html";

/** What formulas have defined by `\\gdef`, as KaTeX keeps it. */
export type Macros = Record<string, unknown>;

/** Largest size that a formula may ask for, in em, and how many macros one may expand. */
export const formulaBounds = { maxSize: 50, maxExpand: 1_000 };
/** Longest formula that is drawn, in characters. */
const longest = 10_000;

/**
 * Keeps each page's definitions (a page is the environment of its Markdown) to that page, although KaTeX gets one object for all, and shows a
 * formula that it cannot draw (too deep, too long) as its source, with the reason as hover text.
 */
export function boundFormulas(markdown: MarkdownIt, macros: Macros): void {
  const defined = new WeakMap<object, Macros>();
  for (const name of ["math_inline", "math_block"]) {
    const draw = markdown.renderer.rules[name]!;
    markdown.renderer.rules[name] = (tokens, i, options, env: FaultListener, self) => {
      const { content } = tokens[i];
      for (const key of Object.keys(macros)) delete macros[key];
      Object.assign(macros, defined.get(env));
      try {
        if (content.length > longest) throw new Error(`it has ${content.length} characters`);
        return draw(tokens, i, options, env, self);
      } catch (error) {
        const why = describeFault(error);
        env.noteFault?.(`a formula cannot be drawn: ${why}`);
        return html`<span class="katex-error" title="${why}">${content.slice(0, longest)}</span>`
          .text;
      } finally {
        defined.set(env, { ...macros });
      }
    };
  }
}

/** LaTeX without the dollar signs around it. */
export function stripDollars(latex: string): string {
  const trimmed = latex.trim();
  let [from, to] = [0, trimmed.length];
  while (from < to && trimmed[from] === "$") from++;
  while (to > from && trimmed[to - 1] === "$") to--;
  return trimmed.slice(from, to).trim();
}
