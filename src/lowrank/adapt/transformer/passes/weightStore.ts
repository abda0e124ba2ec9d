import type { Transformer } from "../transformer";
import { sizesOf } from "../transformer";
import { isNorm, type TransformerSizes } from "../weightShapes";
import { transposeInto, type Numbers, type NumberStore } from "./numberStore";

/** A transformer's weights where the kernels find them, with the transposes of its matrices. */
export interface WeightStore {
  readonly sizes: TransformerSizes;
  readonly weights: Readonly<Record<string, Numbers>>;
  readonly transposes: Readonly<Record<string, Numbers>>;
  /** Makes a matrix's transpose anew, after its weights have changed. */
  refresh(name: string): void;
}

export function storeWeights(store: NumberStore, model: Transformer): WeightStore {
  const weights: Record<string, Numbers> = {};
  const transposes: Record<string, Numbers> = {};
  for (const [name, { data }] of Object.entries(model.weights)) {
    weights[name] = store.copy(data);
    if (!isNorm(name) && name !== "positions") transposes[name] = store.reserve(data.length);
  }
  const refresh = (name: string): void => {
    if (!(name in transposes)) return;
    const { rows, columns } = model.weights[name];
    transposeInto(store.view(weights[name]), rows, columns, store.view(transposes[name]));
  };
  Object.keys(transposes).forEach(refresh);
  return { sizes: sizesOf(model), weights, transposes, refresh };
}
