import { element, setText } from "./elements";
import { formatShare } from "./format";
import { classColor } from "./theme";

export interface ClassBars {
  readonly node: HTMLElement;
  /** Shows probabilities, one a class; none where there is nothing to classify. */
  show(probabilities: Float64Array | undefined): void;
}

/** Most classes listed; with more, the most probable are. */
export const mostBars = 10;

/**
 * Class probabilities as bars with their numbers: in the order of the classes where all are listed,
 * so that bars stay in place.
 */
export function createClassBars(classes: readonly string[]): ClassBars {
  const rows = classes.slice(0, mostBars).map(() => {
    const [name, bar, value] = [
      element("span", { class: "bar-name" }),
      element("span", { class: "bar" }),
      element("span", { class: "bar-value" }),
    ];
    return {
      node: element("li", {}, name, element("span", { class: "bar-track" }, bar), value),
      name,
      bar,
      value,
    };
  });
  const node = element("ul", { class: "class-bars" }, ...rows.map((row) => row.node));
  return {
    node,
    show(probabilities) {
      const order = Array.from(classes.keys());
      if (probabilities && classes.length > mostBars)
        order.sort((a, b) => probabilities[b] - probabilities[a]);
      const best = probabilities ? probabilities.indexOf(Math.max(...probabilities)) : -1;
      rows.forEach(({ node: row, name, bar, value }, i) => {
        const k = order[i];
        const share = probabilities?.[k] ?? 0;
        row.className = k === best ? "best" : "";
        setText(name, classes[k]);
        bar.style.width = `${(100 * share).toFixed(2)}%`;
        bar.style.background = classColor(k);
        setText(value, probabilities ? formatShare(share) : "–");
      });
    },
  };
}
