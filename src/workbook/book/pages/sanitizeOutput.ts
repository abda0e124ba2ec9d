import sanitizeHtml from "sanitize-html";
import { trustHtml, type Html } from "./html";

const span = ["colspan", "rowspan", "scope", "headers"];

const rules: sanitizeHtml.IOptions = {
  allowedTags: [
    "table",
    "caption",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "p",
    "div",
    "span",
    "br",
    "hr",
    "pre",
    "code",
    "kbd",
    "samp",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "small",
    "mark",
    "sub",
    "sup",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "a",
    "img",
    "details",
    "summary",
    "figure",
    "figcaption",
    "abbr",
    "time",
    "var",
  ],
  allowedAttributes: {
    a: ["href", "title"],
    img: ["src", "alt", "width", "height"],
    th: [...span, "style"],
    td: [...span, "style"],
    col: ["span"],
    ol: ["start"],
    details: ["open"],
    abbr: ["title"],
    span: ["style"],
    div: ["style"],
    table: ["style"],
  },
  // Values are matched in full, so nothing with a url() or a fixed size that would burst the page
  // gets by.
  allowedStyles: {
    "*": {
      "text-align": [/^(left|right|center|start|end)$/],
      "font-weight": [/^(bold|normal|[1-9]00)$/],
      "font-style": [/^(italic|normal)$/],
    },
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesByTag: { img: ["data"] },
  allowProtocolRelative: false,
  // The page's own headings make its outline; a heading inside an output is bold text.
  transformTags: {
    ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((level) => [`h${level}`, boldText])),
    // Not a filter of the sanitiser's own: that one copies all of the markup for each that goes.
    img: (tagName, attribs) =>
      /^data:image\/(png|jpe?g|gif|webp);base64,/.test(attribs.src ?? "")
        ? { tagName, attribs }
        : { tagName: "span", attribs: {} },
  },
};

function boldText(): sanitizeHtml.Tag {
  return { tagName: "strong", attribs: {} };
}

/**
 * Markup that a notebook's code wrote, cut down to tables and basic formatting: no script, no event
 * handler, no form, no frame, no style that loads or covers anything, no address outside the page
 * but links.
 */
export function sanitizeOutput(markup: string): Html {
  return trustHtml(sanitizeHtml(markup, rules).trim());
}
