/** At most this many colours fit a PNG's palette. */
export const paletteSize = 256;

interface Box {
  /** Colours as 0xrrggbb. */
  colours: Uint32Array;
  /** Shift of the channel that the colours differ most in: 16 red, 8 green, 0 blue. */
  shift: number;
  /**
   * What splitting this box gains: the difference in that channel, weighed by how many pixels it
   * touches.
   */
  gain: number;
}

/**
 * Chooses a palette for a picture's colours, and says which of them stands for each.
 *
 * Few colours are kept as they are. More are put into boxes by median cut: the box of the widest
 * spread is halved until there are as many as the palette holds. A colour that most of a box's
 * pixels have stands for it, so that the white page and the lines stay exact; else their mean.
 * Cost: O(c log c) for c different colours. Source: P. Heckbert, Color image quantization for frame
 * buffer display (1982).
 *
 * @param counts pixels of each colour, as 0xrrggbb
 */
export function reduceColours(counts: ReadonlyMap<number, number>): {
  palette: number[];
  indexOf: Map<number, number>;
} {
  let boxes = [measureBox(Uint32Array.from(counts.keys()), counts)];
  while (boxes.length < Math.min(paletteSize, counts.size)) {
    const widest = boxes.reduce((best, box) => (box.gain > best.gain ? box : best));
    boxes = [...boxes.filter((box) => box !== widest), ...halve(widest, counts)];
  }
  const indexOf = new Map<number, number>();
  const palette = boxes.map(({ colours }, index) => {
    for (const colour of colours) indexOf.set(colour, index);
    return chooseColour(colours, counts);
  });
  return { palette, indexOf };
}

function chooseColour(colours: Uint32Array, counts: ReadonlyMap<number, number>): number {
  const sums = [0, 0, 0];
  let pixels = 0;
  let most = colours[0];
  for (const colour of colours) {
    const count = counts.get(colour)!;
    pixels += count;
    for (let channel = 0; channel < 3; channel++)
      sums[channel] += count * ((colour >> (16 - 8 * channel)) & 255);
    if (count > counts.get(most)!) most = colour;
  }
  if (2 * counts.get(most)! > pixels) return most;
  const [red, green, blue] = sums.map((sum) => Math.round(sum / pixels));
  return (red << 16) | (green << 8) | blue;
}

function measureBox(colours: Uint32Array, counts: ReadonlyMap<number, number>): Box {
  let pixels = 0;
  const low = [255, 255, 255];
  const high = [0, 0, 0];
  for (const colour of colours) {
    pixels += counts.get(colour)!;
    for (let channel = 0; channel < 3; channel++) {
      const value = (colour >> (16 - 8 * channel)) & 255;
      if (value < low[channel]) low[channel] = value;
      if (value > high[channel]) high[channel] = value;
    }
  }
  const spreads = high.map((value, channel) => value - low[channel]);
  const spread = Math.max(...spreads);
  return {
    colours,
    shift: 16 - 8 * spreads.indexOf(spread),
    gain: colours.length < 2 ? -1 : spread ** 2 * Math.log2(1 + pixels),
  };
}

/**
 * Splits a box in the middle of its widest channel: by value, not by pixels, so that rare colours
 * far from the others keep a place.
 */
function halve({ colours, shift }: Box, counts: ReadonlyMap<number, number>): Box[] {
  const values = colours.map((colour) => (colour >> shift) & 255);
  const middle = (Math.min(...values) + Math.max(...values)) / 2;
  const isLow = (_: number, i: number): boolean => values[i] <= middle;
  return [colours.filter(isLow), colours.filter((colour, i) => !isLow(colour, i))].map((half) =>
    measureBox(half, counts),
  );
}
