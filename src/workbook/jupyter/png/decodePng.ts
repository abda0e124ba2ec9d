/** A decoded picture. */
export interface Picture {
  /** Pixels in a row and rows. */
  width: number;
  height: number;
  /** Red, green, blue and opacity of each pixel, 0 … 255, row by row: width × height × 4 bytes. */
  rgba: Uint8Array;
}

/** Beyond this a file is damaged, or nothing for a page. */
const mostPixels = 50_000_000;

/**
 * Decodes a PNG of 8 bits a channel, as browsers write them, by the package fast-png.
 *
 * Cost: one pass over the pixels. Source: https://www.w3.org/TR/png-3/
 *
 * @throws Error if the file is cut or damaged (its checksums are held against it), or of a kind
 *   that browsers do not write
 */
export async function decodePng(file: Uint8Array): Promise<Picture> {
  const { decode, hasPngSignature } = await import("fast-png");
  if (!hasPngSignature(file)) throw new Error("no PNG: its first bytes are others");
  if (file.length < 33) throw new Error(`PNG cut off after ${file.length} bytes`);
  checkSize(file);
  const { width, height, depth, channels, data, palette } = readWhole(() =>
    decode(file, { checkCrc: true }),
  );
  if (depth !== 8)
    throw new Error(`PNG of ${depth} bits a channel; it should have 8, as browsers write it`);
  return { width, height, rgba: toRgba(data, channels, palette) };
}

/** Before any room is made for the pixels: the header's first two numbers are their counts. */
function checkSize(file: Uint8Array): void {
  const header = new DataView(file.buffer, file.byteOffset + 16);
  const [width, height] = [header.getUint32(0), header.getUint32(4)];
  if (width === 0 || height === 0 || width * height > mostPixels)
    throw new Error(`PNG of ${width} × ${height} pixels`);
}

function readWhole<Decoded>(decode: () => Decoded): Decoded {
  try {
    return decode();
  } catch (error) {
    throw new Error(`PNG cut off or damaged: ${(error as Error).message}`, { cause: error });
  }
}

/** Pixels of one to four channels, or numbers of a palette, as four channels. */
function toRgba(
  data: ArrayLike<number>,
  channels: number,
  palette: readonly (readonly number[])[] | undefined,
): Uint8Array {
  const pixels = data.length / channels;
  const rgba = new Uint8Array(4 * pixels).fill(255);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * channels;
    if (palette !== undefined) {
      const color = palette[data[pixel]] as readonly number[] | undefined;
      if (color === undefined)
        throw new Error(
          `PNG with a pixel of color ${data[pixel]}, of which its palette has ${palette.length}`,
        );
      rgba.set(color, 4 * pixel);
      continue;
    }
    for (let channel = 0; channel < 3; channel++)
      rgba[4 * pixel + channel] = data[from + (channels < 3 ? 0 : channel)];
    if (channels % 2 === 0) rgba[4 * pixel + 3] = data[from + channels - 1];
  }
  return rgba;
}
