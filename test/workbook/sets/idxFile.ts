/** An IDX file as its description lays it out. */
export function formatIdx(shape: readonly number[], data: Uint8Array): Buffer {
  const head = Buffer.from([0, 0, 0x08, shape.length]);
  const extents = Buffer.alloc(4 * shape.length);
  shape.forEach((extent, i) => extents.writeUInt32BE(extent, 4 * i));
  return Buffer.concat([head, extents, data]);
}
