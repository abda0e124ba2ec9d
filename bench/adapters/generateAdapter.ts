import { createRandom } from "lowrank";
import { safetensorsFile, type OutputFile, type TensorToWrite } from "lowrank/adapters";

/** Outputs and inputs of the seven matrices of a layer of a model of seven billion weights. */
const matrices = {
  q_proj: [4096, 4096],
  k_proj: [4096, 4096],
  v_proj: [4096, 4096],
  o_proj: [4096, 4096],
  gate_proj: [11_008, 4096],
  up_proj: [11_008, 4096],
  down_proj: [4096, 11_008],
} as const;

/** An adapter of that size with random factors whose spectrum falls: B's columns by .93 each. */
export function generateAdapter(name: string, layers: number, rank: number): OutputFile {
  const tensors: TensorToWrite[] = [];
  for (let layer = 0; layer < layers; layer++)
    for (const [i, [module, [rows, columns]]] of Object.entries(matrices).entries()) {
      const seed = 100 * layer + 2 * i;
      const place = `layers.${layer}.${module}`;
      tensors.push(
        factor(`${place}.lora_A.weight`, [rank, columns], seed, () => 1),
        factor(`${place}.lora_B.weight`, [rows, rank], seed + 1, (at) => 0.93 ** (at % rank)),
      );
    }
  return safetensorsFile(name, tensors);
}

function factor(
  name: string,
  shape: readonly [number, number],
  seed: number,
  size: (at: number) => number,
): TensorToWrite {
  const bytes = (): Promise<Uint8Array> => {
    const random = createRandom(seed);
    const numbers = Float32Array.from(
      { length: shape[0] * shape[1] },
      (_, at) => 0.02 * size(at) * random.normal(),
    );
    return Promise.resolve(new Uint8Array(numbers.buffer));
  };
  return { name, type: "F32", shape, bytes };
}
