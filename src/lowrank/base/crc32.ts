/** CRC-32 of each byte by itself. */
const table = /* @__PURE__ */ Int32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/**
 * The checksum CRC-32 of ZIP and PNG.
 *
 * Cost: one pass. Source: ISO 3309.
 */
export function crc32(bytes: ArrayLike<number>): number {
  let remainder = -1;
  for (let i = 0; i < bytes.length; i++)
    remainder = (remainder >>> 8) ^ table[(remainder ^ bytes[i]) & 0xff];
  return (remainder ^ -1) >>> 0;
}
