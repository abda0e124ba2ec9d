/**
 * Seven colors that people with any common color blindness tell apart, and that show on light and
 * on dark pages: the palette of Okabe & Ito (2008, "Color Universal Design") without its black and
 * its yellow, and with a grey.
 */
export const categoryColors = [
  "#0072B2",
  "#E69F00",
  "#009E73",
  "#D55E00",
  "#56B4E9",
  "#CC79A7",
  "#8A8A8A",
] as const;

/** Eight marker shapes; with seven colors, 56 classes get a pair of their own. */
export const categorySymbols = [
  "circle",
  "square",
  "diamond",
  "triangle-up",
  "cross",
  "triangle-down",
  "x",
  "star",
] as const;

/** Grey with a contrast above 4 to white and to near-black. */
export const textColor = "#777777";

export const gridColor = "rgba(128,128,128,0.22)";

export const zeroLineColor = "rgba(128,128,128,0.55)";

/** Color of category `index`; after the seventh they begin anew. */
export function categoryColor(index: number): string {
  return categoryColors[index % categoryColors.length];
}

/** The same color, `opacity` (0 … 1) of it, for bands. */
export function fadeColor(color: string, opacity: number): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `rgba(${red},${green},${blue},${opacity})`;
}
