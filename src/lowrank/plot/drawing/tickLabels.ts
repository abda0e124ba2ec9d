/**
 * Values to label on a logarithmic axis: those given, without any that would stand too close
 * together on a phone.
 */
export function chooseLogTicks(values: readonly number[]): number[] {
  const first = values[0];
  const last = values[values.length - 1];
  const span = Math.log(last / first);
  const kept: number[] = [];
  for (const value of values) {
    const before = kept[kept.length - 1];
    if (kept.length > 0 && Math.log(value / before) < span * leastGap(before, value)) {
      if (value !== last || kept.length === 1) continue;
      kept.pop();
    }
    kept.push(value);
  }
  return kept;
}

/** Share of a phone's axis from the middle of one label to that of the next. */
function leastGap(before: number, value: number): number {
  const characters = (String(before).length + String(value).length) / 2;
  return characters <= 4 ? 0.1 : (7 * characters + 4) / phoneAxis;
}

/** Pixels of a chart's horizontal axis on a page 390 pixels wide. */
const phoneAxis = 270;

/**
 * Spread into a horizontal axis of names: upright where they fit side by side, as on a wide page,
 * else turned to read upwards.
 */
export const uprightOrTurned: { tickangle: "auto"; autotickangles: number[] } = {
  tickangle: "auto",
  autotickangles: [0, -90],
};

/** An axis over powers of ten, for more values than could be labelled one by one. */
export const decadeTicks = { dtick: 1, tickformat: ",~r" } as const;
