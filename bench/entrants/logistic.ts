import {
  accuracy,
  fitLogisticRegression,
  loadNpy,
  npyToDense,
  predictLogisticRegression,
  saveNpy,
  type LogisticRegression,
} from "../../src/lowrank/index";
import type { Work } from "../harness/worker";
import { readJson } from "../inputs/files";

export interface LogisticInput {
  readonly features: string;
  readonly labels: string;
  readonly tolerance: number;
  /** Default: the library's own choice. */
  readonly threads?: number;
  /** Prefix of the files to write. */
  readonly outputs: string;
}

export function prepare(input: LogisticInput): Work<LogisticRegression> {
  const features = npyToDense(loadNpy(input.features));
  const labels = readJson<string[]>(input.labels);
  return {
    run: () =>
      fitLogisticRegression(features, labels, {
        tolerance: input.tolerance,
        ...(input.threads && { threads: input.threads }),
      }),
    report(model) {
      const weights = `${input.outputs}.weights.npy`;
      const intercepts = `${input.outputs}.intercepts.npy`;
      saveNpy(weights, model.coefficients);
      saveNpy(intercepts, { shape: [model.intercepts.length], data: model.intercepts });
      const predicted = predictLogisticRegression(model, features);
      return {
        weights,
        intercepts,
        iterations: model.iterations,
        accuracy: accuracy({ actual: labels, predicted }),
      };
    },
  };
}
