/** Values to label on a logarithmic axis: those given, without any that would stand too close together on a phone. */
export function chooseLogTicks(values: readonly number[]): number[] {
  const first = values[0];
  const last = values[values.length - 1];
  const gap = Math.log(last / first) / 10;
  const kept: number[] = [];
  for (const value of values) {
    if (kept.length > 0 && Math.log(value / kept[kept.length - 1]) < gap) {
      if (value !== last || kept.length === 1) continue;
      kept.pop();
    }
    kept.push(value);
  }
  return kept;
}

/** Upright (0°) labels where they fit side by side in `width` pixels (default 230, a plot on a phone) at 12 pixels' size, else turned by −90°. */
export function labelAngle(labels: readonly string[], width = 230): number {
  const longest = Math.max(0, ...labels.map((label) => label.length));
  return labels.length * (longest * 7 + 4) <= width ? 0 : -90;
}
