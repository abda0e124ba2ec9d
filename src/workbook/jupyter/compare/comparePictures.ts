import type { Mismatch } from "./compareText";
import { decodePng, type Picture } from "../png/decodePng";

/** Sizes in pixels that a picture of a figure can sensibly have. */
const [leastSide, mostSide] = [100, 6000];

/**
 * What is wrong with a figure's picture (base64 of a PNG), or undefined: it must be whole, of a
 * sensible size, and show something.
 */
export async function findPictureFault(base64: string): Promise<string | undefined> {
  const picture = await tryToDecode(base64);
  if (typeof picture === "string") return picture;
  const { width, height, rgba } = picture;
  if (Math.min(width, height) < leastSide || Math.max(width, height) > mostSide)
    return `a picture of ${width} × ${height} pixels`;
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height);
  return pixels.every((pixel) => pixel === pixels[0])
    ? "an empty picture: all its pixels are alike"
    : undefined;
}

/**
 * Compares two PNGs (base64) pixel by pixel: the same picture is other bytes where another version
 * of zlib packed it.
 */
export async function comparePictures(
  expected: string,
  found: string,
): Promise<Mismatch | undefined> {
  if (expected.trim() === found.trim()) return undefined;
  const [left, right] = await Promise.all([expected, found].map(tryToDecode));
  if (typeof left === "string" || typeof right === "string")
    return { place: "", expected: describePicture(left), found: describePicture(right) };
  if (left.width !== right.width || left.height !== right.height)
    return { place: "size", expected: describePicture(left), found: describePicture(right) };
  const at = left.rgba.findIndex((value, i) => value !== right.rgba[i]);
  if (at < 0) return undefined;
  const pixel = at >> 2;
  const color = ({ rgba }: Picture): string =>
    `rgba(${rgba.subarray(4 * pixel, 4 * pixel + 4).join(", ")})`;
  return {
    place: `pixel ${pixel % left.width}, ${Math.floor(pixel / left.width)}`,
    expected: color(left),
    found: color(right),
  };
}

/** The picture, or what is wrong with it. */
async function tryToDecode(base64: string): Promise<Picture | string> {
  const text = base64.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]+=*$/.test(text)) return "no PNG: it is not base64";
  try {
    return await decodePng(Buffer.from(text, "base64"));
  } catch (error) {
    return (error as Error).message;
  }
}

function describePicture(picture: Picture | string): string {
  return typeof picture === "string" ? picture : `${picture.width} × ${picture.height} pixels`;
}
