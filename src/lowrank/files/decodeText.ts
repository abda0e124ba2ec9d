import { isUtf8 } from "node:buffer";

/**
 * How a file's bytes stand for characters: "utf-8", or "latin1" (ISO 8859-1, one byte a character).
 */
export type TextEncoding = "utf-8" | "latin1";

/**
 * Decodes a file's bytes without guessing: bytes that are not UTF-8 are an error, not replacement
 * characters.
 *
 * @throws Error that names the file, the byte and what to do
 */
export function decodeText(content: Uint8Array, file: string, encoding: TextEncoding): string {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  if (encoding === "latin1") return bytes.toString("latin1");
  if (encoding !== "utf-8")
    throw new RangeError(
      `encoding "${String(encoding)}" is not supported; choose "utf-8" or "latin1"`,
    );
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new Error(`${file} is compressed with gzip; unpack it first: gunzip ${file}`);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new Error(`${file} is UTF-16, by its first two bytes; save it as UTF-8`);
  }
  if (!isUtf8(bytes)) {
    const at = firstInvalidByte(bytes);
    const hex = bytes[at].toString(16).padStart(2, "0");
    throw new Error(
      `${file}, byte ${at} (0x${hex}): not UTF-8; pass encoding: ` +
        `"latin1" if it is an older Western European file`,
    );
  }
  return bytes.toString("utf8");
}

/**
 * Decoding puts U+FFFD where bytes are wrong; one that the file itself holds is encoded as EF BF BD
 * there.
 */
function firstInvalidByte(bytes: Buffer): number {
  const text = bytes.toString("utf8");
  let byte = 0;
  for (let from = 0; ;) {
    const found = text.indexOf("\ufffd", from);
    byte += Buffer.byteLength(text.slice(from, found));
    if (bytes.readUIntBE(byte, Math.min(3, bytes.length - byte)) !== 0xefbfbd) return byte;
    byte += 3;
    from = found + 1;
  }
}
