import { accuracy, loadNpy, npyToDense } from "../../src/lowrank/index";
import {
  fitMlLogisticRegression,
  predictMlLogisticRegression,
  type MlLogisticRegression,
} from "./mlLogisticRegression";
import type { Work } from "../harness/worker";
import { readJson } from "../inputs/files";

/** ml-logistic-regression at its defaults: 50,000 steps of gradient descent. */
export function prepare({
  features: file,
  labels: labelFile,
}: {
  features: string;
  labels: string;
}): Work<MlLogisticRegression> {
  const features = npyToDense(loadNpy(file));
  const labels = readJson<string[]>(labelFile);
  return {
    run: () => fitMlLogisticRegression(features, labels, { workBudget: Infinity }),
    report: (model) => ({
      accuracy: accuracy({
        actual: labels,
        predicted: predictMlLogisticRegression(model, features),
      }),
      iterations: model.steps,
    }),
  };
}
