let depth = 0;

/** Runs the compiler: what tslab's converter prints meanwhile is not the cell's. */
export function quietly<T>(work: () => T): T {
  depth++;
  try {
    return work();
  } finally {
    depth--;
  }
}

/** True while the compiler runs. */
export function isQuiet(): boolean {
  return depth > 0;
}
