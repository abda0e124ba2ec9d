import { open, stat } from "node:fs/promises";
import path from "node:path";
import type { ByteSource } from "../adapt/adapters/byteSource";

/**
 * A file on disk as a source of bytes. It is opened for each read and closed after it, so that
 * nothing is left open.
 */
export async function fileSource(file: string): Promise<ByteSource> {
  const { size } = await stat(file);
  return {
    name: path.basename(file),
    size,
    async read(from, to) {
      const bytes = new Uint8Array(to - from);
      const handle = await open(file, "r");
      try {
        for (let at = 0; at < bytes.length;) {
          const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at);
          if (bytesRead === 0)
            throw new Error(`${file} ends at byte ${from + at}; it was cut while it was read`);
          at += bytesRead;
        }
      } finally {
        await handle.close();
      }
      return bytes;
    },
  };
}
