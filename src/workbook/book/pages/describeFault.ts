/** Why something cannot be shown, in words. */
export function describeFault(error: unknown): string {
  return error instanceof RangeError ? "it is nested too deeply" : (error as Error).message;
}
