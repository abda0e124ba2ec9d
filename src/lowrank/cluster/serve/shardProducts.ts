import { openShard, type Shard } from "./shard";

/** A file of the matrix: where the worker has it, and the name that its owner knows. */
export interface ShardPlace {
  readonly path: string;
  readonly name: string;
}

/** The shards that a process has opened, and their products. */
export interface ShardProducts {
  /** Opens them unless they are open. */
  open(places: readonly ShardPlace[]): Shard[];
  /** A X of the shards under each other. */
  multiply(places: readonly ShardPlace[], block: Float64Array, width: number): Float64Array;
  /** AᵀY: rows of Y as `multiply` gives them. */
  transposed(places: readonly ShardPlace[], block: Float64Array, width: number): Float64Array;
  /** Σ AₚᵀAₚ X / scale². */
  gram(
    places: readonly ShardPlace[],
    block: Float64Array,
    width: number,
    scale: number,
  ): Float64Array;
  close(): void;
}

export function createShardProducts(): ShardProducts {
  const shards = new Map<string, Shard>();
  const open = (place: ShardPlace): Shard => {
    const known = shards.get(place.path);
    if (known !== undefined) return known;
    const shard = naming(place, () => openShard(place.path));
    shards.set(place.path, shard);
    return shard;
  };
  return {
    open: (places) => places.map(open),
    multiply(places, block, width) {
      const images = places.map((place) => naming(place, () => open(place).multiply(block, width)));
      const product = new Float64Array(images.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const image of images) {
        product.set(image, at);
        at += image.length;
      }
      return product;
    },
    transposed(places, block, width) {
      let at = 0;
      return addUp(places, (place) => {
        const { rows } = open(place);
        const part = block.subarray(at, (at += rows * width));
        return open(place).multiplyTransposed(part, width);
      });
    },
    gram: (places, block, width, scale) =>
      addUp(places, (place) => open(place).multiplyGram(block, width, scale)),
    close() {
      for (const shard of shards.values()) shard.close();
      shards.clear();
    },
  };
}

/** Adds the products of shards, in their order. */
function addUp(
  places: readonly ShardPlace[],
  multiply: (place: ShardPlace) => Float64Array,
): Float64Array {
  const [first, ...rest] = places;
  const sum = naming(first, () => multiply(first));
  for (const place of rest) {
    const part = naming(place, () => multiply(place));
    for (let i = 0; i < sum.length; i++) sum[i] += part[i];
  }
  return sum;
}

/** Errors name the shard as its owner knows it. */
function naming<Result>({ path, name }: ShardPlace, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { message } = error as Error;
    throw new Error(message.includes(name) ? message : `shard ${name} (${path}): ${message}`, {
      cause: error,
    });
  }
}
