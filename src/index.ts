export { loadDeerwester } from "./data/deerwester";
export { loadDelimited, type DelimitedOptions } from "./data/delimited";
export { loadGlosses, loadTeachingGlosses, type GlossOptions } from "./data/glosses";
export type { LabelledText } from "./data/labelledText";
export { nounClasses, teachingClasses, type GlossClass } from "./data/lexicographerFiles";
export { loadNpy, npyToDense, parseNpy, type NpyArray } from "./data/npy";
export { formatNpy, saveNpy } from "./data/saveNpy";

export { encodeTexts, encodeTokens, selectTexts, type EncodedTexts } from "./text/encodedTexts";
export { fitTfidf, fitTransformTfidf, transformTfidf, type TfidfModel, type TfidfOptions } from "./text/tfidf";
export { tfidfFromJson, tfidfToJson } from "./text/tfidfJson";
export { createTokenizer, type Tokenizer, type TokenizerOptions } from "./text/tokenizer";
export { buildVocabulary, countTerms, type Vocabulary, type VocabularyOptions } from "./text/vocabulary";

export { columnCoordinates, projectRows, rowCoordinates, unitRows } from "./linalg/coordinates";
export { DenseMatrix, toDense } from "./linalg/denseMatrix";
export { cumulativeEnergy, energy } from "./linalg/frobenius";
export type { MatrixLike, MatrixOperator } from "./linalg/matrixOperator";
export { nearestRows, type Neighbour } from "./linalg/nearestRows";
export { fitPca, transformPca, type Pca } from "./linalg/pca";
export { createRandom, shuffle, type Random } from "./linalg/random";
export { SparseMatrix, sparseFromRows } from "./linalg/sparseMatrix";
export { reconstruct, takeColumns, takeRank } from "./linalg/takeRank";
export { truncatedSvd, type TruncatedSvd, type TruncatedSvdOptions } from "./linalg/truncatedSvd";

export { crossValidateRank, crossValidateTfidf, type CrossValidateRankOptions, type CrossValidationOptions } from "./rank/crossValidateRank";
export { chooseBestRank, chooseOneStandardErrorRank, type FoldScore, type RankCurve, type RankScore } from "./rank/rankCurve";
export { biCrossValidateRank, type BiCrossValidationOptions } from "./rank/biCrossValidateRank";
export { chooseMinkaRank, type MinkaRank } from "./rank/chooseMinkaRank";
export { crossValidateEntries, type EntryCrossValidationOptions } from "./rank/crossValidateEntries";
export { chooseEnergyRank, type EnergyRankOptions } from "./rank/chooseEnergyRank";
export { estimateSpectrum, type EstimateSpectrumOptions } from "./rank/estimateSpectrum";
export { findElbow, type Elbow } from "./rank/findElbow";
export type { HeldOutError, HeldOutErrors } from "./rank/heldOutErrors";
export { marchenkoPasturMedian } from "./rank/marchenkoPastur";
export { runParallelAnalysis, type ParallelAnalysis, type ParallelAnalysisOptions } from "./rank/runParallelAnalysis";
export { optimalMedianThreshold, optimalThreshold, thresholdSingularValues, type SingularValueThreshold, type ThresholdOptions } from "./rank/thresholdSingularValues";

export type { Features } from "./classify/features";
export { stratifiedFolds, stratifiedSplit, type Split, type StratifiedFoldsOptions, type StratifiedSplitOptions } from "./classify/folds";
export { fitLogisticRegression, predictLogisticRegression, predictProbabilities, decisionScores, logisticRegressionToJson, logisticRegressionFromJson, type LogisticRegression, type LogisticRegressionOptions } from "./classify/logisticRegression";
export { accuracy, macroF1, logLoss, confusionMatrix, type Predictions, type ConfusionMatrix } from "./classify/metrics";
export { fitMlLogisticRegression, predictMlLogisticRegression, type MlLogisticRegression, type MlLogisticRegressionOptions } from "./classify/mlLogisticRegression";
export { fitNaiveBayes, predictNaiveBayes, predictNaiveBayesProbabilities, naiveBayesToJson, naiveBayesFromJson, type NaiveBayes, type NaiveBayesOptions } from "./classify/naiveBayes";
export { meanAndStandardError, type MeanAndStandardError } from "./classify/summary";

export type { Figure } from "./plot/figure";
export { mimeBundle } from "./plot/mimeBundle";
export { plotBars } from "./plot/plotBars";
export { plotConfusion } from "./plot/plotConfusion";
export { plotDocumentMap } from "./plot/plotDocumentMap";
export { plotLines } from "./plot/plotLines";
export { plotRankChoices, type RankChoice, type RankChoicesOptions } from "./plot/plotRankChoices";
export { plotRankCurve } from "./plot/plotRankCurve";
export { plotRankSlider } from "./plot/plotRankSlider";
export { plotScree } from "./plot/plotScree";
export { plotTermLoadings } from "./plot/plotTermLoadings";
export { show, showTable } from "./plot/show";
