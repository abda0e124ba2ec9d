import type { Floor } from "./contest";
import type { MachinePeak } from "./machinePeak";

/** How far a time is from the floor of its task. */
export interface Distance {
  /**
   * Time that the floor's work takes at the peak of one core: the longer of its arithmetic and its
   * traffic.
   */
  readonly floorSeconds: number;
  /**
   * Measured time / floorSeconds; below 1 only with more than one thread, or fused multiply-add.
   */
  readonly times: number;
  /** What was reached, in the unit that binds: "4.1 GFlop/s" or "2.0 GB/s". */
  readonly reached: string;
}

export function distanceToFloor(seconds: number, floor: Floor, peak: MachinePeak): Distance {
  const arithmetic = floor.flops / peak.flopsPerSecond;
  const traffic = floor.bytes / peak.bytesPerSecond;
  const floorSeconds = Math.max(arithmetic, traffic);
  const [amount, unit] = arithmetic >= traffic ? [floor.flops, "GFlop/s"] : [floor.bytes, "GB/s"];
  return {
    floorSeconds,
    times: seconds / floorSeconds,
    reached: `${(amount / seconds / 1e9).toPrecision(2)} ${unit}`,
  };
}
