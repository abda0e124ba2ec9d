import type { MimeBundle } from "../../notebook/notebook";

/** Characters of one form that a notebook takes. */
const limit = 10_000_000;

/** A form beside its text; the text alone where the form is too large for a notebook. */
export function withinLimit(type: string, form: string, text: string): MimeBundle {
  if (form.length <= limit) return { [type]: form, "text/plain": text };
  const megabytes = (form.length / 1e6).toFixed(0);
  return { "text/plain": `${text}\n(not shown: it takes ${megabytes} MB, and 10 are the most)` };
}
