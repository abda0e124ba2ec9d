import { isChinese } from "../../base/isChinese";
import type { Figure, FigurePart } from "../figure";
import { joinLines } from "./hoverText";

/**
 * Says in one line what a figure shows, for a terminal, a screen reader, or a page that cannot
 * draw.
 *
 * @example
 * describeFigure(plotScree([3, 2, 1])); // "Figure: Singular values and cumulative energy (scatter;
 * Index of the singular value × Singular value; singular value, cumulative energy)"
 */
export function describeFigure(figure: Figure): string {
  const { title, xaxis, yaxis } = figure.layout;
  const axes = [readText(xaxis?.title), readText(yaxis?.title)].filter((text) => text !== "");
  const kinds = [...new Set(figure.data.map((trace) => String(trace.type ?? "scatter")))];
  const names = figure.data.flatMap(readName);
  const listed = names.length > 8 ? [...names.slice(0, 8), `… ${names.length} in all`] : names;
  const details = [kinds.join(" and "), axes.join(" × "), listed.join(", ")].filter(
    (text) => text !== "",
  );
  const name = readText(title);
  return isChinese(name)
    ? `图：${name}（${details.join("；")}）`
    : `Figure: ${name || "untitled"} (${details.join("; ")})`;
}

function readName(trace: FigurePart): string[] {
  return typeof trace.name === "string" ? [readText(trace.name)] : [];
}

/** The plain text of a Plotly title, with its line breaks and entities undone. */
function readText(title: unknown): string {
  const text =
    typeof title === "object" && title !== null ? (title as { text?: unknown }).text : title;
  if (typeof text !== "string") return "";
  return joinLines(text).replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
