/** Hears, if it will, why a part of the cell at hand is not shown as it was meant. */
export interface FaultListener {
  noteFault?(why: string): void;
}

/** Why something cannot be shown, in words. */
export function describeFault(error: unknown): string {
  return error instanceof RangeError ? "it is nested too deeply" : (error as Error).message;
}
