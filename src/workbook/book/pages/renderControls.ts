import { html, scriptJson, type Html } from "./html";

/** A control of `interact` or `view`, as the kernel describes it to a page. */
export interface DescribedControl {
  readonly kind: "slider" | "rangeSlider" | "dropdown" | "checkbox" | "text" | "button";
  readonly name: string;
  readonly label?: string;
  /** Id by which the kernel hears of it. */
  readonly comm: string;
  readonly value?: unknown;
  readonly index?: number;
  readonly names?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly step?: number;
  readonly placeholder?: string;
}

/** The controls in an output's form for our pages; undefined for what is none. */
export function toControls(content: unknown): readonly DescribedControl[] | undefined {
  const controls = (content as { controls?: unknown } | undefined)?.controls;
  return Array.isArray(controls) ? (controls as DescribedControl[]) : undefined;
}

/**
 * What controls offer in words, with their description as JSON: a live page puts the controls there
 * themselves.
 */
export function renderControls(controls: readonly DescribedControl[], words: string): Html {
  return html`<div class="output controls">
<pre class="text">${words}</pre>
<script type="application/json">${scriptJson(controls)}</script>
</div>`;
}
