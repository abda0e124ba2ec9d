import type { ExplorerWords, RowKind } from "../explorerWords";
import { element, setText } from "./elements";
import { formatShare } from "./format";
import { classColor } from "./theme";

export interface NeighbourList {
  readonly node: HTMLElement;
  show(
    neighbours: readonly { readonly document: number; readonly cosine: number }[],
    own: number,
  ): void;
}

export interface NeighbourListOptions {
  readonly classes: readonly string[];
  readonly labels: Uint16Array;
  readonly kind: RowKind;
  readonly words: ExplorerWords;
  readonly count: number;
  /** Fills a neighbour's content: its text, or its picture. */
  readonly render: (document: number, content: HTMLElement) => void;
  readonly onPick: (document: number) => void;
}

/** The nearest documents as buttons that choose them. */
export function createNeighbourList({
  classes,
  labels,
  kind,
  words,
  count,
  render,
  onPick,
}: NeighbourListOptions): NeighbourList {
  const summary = element("p", { class: "summary" });
  const shown: number[] = Array<number>(count).fill(-1);
  const rows = shown.map((_, i) => {
    const [cosine, swatch, name, content] = [
      element("span", { class: "cosine" }),
      element("span", { class: "swatch" }),
      element("span", { class: "class-name" }),
      element("span", { class: "content" }),
    ];
    const button = element(
      "button",
      { type: "button", class: "neighbour" },
      cosine,
      element(
        "span",
        { class: "neighbour-body" },
        element("span", { class: "class-tag" }, swatch, name),
        content,
      ),
    );
    button.addEventListener("click", () => onPick(shown[i]));
    return { node: element("li", {}, button), cosine, swatch, name, content };
  });
  const node = element(
    "div",
    {},
    summary,
    element("ol", { class: "neighbours" }, ...rows.map((row) => row.node)),
  );
  return {
    node,
    show(neighbours, own) {
      const same = neighbours.filter(({ document }) => labels[document] === labels[own]).length;
      setText(
        summary,
        neighbours.length === 0
          ? words.noNeighbours(kind)
          : words.sameClass(same, neighbours.length, classes[labels[own]]) +
              (areTied(neighbours) ? words.tied : ""),
      );
      rows.forEach((row, i) => {
        const neighbour = neighbours[i];
        row.node.hidden = neighbour === undefined;
        if (!neighbour) return;
        setText(row.cosine, formatShare(Math.min(1, neighbour.cosine)));
        if (shown[i] === neighbour.document) return;
        shown[i] = neighbour.document;
        const label = labels[neighbour.document];
        row.swatch.style.background = classColor(label);
        setText(row.name, classes[label]);
        render(neighbour.document, row.content);
      });
    },
  };
}

/** Whether all are as near as can be, to the digits of single precision: at rank 1 most are. */
function areTied(neighbours: readonly { readonly cosine: number }[]): boolean {
  return neighbours.length > 1 && neighbours.every(({ cosine }) => cosine > 1 - 1e-6);
}
