/** Two digits of what is missing, so that 99.97 % does not read as all. */
export function formatEnergy(share: number): string {
  if (share > 1 - 1e-9) return "100 %";
  const digits = Math.max(1, Math.min(9, Math.ceil(-Math.log10(1 - share)) - 1));
  return `${(100 * share).toFixed(digits)} %`;
}

/** Three digits that count. */
export function formatValue(value: number): string {
  return value === 0 ? "0" : String(Number(value.toPrecision(3)));
}
