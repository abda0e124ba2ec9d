import { fromBase64 } from "../../base/base64";
import type { PackedNumbers, PackedText } from "./payload";

/**
 * The numbers that `packNumbers` packed, each to half a step.
 *
 * Browsers have the decompression built in (DecompressionStream), and so has Node.
 *
 * @throws RangeError if there are fewer or more numbers than the pack says
 */
export async function unpackNumbers({ length, step, bytes }: PackedNumbers): Promise<Float64Array> {
  const raw = await inflate(bytes);
  const planes = length === 0 ? 2 : raw.length / length;
  if (planes !== 2 && planes !== 3)
    throw new RangeError(
      `${raw.length} bytes hold no ${length} packed numbers; make the figure again`,
    );
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const folded = raw[i] | (raw[length + i] << 8) | (planes === 3 ? raw[2 * length + i] << 16 : 0);
    values[i] = step * (folded & 1 ? -((folded + 1) >> 1) : folded >> 1);
  }
  return values;
}

/** The text that `packText` packed. */
export async function unpackText({ bytes }: PackedText): Promise<string> {
  return new TextDecoder().decode(await inflate(bytes));
}

async function inflate(base64: string): Promise<Uint8Array> {
  const stream = new Blob([fromBase64(base64)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
