/** A module that its package does not declare. */
declare module "hyparquet-compressors/src/lz4.js" {
  export function decompressLz4(bytes: Uint8Array, length: number): Uint8Array;
  export function decompressLz4Raw(bytes: Uint8Array, length: number): Uint8Array;
}
