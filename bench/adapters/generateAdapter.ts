import { createRandom } from "lowrank";
import { safetensorsFile, type OutputFile, type TensorToWrite } from "lowrank/adapters";

/** How large the model is that adapters are generated for. */
export interface AdapterSize {
  readonly layers: number;
  /** Of the model; 4096 is that of seven billion weights. */
  readonly width: number;
}

/** Outputs and inputs of the seven matrices of a layer, by name. */
export function listMatrices({ layers, width }: AdapterSize): [string, [number, number]][] {
  const inner = Math.round((width * 11_008) / 4096);
  const matrices: Record<string, [number, number]> = {
    q_proj: [width, width],
    k_proj: [width, width],
    v_proj: [width, width],
    o_proj: [width, width],
    gate_proj: [inner, width],
    up_proj: [inner, width],
    down_proj: [width, inner],
  };
  return Array.from({ length: layers }, (_, layer) =>
    Object.entries(matrices).map(([name, shape]): [string, [number, number]] => [
      `layers.${layer}.${name}`,
      shape,
    ]),
  ).flat();
}

/** An adapter with random factors whose spectrum falls: B's columns by `fall` each. */
export function generateAdapter(
  name: string,
  size: AdapterSize,
  { rank, seed = 0, fall = 0.93 }: { rank: number; seed?: number; fall?: number },
): OutputFile {
  const tensors = listMatrices(size).flatMap(([place, [rows, columns]], i): TensorToWrite[] => [
    randomTensor(`${place}.lora_A.weight`, [rank, columns], 1e4 * seed + 2 * i),
    randomTensor(
      `${place}.lora_B.weight`,
      [rows, rank],
      1e4 * seed + 2 * i + 1,
      (at) => fall ** (at % rank),
    ),
  ]);
  return safetensorsFile(name, tensors);
}

/** Normal numbers of standard deviation 0.02, each times what `sizeOf` says. */
export function randomTensor(
  name: string,
  shape: readonly [number, number],
  seed: number,
  sizeOf: (at: number) => number = () => 1,
): TensorToWrite {
  const bytes = (): Promise<Uint8Array> => {
    const random = createRandom(seed);
    const numbers = Float32Array.from(
      { length: shape[0] * shape[1] },
      (_, at) => 0.02 * sizeOf(at) * random.normal(),
    );
    return Promise.resolve(new Uint8Array(numbers.buffer));
  };
  return { name, type: "F32", shape, bytes };
}
