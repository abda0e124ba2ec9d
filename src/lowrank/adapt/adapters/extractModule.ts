import { DenseMatrix } from "../../linalg/denseMatrix";
import { truncatedSvd } from "../../linalg/truncatedSvd";
import type { ModuleToWrite } from "./adapterOutput";
import type { AdapterWorkOptions } from "./adapterSpectrum";
import { peftPrefix } from "./peftAdapter";
import type { Tensor } from "./safetensorsHeader";
import { readTensor } from "./tensorFile";
import { encodeFloats, type FloatType } from "./tensorTypes";

export interface ExtractOptions extends AdapterWorkOptions {
  /** Rank of every module; with `energy` the largest. Default 16, with `energy` 256. */
  rank?: number;
  /** The least rank that keeps this share of ‖W′ − W‖²_F, module by module. */
  energy?: number;
  /** Type of the factors. Default "F32". */
  type?: FloatType;
  /** Which weights, by their names; default all matrices that changed. */
  modules?: RegExp;
  /** Whether the model stores its linear weights as inputs × outputs, as GPT-2 does. */
  fanInFanOut?: boolean;
  /** Relative error at which the SVD of a difference stops. Default 1e-4. */
  tolerance?: number;
}

/** What an extracted module keeps of its weight's change. */
export interface ExtractedModule {
  readonly name: string;
  readonly shape: readonly [number, number];
  readonly rank: number;
  /** ‖W′ − W‖_F. */
  readonly norm: number;
  /** Share of its square that the adapter holds. */
  readonly energyKept: number;
}

/** What PyTorch models call tables of vectors, to which PEFT adds another kind of adapter. */
const embeddingName = /(?:^|[._])(?:embed_tokens|wte|wpe|shared|tok_embeddings|\w*embeddings?)$/;

/** The truncated SVD of a matrix's change as factors of PEFT's names; undefined for no change. */
export async function extractModule(
  before: Tensor,
  after: Tensor,
  options: ExtractOptions,
): Promise<{ module: ExtractedModule; written: ModuleToWrite } | undefined> {
  const name = after.name.slice(0, -".weight".length);
  const difference = await subtract(before, after);
  const norm = Math.sqrt(difference.data.reduce((sum, value) => sum + value * value, 0));
  if (norm === 0) return undefined;
  const { u, singularValues, v } = factor(difference, norm, options);
  const rank = singularValues.length;
  const kept = singularValues.reduce((sum, value) => sum + value * value, 0) / norm ** 2;
  const isEmbedding = embeddingName.test(name);
  const turned = isEmbedding || (options.fanInFanOut === true && after.shape.length === 2);
  const [left, right] = turned ? [v, u] : [u, v];
  const shape: [number, number] = [left.rows, right.rows];
  const [endUp, endDown] = isEmbedding
    ? [".lora_embedding_B", ".lora_embedding_A"]
    : [".lora_B.weight", ".lora_A.weight"];
  const kernel = after.shape.slice(2);
  const type = options.type ?? "F32";
  const tensor = (end: string, size: readonly number[], numbers: Float64Array) => {
    const full = `${peftPrefix}${name}${end}`;
    const bytes = encodeFloats(type, numbers, full);
    return { name: full, type, shape: size, bytes: () => Promise.resolve(bytes) };
  };
  const roots = singularValues.map(Math.sqrt);
  const [up, down] = [scaledRows(left, roots), transposed(scaledRows(right, roots), rank)];
  return {
    module: { name, shape, rank, norm, energyKept: Math.min(1, kept) },
    written: {
      ...{ name, rank, scale: 1, others: [] },
      up: tensor(endUp, [shape[0], rank, ...kernel.map(() => 1)], up),
      down: tensor(endDown, [rank, ...(turned ? [shape[1]] : after.shape.slice(1))], down),
    },
  };
}

async function subtract(before: Tensor, after: Tensor): Promise<DenseMatrix> {
  const data = Float64Array.from(await readTensor(after));
  const old = await readTensor(before);
  for (let i = 0; i < data.length; i++) data[i] -= old[i];
  return new DenseMatrix(after.shape[0], data.length / after.shape[0], data);
}

/** The SVD at the rank, or at the least rank that keeps the energy. */
function factor(difference: DenseMatrix, norm: number, options: ExtractOptions) {
  const { rows, columns } = difference;
  const { energy, threads, tolerance = 1e-4 } = options;
  const most = Math.min(rows, columns, options.rank ?? (energy === undefined ? 16 : 256));
  const svd = (rank: number) => truncatedSvd(difference, rank, { threads, tolerance });
  if (energy === undefined) return svd(most);
  for (let tried = Math.min(most, 8); ; tried = Math.min(most, 2 * tried)) {
    const found = svd(tried);
    let [sum, rank] = [0, 0];
    while (rank < tried && sum < energy * norm ** 2) sum += found.singularValues[rank++] ** 2;
    if (sum < energy * norm ** 2 && tried < most) continue;
    return { ...found, singularValues: found.singularValues.slice(0, rank) };
  }
}

/** A matrix's first columns, each times its factor, row after row. */
function scaledRows({ rows, columns, data }: DenseMatrix, factors: Float64Array): Float64Array {
  const count = factors.length;
  const scaled = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < count; j++) scaled[i * count + j] = data[i * columns + j] * factors[j];
  return scaled;
}

function transposed(data: Float64Array, columns: number): Float64Array {
  const rows = data.length / columns;
  const turned = new Float64Array(data.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j];
  return turned;
}
