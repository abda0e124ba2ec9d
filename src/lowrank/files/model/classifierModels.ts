import type { LogisticRegression } from "../../classify/logisticModel";
import type { NaiveBayes } from "../../classify/naiveBayes";
import {
  matrixTree,
  readClasses,
  readCount,
  readFields,
  readFlag,
  readMatrix,
  readNumber,
  readNumbers,
  type Tree,
} from "./modelTree";

export function logisticRegressionTree(model: LogisticRegression): Tree {
  const { classes, coefficients, intercepts, iterations, objective, converged } = model;
  return {
    classes,
    coefficients: matrixTree(coefficients),
    intercepts,
    iterations,
    objective,
    converged,
  };
}

export function readLogisticRegression(value: unknown, where: string): LogisticRegression {
  const fields = readFields(value, where);
  const classes = readClasses(fields.classes, `${where}.classes`);
  return {
    classes,
    coefficients: readMatrix(fields.coefficients, `${where}.coefficients`, {
      rows: classes.length,
    }),
    intercepts: readNumbers(fields.intercepts, `${where}.intercepts`, classes.length),
    iterations: readCount(fields.iterations, `${where}.iterations`),
    objective: readNumber(fields.objective, `${where}.objective`),
    converged: readFlag(fields.converged, `${where}.converged`),
  };
}

export function naiveBayesTree(model: NaiveBayes): Tree {
  const { classes, classLogPriors, featureLogProbabilities } = model;
  return {
    classes,
    classLogPriors,
    featureLogProbabilities: matrixTree(featureLogProbabilities),
  };
}

export function readNaiveBayes(value: unknown, where: string): NaiveBayes {
  const fields = readFields(value, where);
  const classes = readClasses(fields.classes, `${where}.classes`);
  const rows = classes.length;
  return {
    classes,
    classLogPriors: readNumbers(fields.classLogPriors, `${where}.classLogPriors`, rows),
    featureLogProbabilities: readMatrix(
      fields.featureLogProbabilities,
      `${where}.featureLogProbabilities`,
      { rows },
    ),
  };
}
