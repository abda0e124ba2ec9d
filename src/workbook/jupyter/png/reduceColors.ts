/** At most this many colors fit a PNG's palette. */
export const paletteSize = 256;

interface Box {
  /** Colors as 0xrrggbb. */
  colors: Uint32Array;
  /** Shift of the channel that the colors differ most in: 16 red, 8 green, 0 blue. */
  shift: number;
  /**
   * What splitting this box gains: the difference in that channel, weighed by how many pixels it
   * touches.
   */
  gain: number;
}

/**
 * Chooses a palette for a picture's colors, and says which of them stands for each.
 *
 * Few colors are kept as they are. More are put into boxes by median cut: the box of the widest
 * spread is halved until there are as many as the palette holds. A color that most of a box's
 * pixels have stands for it, so that the white page and the lines stay exact; else their mean.
 * Cost: O(c log c) for c different colors. Source: P. Heckbert, Color image quantization for frame
 * buffer display (1982).
 *
 * @param counts pixels of each color, as 0xrrggbb
 */
export function reduceColors(counts: ReadonlyMap<number, number>): {
  palette: number[];
  indexOf: Map<number, number>;
} {
  let boxes = [measureBox(Uint32Array.from(counts.keys()), counts)];
  while (boxes.length < Math.min(paletteSize, counts.size)) {
    const widest = boxes.reduce((best, box) => (box.gain > best.gain ? box : best));
    boxes = [...boxes.filter((box) => box !== widest), ...halve(widest, counts)];
  }
  const indexOf = new Map<number, number>();
  const palette = boxes.map(({ colors }, index) => {
    for (const color of colors) indexOf.set(color, index);
    return chooseColor(colors, counts);
  });
  return { palette, indexOf };
}

function chooseColor(colors: Uint32Array, counts: ReadonlyMap<number, number>): number {
  const sums = [0, 0, 0];
  let pixels = 0;
  let most = colors[0];
  for (const color of colors) {
    const count = counts.get(color)!;
    pixels += count;
    for (let channel = 0; channel < 3; channel++)
      sums[channel] += count * ((color >> (16 - 8 * channel)) & 255);
    if (count > counts.get(most)!) most = color;
  }
  if (2 * counts.get(most)! > pixels) return most;
  const [red, green, blue] = sums.map((sum) => Math.round(sum / pixels));
  return (red << 16) | (green << 8) | blue;
}

function measureBox(colors: Uint32Array, counts: ReadonlyMap<number, number>): Box {
  let pixels = 0;
  const low = [255, 255, 255];
  const high = [0, 0, 0];
  for (const color of colors) {
    pixels += counts.get(color)!;
    for (let channel = 0; channel < 3; channel++) {
      const value = (color >> (16 - 8 * channel)) & 255;
      if (value < low[channel]) low[channel] = value;
      if (value > high[channel]) high[channel] = value;
    }
  }
  const spreads = high.map((value, channel) => value - low[channel]);
  const spread = Math.max(...spreads);
  return {
    colors,
    shift: 16 - 8 * spreads.indexOf(spread),
    gain: colors.length < 2 ? -1 : spread ** 2 * Math.log2(1 + pixels),
  };
}

/**
 * Splits a box in the middle of its widest channel: by value, not by pixels, so that rare colors
 * far from the others keep a place.
 */
function halve({ colors, shift }: Box, counts: ReadonlyMap<number, number>): Box[] {
  const values = colors.map((color) => (color >> shift) & 255);
  const middle = (Math.min(...values) + Math.max(...values)) / 2;
  const isLow = (_: number, i: number): boolean => values[i] <= middle;
  return [colors.filter(isLow), colors.filter((color, i) => !isLow(color, i))].map((half) =>
    measureBox(half, counts),
  );
}
