import { escapeHtml } from "lowrank/workbook";

/** Markup that is known to be well-formed and escaped. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/** Marks text as markup already. Each call is a promise that the text was escaped or sanitised. */
export function trustHtml(text: string): Html {
  return new Html(text);
}

/**
 * A template tag that escapes every value but markup made by this tag or {@link trustHtml}; lists
 * are joined, and `undefined`, `null` and `false` leave nothing.
 *
 * @example html`<p title="${title}">${items.map((item) => html`<b>${item}</b>`)}</p>`
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((text, part, i) => text + toMarkup(values[i - 1]) + part));
}

function toMarkup(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(toMarkup).join("");
  return escapeHtml(String(value));
}

/**
 * JSON for the inside of a `<script type="application/json">`: no `<` is left, so no text in it can
 * end the element.
 */
export function scriptJson(value: unknown): Html {
  return new Html(JSON.stringify(value).replace(/</g, "\\u003c"));
}
