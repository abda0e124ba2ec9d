/* Stands for node:zlib in a browser's worker. */
import { Buffer } from "buffer";
import * as fflate from "fflate";

const asBuffer = (bytes: Uint8Array): Uint8Array =>
  Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);

export const gunzipSync = (bytes: Uint8Array): Uint8Array => asBuffer(fflate.gunzipSync(bytes));
export const gzipSync = (bytes: Uint8Array): Uint8Array => asBuffer(fflate.gzipSync(bytes));
export const inflateRawSync = (bytes: Uint8Array): Uint8Array =>
  asBuffer(fflate.inflateSync(bytes));
export const deflateRawSync = (bytes: Uint8Array): Uint8Array =>
  asBuffer(fflate.deflateSync(bytes));
export const inflateSync = (bytes: Uint8Array): Uint8Array => asBuffer(fflate.unzlibSync(bytes));
export const deflateSync = (bytes: Uint8Array): Uint8Array => asBuffer(fflate.zlibSync(bytes));
