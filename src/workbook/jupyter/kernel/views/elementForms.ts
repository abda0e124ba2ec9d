import type { MimeBundle } from "../../notebook/notebook";
import { withinLimit } from "./sizeLimit";

const svgNamespace = "http://www.w3.org/2000/svg";
/** Characters of the text that stands for an element. */
const textLimit = 200;

/** An element, of whatever library makes documents in Node. */
interface ElementLike {
  readonly nodeType: unknown;
  readonly outerHTML: unknown;
  readonly localName?: unknown;
  readonly namespaceURI?: unknown;
  readonly ownerDocument?: {
    readonly defaultView?: {
      readonly XMLSerializer?: new () => { serializeToString(element: unknown): string };
    } | null;
  } | null;
}

/** The forms of an SVG or HTML element; undefined for any other value. */
export function elementForms(value: object): MimeBundle | undefined {
  const element = value as ElementLike;
  if (element.nodeType !== 1) return undefined;
  const markup = element.outerHTML;
  if (typeof markup !== "string") return undefined;
  const text = openingTag(markup);
  if (element.localName === "svg")
    return withinLimit("image/svg+xml", toXml(element, markup), text);
  // A part of a drawing is nothing that can be seen by itself.
  if (element.namespaceURI === svgNamespace) return { "text/plain": text };
  return withinLimit("text/html", markup, text);
}

function openingTag(markup: string): string {
  const tag = /^<(?:"[^"]*"|[^">])*>/.exec(markup.slice(0, 10_000))?.[0] ?? markup;
  return tag.length <= textLimit ? tag : `${tag.slice(0, textLimit)}…`;
}

/** A drawing as a file has it, which says what it leaves out as a part of a page. */
function toXml(element: ElementLike, markup: string): string {
  const Serializer = element.ownerDocument?.defaultView?.XMLSerializer;
  if (Serializer) return new Serializer().serializeToString(element);
  return /^<svg\b[^>]*\sxmlns=/.test(markup)
    ? markup
    : markup.replace(/^<svg/, `<svg xmlns="${svgNamespace}"`);
}
