import type { TensorToWrite } from "./safetensorsFile";
import { readTensor, readTensorBytes } from "./tensorFile";
import { encodeFloats, type FloatType } from "./tensorTypes";
import { rankOf, type Update } from "./updateFactors";

/** Both factors of an update at the rank that it has, to be scaled by `scale`. */
export interface KeptFactors {
  up(name: string): Promise<Uint8Array>;
  down(name: string): Promise<Uint8Array>;
}

/**
 * An update's factors as they are: those of all terms side by side, B taking up what its factor
 * differs from the scale by. Bytes stay where nothing is to be changed.
 */
export function keepFactors(update: Update, scale: number, type: FloatType): KeptFactors {
  return {
    up: async (name) => {
      const [only, ...others] = update.terms;
      if (others.length === 0 && only.factor === scale && only.up.type === type)
        return readTensorBytes(only.up);
      return encodeFloats(type, await joinColumns(update, scale), name);
    },
    down: async (name) => {
      const [only, ...others] = update.terms;
      if (others.length === 0 && only.down.type === type) return readTensorBytes(only.down);
      const parts: Uint8Array[] = [];
      for (const { down } of update.terms)
        parts.push(
          down.type === type
            ? await readTensorBytes(down)
            : encodeFloats(type, await readTensor(down), name),
        );
      return joinBytes(parts);
    },
  };
}

async function joinColumns(update: Update, scale: number): Promise<Float64Array> {
  const [rows, width] = [update.shape[0], rankOf(update)];
  const joined = new Float64Array(rows * width);
  let first = 0;
  for (const { up, rank, factor } of update.terms) {
    const part = await readTensor(up);
    const times = factor / scale;
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < rank; j++) joined[i * width + first + j] = times * part[i * rank + j];
    first += rank;
  }
  return joined;
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** A tensor whose making is told of. */
export function tellWhenMade(tensor: TensorToWrite, tell: () => void): TensorToWrite {
  return {
    ...tensor,
    bytes: async () => {
      const bytes = await tensor.bytes();
      tell();
      return bytes;
    },
  };
}
