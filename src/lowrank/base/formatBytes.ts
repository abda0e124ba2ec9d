const units = ["kB", "MB", "GB"];

/** Bytes in the decimal unit that suits them: 512 bytes, 57.5 kB, 11.6 MB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1]}`;
}
