import type { Adaptation } from "../../adapt/adaptation";
import type { Network } from "../../adapt/network";
import type { RowClassifier } from "../../chain/rowClassifier";
import type { TextClassifier } from "../../chain/textClassifier";
import type { LogisticRegression } from "../../classify/logisticModel";
import type { NaiveBayes } from "../../classify/naiveBayes";
import type { Nmf } from "../../linalg/nmf";
import type { Pca } from "../../linalg/pca";
import type { SimilarityIndex } from "../../linalg/similarity/rowsToFind";
import type { TruncatedSvd } from "../../linalg/svd";
import type { TfidfModel } from "../../text/tfidf";
import {
  readRowClassifier,
  readTextClassifier,
  rowClassifierTree,
  textClassifierTree,
} from "./chainModels";
import {
  logisticRegressionTree,
  naiveBayesTree,
  readLogisticRegression,
  readNaiveBayes,
} from "./classifierModels";
import {
  nmfTree,
  pcaTree,
  readNmf,
  readPca,
  readSimilarityIndex,
  readSvd,
  similarityIndexTree,
  svdTree,
} from "./matrixModels";
import type { Tree } from "./modelTree";
import { adaptationTree, networkTree, readAdaptation, readNetwork } from "./networkModels";
import { readTfidf, tfidfTree } from "./tfidfModel";

/** Every kind of model that can be saved, by the name that a file gives it. */
export interface SavedModels {
  textClassifier: TextClassifier;
  rowClassifier: RowClassifier;
  tfidf: TfidfModel;
  svd: TruncatedSvd;
  pca: Pca;
  nmf: Nmf;
  similarityIndex: SimilarityIndex;
  logisticRegression: LogisticRegression;
  naiveBayes: NaiveBayes;
  network: Network;
  adaptation: Adaptation;
}

export type ModelKind = keyof SavedModels;

export type SavedModel = SavedModels[ModelKind];

/** How one kind of model is recognised, written and read. */
interface KindOfModel<Model> {
  /** Names that, together, no other kind has. */
  readonly marks: readonly string[];
  readonly write: (model: Model) => Tree;
  readonly read: (value: unknown, where: string) => Model;
}

const kinds: { readonly [Kind in ModelKind]: KindOfModel<SavedModels[Kind]> } = {
  textClassifier: {
    marks: ["tfidf", "classifier", "selection"],
    write: textClassifierTree,
    read: readTextClassifier,
  },
  rowClassifier: {
    marks: ["preparation", "classifier", "selection"],
    write: rowClassifierTree,
    read: readRowClassifier,
  },
  tfidf: { marks: ["terms", "idf"], write: tfidfTree, read: readTfidf },
  svd: { marks: ["u", "singularValues", "v"], write: svdTree, read: readSvd },
  pca: { marks: ["axes", "mean", "svd"], write: pcaTree, read: readPca },
  nmf: { marks: ["w", "h", "converged"], write: nmfTree, read: readNmf },
  similarityIndex: {
    marks: ["matrix", "lengths"],
    write: similarityIndexTree,
    read: readSimilarityIndex,
  },
  logisticRegression: {
    marks: ["coefficients", "intercepts"],
    write: logisticRegressionTree,
    read: readLogisticRegression,
  },
  naiveBayes: {
    marks: ["classLogPriors", "featureLogProbabilities"],
    write: naiveBayesTree,
    read: readNaiveBayes,
  },
  network: { marks: ["layers", "classes"], write: networkTree, read: readNetwork },
  adaptation: { marks: ["updates", "method"], write: adaptationTree, read: readAdaptation },
};

/** The names of all kinds. A function, so that a bundle without it needs no kind. */
export const listModelKinds = (): ModelKind[] => Object.keys(kinds) as ModelKind[];

/**
 * The kind of a fitted model, by the parts it has.
 *
 * @throws TypeError if it is none that can be saved
 */
export function kindOfModel(model: unknown): ModelKind {
  const found =
    typeof model === "object" && model !== null
      ? listModelKinds().find((kind) => kinds[kind].marks.every((mark) => mark in model))
      : undefined;
  if (found) return found;
  throw new TypeError(
    `${describe(model)} is no fitted model; ` +
      "pass what a fit… function, truncatedSvd or createSimilarityIndex returned (kinds: " +
      `${listModelKinds().join(", ")})`,
  );
}

export function writeModel(kind: ModelKind, model: SavedModel): Tree {
  return (kinds[kind] as KindOfModel<SavedModel>).write(model);
}

export function readModel<Kind extends ModelKind>(kind: Kind, value: unknown): SavedModels[Kind] {
  return kinds[kind].read(value, kind);
}

/** Whether a name is that of a kind. */
export function isModelKind(name: unknown): name is ModelKind {
  return listModelKinds().some((kind) => kind === name);
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const names = Object.keys(value).slice(0, 5);
  return `an object with ${names.length > 0 ? names.join(", ") : "no parts"}`;
}
