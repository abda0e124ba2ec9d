import { inspect, stripVTControlCharacters } from "node-inspect-extracted";

const indexTitle = "(index)";
const valuesTitle = "Values";

/** The table that Node's `console.table` draws of an object of rows. */
export function drawTable(rows: object, only?: readonly string[]): string {
  const entries: [string, unknown][] =
    rows instanceof Map
      ? [...rows].map(([key, value], i) => [
          String(i),
          { Key: key as unknown, Values: value as unknown },
        ])
      : Object.entries(rows);
  const isRow = (value: unknown): value is object => typeof value === "object" && value !== null;
  const columns = only ?? [
    ...new Set(entries.flatMap(([, row]) => (isRow(row) ? Object.keys(row) : []))),
  ];
  const hasValues = entries.some(([, row]) => !isRow(row));
  const titles = [indexTitle, ...columns, ...(hasValues ? [valuesTitle] : [])];
  const lines = entries.map(([index, row]) => [
    index,
    ...columns.map((name) =>
      isRow(row) && Object.hasOwn(row, name) ? cell((row as Record<string, unknown>)[name]) : "",
    ),
    ...(hasValues ? [isRow(row) ? "" : cell(row)] : []),
  ]);
  const widths = titles.map((title, i) =>
    Math.max(...[title, ...lines.map((line) => line[i])].map((text) => widthOf(text) + 2)),
  );
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  const draw = (texts: readonly string[]): string =>
    `│${texts.map((text, i) => centre(text, widths[i])).join("│")}│`;
  return [
    rule("┌", "┬", "┐"),
    draw(titles),
    rule("├", "┼", "┤"),
    ...lines.map(draw),
    rule("└", "┴", "┘"),
  ].join("\n");
}

function cell(value: unknown): string {
  return inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth: 0 });
}

function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

function centre(text: string, width: number): string {
  const left = Math.floor((width - widthOf(text)) / 2);
  return " ".repeat(left) + text + " ".repeat(width - widthOf(text) - left);
}
