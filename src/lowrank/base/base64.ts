/** Bytes as base64, on every platform. */
export function toBase64(bytes: Uint8Array): string {
  const run = 0x8000; // fewer than the arguments that a call may have
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += run)
    parts.push(String.fromCharCode(...bytes.subarray(from, from + run)));
  return btoa(parts.join(""));
}

/** The bytes that a base64 text stands for. */
export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
