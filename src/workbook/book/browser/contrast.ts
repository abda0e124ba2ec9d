/** Red, green, blue, 0 … 255. */
export type Rgb = readonly [number, number, number];

/**
 * Reads `#rgb`, `#rrggbb` and `rgb(r, g, b)`; undefined for everything else, translucent colors
 * among it.
 */
export function parseColor(text: string): Rgb | undefined {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const digits =
      hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
    return digits.map((pair) => parseInt(pair, 16)) as unknown as Rgb;
  }
  const channels = /^rgb\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)$/.exec(text.trim());
  return channels ? [Number(channels[1]), Number(channels[2]), Number(channels[3])] : undefined;
}

/** WCAG 2 contrast ratio, 1 … 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrastRatio(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * The color, moved towards black or white in small steps until it stands out from the background
 * by `ratio`.
 */
export function ensureContrast(text: string, background: Rgb, ratio: number): string {
  const color = parseColor(text);
  if (!color || contrastRatio(color, background) >= ratio) return text;
  const target = luminance(background) > 0.18 ? 0 : 255;
  for (let part = 0.05; part < 1; part += 0.05) {
    const mixed = color.map((channel) =>
      Math.round(channel + (target - channel) * part),
    ) as unknown as Rgb;
    if (contrastRatio(mixed, background) >= ratio) return `rgb(${mixed.join(",")})`;
  }
  return `rgb(${target},${target},${target})`;
}
