/** What bytes 0x80 to 0x9f stand for; the five that have no character stay control characters. */
const special = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/**
 * Decodes Windows-1252 (Latin-1 with typographic quotes and dashes in place of control characters).
 *
 * Not TextDecoder's, for some versions of Node decode Latin-1 in its place.
 *
 * Source: WHATWG Encoding Standard, index windows-1252.
 */
export function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (char) => special[char.charCodeAt(0) - 0x80]);
}
