import { zlibSync } from "fflate";
import { crc32 } from "../../base/crc32";

/** A color of a picture: red, green, blue, and opacity, 0 … 255. */
export type PaletteColor = readonly [red: number, green: number, blue: number, opacity: number];

/**
 * Writes a picture with a palette as a PNG in a data address, as a page or Plotly shows it.
 *
 * The pixels are stored, not compressed: then the same picture is the same text on every machine
 * and in every browser.
 *
 * Cost: one pass over the pixels; 4/3 characters a pixel. Source: https://www.w3.org/TR/png-3/
 *
 * @param indices - a number of the palette a pixel, line after line
 * @param palette - at most 256 colors
 */
export function encodePicture(
  indices: Uint8Array,
  width: number,
  palette: readonly PaletteColor[],
): string {
  const height = indices.length / width;
  const lines = new Uint8Array(height * (width + 1)); // a zero before each line: no filter
  for (let y = 0; y < height; y++)
    lines.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const parts = [
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    writeChunk("IHDR", [...bigEndian(width), ...bigEndian(height), 8, 3, 0, 0, 0]),
    writeChunk(
      "PLTE",
      palette.flatMap(([red, green, blue]) => [red, green, blue]),
    ),
    writeChunk(
      "tRNS",
      palette.map(([, , , opacity]) => opacity),
    ),
    writeChunk("IDAT", zlibSync(lines, { level: 0 })),
    writeChunk("IEND", []),
  ];
  return `data:image/png;base64,${btoa(parts.map(toBinaryString).join(""))}`;
}

function writeChunk(type: string, data: Iterable<number>): number[] {
  const named = [...Array.from(type, (letter) => letter.charCodeAt(0)), ...data];
  return [...bigEndian(named.length - type.length), ...named, ...bigEndian(crc32(named))];
}

function bigEndian(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

/** In pieces, since a call takes only so many arguments. */
function toBinaryString(bytes: readonly number[]): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.slice(at, at + 4096));
  return text;
}
