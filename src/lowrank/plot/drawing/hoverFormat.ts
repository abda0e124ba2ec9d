/**
 * How hovering shows numbers of one kind, in d3-format: whole ones in full, others with three
 * significant digits of the largest and the same decimals throughout, so that a mean and its error
 * match; sizes far apart each with its own digits.
 */
export function chooseHoverFormat(values: readonly number[]): string {
  if (values.every(Number.isInteger)) return ",";
  const sizes = values.flatMap((value) =>
    value === 0 ? [] : [Math.floor(Math.log10(Math.abs(value)))],
  );
  const largest = Math.max(...sizes);
  return Math.min(...sizes) < largest - 2 ? ".3~g" : `,.${Math.max(0, 2 - largest)}f`;
}
