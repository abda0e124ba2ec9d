import type { ExplorerWords } from "../explorerWords";
import { element, setText } from "./elements";
import { formatShare } from "./format";

export interface TermWeights {
  readonly term: string;
  /** Weight in the document, 0 where it does not hold the term. */
  readonly original: number;
  /** Weight in its rank-k copy. */
  readonly copy: number;
}

export interface TermTable {
  readonly node: HTMLElement;
  show(own: readonly TermWeights[], added: readonly TermWeights[], rank: number): void;
}

/** Most terms of the document, and most that it does not hold, in the table. */
export const [mostOwn, mostAdded] = [10, 6];

/**
 * A document's terms and those that its rank-k copy adds: weights as numbers, and as bars above one
 * another.
 */
export function createTermTable(words: ExplorerWords): TermTable {
  const rows = Array.from({ length: mostOwn + mostAdded }, createRow);
  const heading = element("th", { scope: "col", class: "number" });
  const body = element("tbody", {}, ...rows.slice(0, mostOwn).map(({ node }) => node));
  const addedTitle = element("th", {
    colspan: 4,
    scope: "rowgroup",
    class: "group",
    text: words.added,
  });
  const added = element(
    "tbody",
    {},
    element("tr", {}, addedTitle),
    ...rows.slice(mostOwn).map(({ node }) => node),
  );
  const head = element(
    "tr",
    {},
    element("th", { scope: "col", text: words.term }),
    element("th", { scope: "col", class: "number", text: words.originalWeight }),
    heading,
    element(
      "th",
      { scope: "col", class: "bars-head" },
      element("span", { class: "unseen", text: words.asBars }),
      element("span", { class: "key original", "aria-hidden": true, text: words.originalWeight }),
      element("span", { class: "key copy", "aria-hidden": true, text: words.copyWeight }),
    ),
  );
  const node = element(
    "table",
    { class: "terms" },
    element("caption", { class: "unseen", text: words.weights }),
    element("thead", {}, head),
    body,
    added,
  );
  return {
    node,
    show(own, extra, rank) {
      setText(heading, words.rank(rank));
      const all = [...own, ...extra];
      const least = Math.min(0, ...all.map(({ copy }) => copy));
      const most = Math.max(1e-9, ...all.map(({ original, copy }) => Math.max(original, copy)));
      rows.forEach((row, i) => {
        const entry = i < mostOwn ? own[i] : extra[i - mostOwn];
        row.node.hidden = entry === undefined;
        if (entry) row.show(entry, least, most);
      });
      added.hidden = extra.length === 0;
    },
  };
}

interface Row {
  readonly node: HTMLTableRowElement;
  show(entry: TermWeights, least: number, most: number): void;
}

function createRow(): Row {
  const [term, original, copy] = [
    element("th", { scope: "row" }),
    element("td", { class: "number" }),
    element("td", { class: "number" }),
  ];
  const [outline, solid] = [
    element("span", { class: "weight original" }),
    element("span", { class: "weight copy" }),
  ];
  const node = element(
    "tr",
    { hidden: true },
    term,
    original,
    copy,
    element("td", { class: "bars", "aria-hidden": true }, outline, solid),
  );
  const stretch = (bar: HTMLElement, value: number, least: number, most: number): void => {
    const zero = -least / (most - least);
    const end = (value - least) / (most - least);
    bar.style.left = `${(100 * Math.min(zero, end)).toFixed(2)}%`;
    bar.style.width = `${(100 * Math.abs(end - zero)).toFixed(2)}%`;
  };
  return {
    node,
    show(entry, least, most) {
      setText(term, entry.term);
      setText(original, entry.original === 0 ? "0" : formatShare(entry.original));
      setText(copy, formatShare(entry.copy).replace(/^-(?=\.000$)/, ""));
      stretch(outline, entry.original, least, most);
      stretch(solid, entry.copy, least, most);
    },
  };
}
