import { crc32, deflateSync } from "node:zlib";
import type { Picture } from "../../../src/workbook/jupyter/png/decodePng";

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** An opaque picture of stripes and a block, in seven colors. */
export function samplePicture(width: number, height: number): Picture {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isBlock = x > width / 2 && y > height / 2;
    rgba.set(isBlock ? [0, 114, 178] : [250, 40 * (x % 6), 20], 4 * i);
  }
  return { width, height, rgba };
}

/**
 * A PNG of 8 bits a channel; row r is filtered by filter r mod 5, so that all five are there.
 * Samples are given row by row.
 */
export function packPng(
  width: number,
  height: number,
  colorType: number,
  channels: number,
  samples: Uint8Array,
  others: readonly [string, number[]][] = [],
): Buffer {
  const stride = width * channels;
  const at = (row: number, i: number): number => (row < 0 || i < 0 ? 0 : samples[row * stride + i]);
  const rows = Array.from({ length: height }, (_, row) => {
    const filter = row % 5;
    const bytes = Array.from({ length: stride }, (_, i) => {
      const [value, a, b, c] = [
        at(row, i),
        at(row, i - channels),
        at(row - 1, i),
        i < channels ? 0 : at(row - 1, i - channels),
      ];
      const nearest = [a, b, c].reduce(
        (best, one) => (Math.abs(a + b - c - one) < Math.abs(a + b - c - best) ? one : best),
        a,
      );
      return (value - [0, a, b, Math.floor((a + b) / 2), nearest][filter]) & 255;
    });
    return [filter, ...bytes];
  });
  const size = (value: number): number[] => [
    value >>> 24,
    (value >> 16) & 255,
    (value >> 8) & 255,
    value & 255,
  ];
  const chunk = ([type, data]: readonly [string, number[] | Buffer]): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(data)]);
    return Buffer.concat([Buffer.from(size(data.length)), body, Buffer.from(size(crc32(body)))]);
  };
  const header = [...size(width), ...size(height), 8, colorType, 0, 0, 0];
  const parts: (readonly [string, number[] | Buffer])[] = [
    ["IHDR", header],
    ...others,
    ["IDAT", deflateSync(Buffer.from(rows.flat()))],
    ["IEND", []],
  ];
  return Buffer.concat([pngSignature, ...parts.map(chunk)]);
}

/** The picture as other software might pack it: three channels, every row filter. */
export function packRgb({ width, height, rgba }: Picture): Buffer {
  return packPng(
    width,
    height,
    2,
    3,
    rgba.filter((_, i) => i % 4 < 3),
  );
}
