/* Stands for node:buffer in a browser's worker. */
export { Buffer } from "buffer";

/** Whether bytes are well-formed UTF-8. */
export function isUtf8(bytes: ArrayBufferView): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
