import type { Adapter, AdapterModule } from "./adapter";
import type { Tensor } from "./safetensorsHeader";
import { readTensor, type TensorFile } from "./tensorFile";

/**
 * The base weight that a module changes: the tensor of the module's name, or the only one whose
 * name is the module's behind, or before, a prefix such as `model.`.
 *
 * @throws Error that names the module if there is none, several, or one of another size
 */
export function findBaseWeight(base: TensorFile, { name, shape }: AdapterModule): Tensor {
  const wanted = `${name}.weight`;
  const exact = base.tensors.get(wanted);
  const found = exact
    ? [exact]
    : [...base.tensors.values()].filter(
        (one) => one.name.endsWith(`.${wanted}`) || wanted.endsWith(`.${one.name}`),
      );
  if (found.length !== 1)
    throw new Error(
      found.length === 0
        ? `${base.name} holds no ${wanted}; it is not the base of this adapter`
        : `${base.name} holds ${found.map((one) => one.name).join(", ")}, ` +
            `each of which may be ${wanted}`,
    );
  const count = found[0].shape.reduce((product, size) => product * size, 1);
  if (count !== shape[0] * shape[1])
    throw new Error(
      `${base.name}: ${found[0].name} has shape [${found[0].shape.join(", ")}], ` +
        `and the update of ${name} is ${shape.join(" × ")}; it is not the base of this adapter`,
    );
  return found[0];
}

/**
 * ‖W‖_F of the base weight of each module, to hold ‖ΔW‖_F against.
 *
 * Cost: one pass over these weights, one in memory at a time.
 *
 * @throws Error that names the module if the base has no weight for it, or one of another size
 * @example
 * const adapter = await openAdapter("my-adapter");
 * await baseNorms(adapter, await openWeights("base.safetensors")); // [5, 10]
 */
export async function baseNorms(adapter: Adapter, base: TensorFile): Promise<number[]> {
  const norms: number[] = [];
  for (const module of adapter.modules) {
    const weights = await readTensor(findBaseWeight(base, module));
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i] * weights[i];
    norms.push(Math.sqrt(sum));
  }
  return norms;
}
