/** What the package ml-logistic-regression 2.0 exports; it ships no types of its own. */
declare module "ml-logistic-regression" {
  import type { AbstractMatrix, Matrix } from "ml-matrix";

  export interface TwoClassModel {
    numSteps: number;
    learningRate: number;
    /** 1 × features. */
    weights: Matrix | number[][];
  }

  export default class LogisticRegression {
    constructor(options?: { numSteps?: number; learningRate?: number });
    readonly classifiers: readonly TwoClassModel[];
    /** Y: one column, class numbers 0 … K − 1, each of which must occur. */
    train(X: AbstractMatrix, Y: Matrix): void;
    predict(X: AbstractMatrix): number[];
    static load(model: {
      name: "LogisticRegression";
      numSteps: number;
      learningRate: number;
      numberClasses: number;
      classifiers: readonly TwoClassModel[];
    }): LogisticRegression;
  }
}
