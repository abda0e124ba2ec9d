import { inflateSync } from "node:zlib";

/** A decoded picture. */
export interface Picture {
  /** Pixels in a row and rows. */
  width: number;
  height: number;
  /** Red, green, blue and opacity of each pixel, 0 … 255, row by row: width × height × 4 bytes. */
  rgba: Uint8Array;
}

interface Header {
  width: number;
  height: number;
  colourType: number;
}

export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes a pixel by colour type: grey, RGB, palette, grey with opacity, RGB with opacity. */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Beyond this a file is damaged, or nothing for a page. */
const mostPixels = 50_000_000;

/**
 * Decodes a PNG of 8 bits a channel, as browsers write them.
 *
 * Cost: one pass over the pixels. Source: https://www.w3.org/TR/png-3/
 *
 * @throws Error if the file is cut or damaged (its checksums are held against it), or of a kind
 *   that browsers do not write
 */
export function decodePng(file: Uint8Array): Picture {
  const chunks = readChunks(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  const header = readHeader(chunks);
  const pick = (type: string): Buffer =>
    Buffer.concat(chunks.filter((chunk) => chunk.type === type).map(({ data }) => data));
  const channels = channelsOf[header.colourType];
  const stride = header.width * channels;
  const wanted = header.height * (stride + 1);
  let rows: Buffer;
  try {
    rows = inflateSync(pick("IDAT"), { maxOutputLength: wanted + 1 });
  } catch (error) {
    throw new Error(`PNG whose pixels cannot be unpacked: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (rows.length !== wanted)
    throw new Error(
      `PNG with ${rows.length} bytes of pixels; ${header.width} × ${header.height} needs ${wanted}`,
    );
  const samples = unfilter(rows, header.height, stride, channels);
  return {
    width: header.width,
    height: header.height,
    rgba: toRgba(samples, header.colourType, pick("PLTE"), pick("tRNS")),
  };
}

function readChunks(file: Buffer): { type: string; data: Buffer }[] {
  if (!file.subarray(0, 8).equals(pngSignature))
    throw new Error("no PNG: its first bytes are others");
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < file.length;) {
    const length = at + 8 <= file.length ? file.readUInt32BE(at) : Infinity;
    if (at + 12 + length > file.length) throw new Error(`PNG cut off after ${file.length} bytes`);
    const type = file.toString("latin1", at + 4, at + 8);
    if (crc32(file.subarray(at + 4, at + 8 + length)) !== file.readUInt32BE(at + 8 + length))
      throw new Error(`PNG whose part ${type} is damaged`);
    chunks.push({ type, data: file.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  if (chunks.at(-1)?.type !== "IEND") throw new Error(`PNG cut off after ${file.length} bytes`);
  return chunks;
}

function readHeader([first]: { type: string; data: Buffer }[]): Header {
  if (first.type !== "IHDR" || first.data.length !== 13) throw new Error("PNG without a header");
  const [width, height] = [first.data.readUInt32BE(0), first.data.readUInt32BE(4)];
  const [depth, colourType, , , interlace] = first.data.subarray(8);
  if (width === 0 || height === 0 || width * height > mostPixels)
    throw new Error(`PNG of ${width} × ${height} pixels`);
  if (depth !== 8 || !(colourType in channelsOf) || interlace !== 0) {
    throw new Error(
      `PNG of ${depth} bits a channel, colour type ${colourType}${interlace === 0 ? "" : ", interlaced"}; it should have 8 bits and no interlacing, as browsers write it`,
    );
  }
  return { width, height, colourType };
}

/** Undoes the row filters: https://www.w3.org/TR/png-3/#9Filters */
function unfilter(rows: Buffer, height: number, stride: number, channels: number): Uint8Array {
  const samples = new Uint8Array(height * stride);
  for (let row = 0; row < height; row++) {
    const filter = rows[row * (stride + 1)];
    if (filter > 4) throw new Error(`PNG with an unknown row filter ${filter}`);
    for (let i = 0; i < stride; i++) {
      const at = row * stride + i;
      const left = i >= channels ? samples[at - channels] : 0;
      const up = row > 0 ? samples[at - stride] : 0;
      const corner = row > 0 && i >= channels ? samples[at - stride - channels] : 0;
      samples[at] = rows[row * (stride + 1) + 1 + i] + predict(filter, left, up, corner);
    }
  }
  return samples;
}

function predict(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    default:
      return paeth(left, up, corner);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const [byLeft, byUp, byCorner] = [
    Math.abs(up - corner),
    Math.abs(left - corner),
    Math.abs(left + up - 2 * corner),
  ];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

function toRgba(
  samples: Uint8Array,
  colourType: number,
  palette: Buffer,
  opacities: Buffer,
): Uint8Array {
  const channels = channelsOf[colourType];
  const rgba = new Uint8Array((samples.length / channels) * 4);
  for (let from = 0, to = 0; from < samples.length; from += channels, to += 4) {
    const index = samples[from];
    if (colourType === 3) {
      if (3 * index >= palette.length)
        throw new Error(
          `PNG with a pixel of colour ${index}, of which its palette has ${palette.length / 3}`,
        );
      rgba.set(
        [
          palette[3 * index],
          palette[3 * index + 1],
          palette[3 * index + 2],
          opacities[index] ?? 255,
        ],
        to,
      );
    } else {
      const isGrey = colourType === 0 || colourType === 4;
      rgba[to] = index;
      rgba[to + 1] = isGrey ? index : samples[from + 1];
      rgba[to + 2] = isGrey ? index : samples[from + 2];
      rgba[to + 3] =
        colourType === 4 ? samples[from + 1] : colourType === 6 ? samples[from + 3] : 255;
    }
  }
  return rgba;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** Checksum of a PNG's chunk: https://www.w3.org/TR/png-3/#D-CRCAppendix */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
