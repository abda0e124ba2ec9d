import { checkFields } from "../../base/checkFields";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { updateMatrix, type AdaptationMethod, type LayerUpdate } from "../adaptation";
import { checkTransformer, type Transformer } from "./transformer";

/**
 * What adapting adds to a frozen transformer; it is kept apart, so that one model can serve many
 * tasks.
 */
export interface TransformerAdaptation {
  readonly method: AdaptationMethod;
  /** The changes by the name of the weights; what is not named stays as it was. */
  readonly updates: Readonly<Record<string, LayerUpdate>>;
  /** How many numbers were trained. */
  readonly parameters: number;
  /** Mean of −ln p(next word) over the texts of each step of training, in nats, before the step. */
  readonly losses: readonly number[];
}

/**
 * Adds an adaptation to its transformer: W = W₀ + ΔW for each weight that it changes.
 *
 * Cost: 2 · outputs · inputs · r flops a matrix.
 *
 * Source: Hu et al. 2021, LoRA, section 4.1 ("no additional inference latency").
 *
 * @throws RangeError if the adaptation was made for a transformer of other weights
 * @example
 * const onVerbs = mergeTransformer(languageModel, verbAdaptation);
 * // As transformerPerplexity(languageModel, verbs, { adaptation: verbAdaptation }):
 * transformerPerplexity(onVerbs, verbs) < transformerPerplexity(languageModel, verbs); // true
 */
export function mergeTransformer(
  model: Transformer,
  adaptation: TransformerAdaptation,
): Transformer {
  checkTransformer(model);
  checkTransformerAdaptation(model, adaptation);
  const weights = Object.entries(model.weights).map(([name, before]) => {
    const { rows, columns } = before;
    const after = new DenseMatrix(rows, columns, before.data.slice());
    if (Object.hasOwn(adaptation.updates, name))
      updateMatrix(adaptation.updates[name]).data.forEach((value, at) => (after.data[at] += value));
    return [name, after];
  });
  return { ...model, weights: Object.fromEntries(weights) as Transformer["weights"] };
}

/** Refuses an adaptation that does not fit the transformer's weights. */
export function checkTransformerAdaptation(
  { weights }: Transformer,
  adaptation: TransformerAdaptation,
): void {
  checkFields(
    adaptation,
    ["method", "updates", "parameters"],
    "adaptation",
    "adaptTransformer(model, texts)",
  );
  for (const [name, update] of Object.entries(adaptation.updates)) {
    if (!Object.hasOwn(weights, name))
      throw new RangeError(
        `the adaptation changes ${name}, which the model lacks; ` +
          "use the model that it was made for",
      );
    const { rows, columns } = weights[name];
    const [height, width] =
      update.kind === "dense"
        ? [update.weights.rows, update.weights.columns]
        : [update.b.rows, update.a.columns];
    if (height !== rows || width !== columns)
      throw new RangeError(
        `${name} is ${rows} × ${columns}, its update ${height} × ${width}; ` +
          "use the model that the adaptation was made for",
      );
  }
}
