/** A share as .769, as the workbook prints scores. */
export function formatShare(value: number): string {
  return value.toFixed(3).replace(/^(-?)0\./, "$1.");
}

/** A share as 14.2 %; whole from 99.95 on. */
export function formatPercent(value: number): string {
  const percent = 100 * value;
  return `${percent >= 99.95 ? "100" : percent.toFixed(percent < 0.095 ? 2 : 1)} %`;
}

/** A size in bytes as 3.2 MB, in powers of ten. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const [value, unit] =
    bytes < 1e6 ? [bytes / 1e3, "kB"] : bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)} ${unit}`;
}

export function formatCount(value: number): string {
  return value.toLocaleString("en");
}

/** A text cut to a length, with an ellipsis where something is missing. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
