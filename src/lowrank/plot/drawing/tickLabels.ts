/**
 * Values to label on a logarithmic axis: those given, without any that would stand too close
 * together on a phone.
 */
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
