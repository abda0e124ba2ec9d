export type { AsyncOptions, Progress } from "./base/asyncOptions";
export type { CompressedRows, EntryMatrix, MatrixInput } from "./base/readMatrix";
export { loadDelimited, type DelimitedOptions } from "./files/delimited";
export type { TextEncoding } from "./files/decodeText";
export type { StopSignal } from "./base/stopSignal";
export type { LabelledText } from "./text/labelledText";
export { loadMatrixMarket } from "./files/matrixMarket";
export { loadNpy, npyToDense, type NpyArray } from "./files/npy";
export { openBlocks, type BlockedMatrix } from "./files/openBlocks";
export { readParquetTexts, type ReadParquetTextsOptions } from "./files/readParquetTexts";
export { formatNpy, saveNpy } from "./files/saveNpy";
export { loadSparseNpz } from "./files/sparseNpz";
export { storeBlocks, type StoreBlocksOptions } from "./files/storeBlocks";
export { storeTexts, type StoreTextsOptions, type TextSource } from "./files/storeTexts";

export { countCorpus, mergeCorpusCounts, type CorpusCounts } from "./text/corpusCounts";
export {
  corpusCountsFromJson,
  corpusCountsToJson,
  type CorpusCountsJson,
} from "./text/corpusCountsJson";
export { encodeTexts, encodeTokens, selectTexts, type EncodedTexts } from "./text/encodedTexts";
export {
  findNearDuplicates,
  type NearDuplicate,
  type NearDuplicatesOptions,
} from "./text/nearDuplicates";
export {
  fitTfidf,
  fitTransformTfidf,
  transformTfidf,
  type TfidfModel,
  type TfidfOptions,
} from "./text/tfidf";
export {
  fitTfidfAsync,
  fitTransformTfidfAsync,
  transformTfidfAsync,
  type TfidfAsyncOptions,
} from "./text/tfidfAsync";
export type { EncodeOptions, NgramUnit, ResolvedEncodeOptions } from "./text/reading/encodeOptions";
export type { NgramRange } from "./text/reading/ngrams";
export type { StopWords } from "./text/stopWords";
export { tfidfFromJson, tfidfToJson, type TfidfJson } from "./text/tfidfJson";
export { countCooccurrences, type CooccurrenceOptions } from "./text/cooccurrences";
export { countCooccurrencesAsync } from "./text/cooccurrencesAsync";
export { weighPmi, type PmiOptions } from "./text/pmi";
export {
  createTokenizer,
  type ResolvedTokenizerOptions,
  type Tokenizer,
  type TokenizerOptions,
} from "./text/tokenizer";
export { topTerms, type TopTermsOptions, type WeightedTerm } from "./text/topTerms";
export {
  buildVocabulary,
  countTerms,
  type Vocabulary,
  type VocabularyOptions,
} from "./text/vocabulary";

export { columnCoordinates, projectRows, rowCoordinates, unitRows } from "./linalg/coordinates";
export { projectRowsAsync } from "./linalg/projectRowsAsync";
export { DenseMatrix, toDense } from "./linalg/denseMatrix";
export { cumulativeEnergy, energy } from "./linalg/frobenius";
export type { MatrixLike, MatrixOperator, StreamedOperator } from "./linalg/matrixOperator";
export type { RemoteOperator } from "./linalg/remoteOperator";
export { nearestRows, type Neighbour } from "./linalg/nearestRows";
export {
  fitNmf,
  transformNmf,
  type Nmf,
  type NmfOptions,
  type TransformNmfOptions,
} from "./linalg/nmf";
export { fitNmfAsync, transformNmfAsync } from "./linalg/nmfAsync";
export { fitPca, transformPca, type Pca } from "./linalg/pca";
export { fitPcaAsync } from "./linalg/fitPcaAsync";
export type { StreamedRows } from "./linalg/centring/centredBlocks";
export type { RowBlock } from "./linalg/rowBlock";
export { createRandom, shuffle, type Random } from "./base/random";
export {
  createSimilarityIndex,
  searchSimilar,
  type SearchSimilarOptions,
} from "./linalg/similarityIndex";
export type { SimilarityIndex } from "./linalg/similarity/rowsToFind";
export {
  similarityIndexFromJson,
  similarityIndexToJson,
  type SimilarityIndexJson,
} from "./linalg/similarityIndexJson";
export type { SimilarityIndexOptions } from "./linalg/similarity/similaritySearch";
export { SparseMatrix, sparseFromRows, sparseFromTriplets } from "./linalg/sparseMatrix";
export { reconstruct, takeColumns, takeRank } from "./linalg/takeRank";
export type { TruncatedSvd } from "./linalg/svd";
export { truncatedSvd, type TruncatedSvdOptions } from "./linalg/truncatedSvd";
export { truncatedSvdAsync, type TruncatedSvdAsyncOptions } from "./linalg/truncatedSvdAsync";

export { crossValidateRank, crossValidateTfidf, type TfidfScores } from "./rank/crossValidateRank";
export type {
  CrossValidateRankOptions,
  CrossValidationOptions,
  CrossValidationProgress,
} from "./rank/folds/crossValidationOptions";
export {
  chooseBestRank,
  chooseOneStandardErrorRank,
  type FoldScore,
  type PenaltyCurve,
  type RankAccuracy,
  type RankCurve,
  type RankScore,
} from "./rank/rankCurve";
export { chooseRank } from "./rank/chooseRank";
export { chooseRankAsync, type AsyncCriterion } from "./rank/chooseRankAsync";
export type {
  BiCrossValidationChoice,
  BiCrossValidationCriterion,
} from "./rank/criteria/chooseByBiCrossValidation";
export type { ElbowChoice, ElbowCriterion } from "./rank/criteria/chooseByElbow";
export type { EnergyChoice, EnergyCriterion } from "./rank/criteria/chooseByEnergy";
export type { EntriesChoice, EntriesCriterion } from "./rank/criteria/chooseByEntries";
export type { MinkaChoice, MinkaCriterion } from "./rank/criteria/chooseByMinka";
export type {
  ParallelAnalysisChoice,
  ParallelAnalysisCriterion,
} from "./rank/criteria/chooseByParallelAnalysis";
export type { ThresholdChoice, ThresholdCriterion } from "./rank/criteria/chooseByThreshold";
export type { CriterionChoice, RankCriterion } from "./rank/criteria/rankCriteria";
export type { Spectrum, SpectrumOptions } from "./rank/criteria/spectrum";
export { estimateSpectrum, type EstimateSpectrumOptions } from "./rank/estimateSpectrum";
export {
  estimateSpectrumAsync,
  type EstimateSpectrumAsyncOptions,
} from "./rank/estimateSpectrumAsync";
export type { HeldOutError, HeldOutErrors } from "./rank/criteria/heldOutErrors";
export {
  scoreFewLabels,
  type DrawnScore,
  type FewLabelsOptions,
  type FewLabelsRankScore,
  type FewLabelsScore,
} from "./rank/scoreFewLabels";
export type { LabelledRows } from "./rank/folds/fewLabelGrid";

export { classTermWeights } from "./classify/classTermWeights";
export { drawLabels, type DrawLabelsOptions } from "./classify/drawLabels";
export type { Features } from "./classify/features";
export {
  stratifiedFolds,
  stratifiedSplit,
  type Split,
  type StratifiedFoldsOptions,
  type StratifiedSplitOptions,
} from "./classify/folds";
export type { LogisticRegression, LogisticRegressionOptions } from "./classify/logisticModel";
export {
  fitLogisticRegression,
  predictLogisticRegression,
  predictLogisticRegressionProbabilities,
  predictLogisticRegressionScores,
  logisticRegressionToJson,
  logisticRegressionFromJson,
} from "./classify/logisticRegression";
export {
  fitLogisticRegressionAsync,
  type LogisticRegressionAsyncOptions,
} from "./classify/fitLogisticRegressionAsync";
export {
  accuracy,
  macroF1,
  logLoss,
  confusionMatrix,
  type Predictions,
  type ConfusionMatrix,
} from "./classify/metrics";
export {
  fitNaiveBayes,
  predictNaiveBayes,
  predictNaiveBayesProbabilities,
  naiveBayesToJson,
  naiveBayesFromJson,
  type NaiveBayes,
  type NaiveBayesOptions,
} from "./classify/naiveBayes";
export { fitNaiveBayesAsync, type NaiveBayesAsyncOptions } from "./classify/fitNaiveBayesAsync";
export type { WeightOptions } from "./classify/rowWeights";
export type { ScoringWeights } from "./rank/folds/foldWeights";
export { meanAndStandardError, type MeanAndStandardError } from "./base/meanAndStandardError";

export {
  explainRow,
  explainText,
  type ColumnContribution,
  type ExplainOptions,
  type Explanation,
  type RowExplanation,
  type TermContribution,
  type TextExplanation,
} from "./chain/explain";
export type { LowRankFeatures } from "./chain/chainFeatures";
export type { ClassPredictions } from "./chain/classPredictions";
export {
  fitImageClassifier,
  fitRowClassifier,
  predictRows,
  type RowClassifier,
  type RowClassifierOptions,
} from "./chain/rowClassifier";
export type { ColumnPreparation, NumericRows, Preparation } from "./chain/rowPreparation";
export type {
  ChainProgress,
  ChosenForm,
  ModelSelection,
  PenaltyChoice,
  SelectionOptions,
} from "./chain/selectModel";
export {
  fitTextClassifier,
  predictTexts,
  type TextClassifier,
  type TextClassifierOptions,
  type TextPredictions,
} from "./chain/textClassifier";

export {
  decodeModel,
  encodeModel,
  modelFromJson,
  modelToJson,
  type EncodeModelOptions,
} from "./files/encodeModel";
export type { ModelKind, SavedModel, SavedModels } from "./files/model/modelKinds";
export { loadModel, saveModel, type LoadModelOptions } from "./files/saveModel";

export { adaptNetwork, type AdaptNetworkOptions } from "./adapt/adaptNetwork";
export {
  mergeAdaptation,
  truncateAdaptation,
  updateMatrix,
  type Adaptation,
  type AdaptationMethod,
  type DenseUpdate,
  type LayerUpdate,
  type LowRankUpdate,
} from "./adapt/adaptation";
export {
  countLowRankParameters,
  countParameters,
  type AdaptedMatrices,
} from "./adapt/countParameters";
export { fitNetwork, type FitNetworkOptions } from "./adapt/fitNetwork";
export {
  adaptNetworkAsync,
  fitNetworkAsync,
  type AdaptNetworkAsyncOptions,
  type FitNetworkAsyncOptions,
} from "./adapt/networkAsync";
export type { DenseLayer, Network } from "./adapt/network";
export {
  adaptationFromJson,
  adaptationToJson,
  networkFromJson,
  networkToJson,
} from "./adapt/networkJson";
export {
  predictNetwork,
  predictNetworkProbabilities,
  type PredictNetworkOptions,
} from "./adapt/predictNetwork";
export type { TrainingOptions } from "./adapt/training/trainLayers";
export {
  adaptTransformer,
  type AdaptTransformerOptions,
} from "./adapt/transformer/adaptTransformer";
export { fitTransformer, type FitTransformerOptions } from "./adapt/transformer/fitTransformer";
export type { Precision } from "./adapt/transformer/passes/numberStore";
export type { TransformerTrainingOptions } from "./adapt/transformer/passes/trainWeights";
export {
  nextTokenProbabilities,
  sampleTokens,
  type NextToken,
  type NextTokenOptions,
  type SampleTokensOptions,
} from "./adapt/transformer/sampleTokens";
export {
  createTransformer,
  type CreateTransformerOptions,
  type Transformer,
} from "./adapt/transformer/transformer";
export {
  mergeTransformer,
  type TransformerAdaptation,
} from "./adapt/transformer/transformerAdaptation";
export {
  adaptTransformerAsync,
  fitTransformerAsync,
  type AdaptTransformerAsyncOptions,
  type FitTransformerAsyncOptions,
} from "./adapt/transformer/transformerAsync";
export {
  transformerAdaptationFromJson,
  transformerAdaptationToJson,
  transformerFromJson,
  transformerToJson,
} from "./adapt/transformer/transformerJson";
export {
  transformerLosses,
  transformerPerplexity,
  type ReadTransformerOptions,
  type TransformerLosses,
} from "./adapt/transformer/transformerPerplexity";
export type { AdaptedMatrix } from "./adapt/transformer/weightShapes";

export {
  exploreEllipse,
  type EllipseExplorer,
  type ExploreEllipseOptions,
} from "./explore/exploreEllipse";
export { exploreImages, type ExploredImages } from "./explore/exploreImages";
export type { ExploreOptions, HeldOutCurve } from "./explore/exploreOptions";
export type { Explorer } from "./explore/explorer";
export { exploreRank, type ExploreTextOptions, type TextModel } from "./explore/exploreRank";

export type {
  AccuracyCurve,
  ExplorerPayload,
  ImageContent,
  PackedNumbers,
  PackedText,
  TextContent,
} from "./explore/payload/payload";
export type { EllipsePayload, TwoByTwo } from "./explore/payload/ellipsePayload";

export { button } from "./controls/button";
export { checkbox, type CheckboxOptions } from "./controls/checkbox";
export type {
  ButtonControl,
  CheckboxControl,
  Control,
  ControlValue,
  ControlValues,
  DropdownControl,
  RangeSliderControl,
  SliderControl,
  TextControl,
} from "./controls/control";
export { dropdown, type DropdownOptions } from "./controls/dropdown";
export { interact } from "./controls/interact";
export {
  rangeSlider,
  slider,
  type RangeSliderOptions,
  type SliderOptions,
} from "./controls/slider";
export { text, type TextOptions } from "./controls/text";
export { view } from "./controls/view";

export type { Displayable } from "./plot/displayable";
export type { SvdFactors } from "./plot/drawing/rankCopies";
export type { PixelColors } from "./plot/drawing/pixelColors";
export type { Figure, FigureAxis, FigureLayout, FigurePart, FigureTitle } from "./plot/figure";
export { plotBars, type BarSeries, type BarsOptions } from "./plot/plotBars";
export { plotCloud, type CloudOptions } from "./plot/plotCloud";
export { plotConfusion, type ConfusionCounts, type ConfusionOptions } from "./plot/plotConfusion";
export { plotDocumentMap, type DocumentMapOptions } from "./plot/plotDocumentMap";
export { plotImages, type ImagesOptions } from "./plot/plotImages";
export { plotImageSlider, type ImageSliderOptions } from "./plot/plotImageSlider";
export { plotLines, type LineSeries, type LinesOptions } from "./plot/plotLines";
export { plotRankChoices, type RankChoice, type RankChoicesOptions } from "./plot/plotRankChoices";
export {
  plotRankCurve,
  type Baseline,
  type NamedRankCurve,
  type RankCurveOptions,
} from "./plot/plotRankCurve";
export { plotRankLayers, type RankLayersOptions } from "./plot/plotRankLayers";
export { plotRankSlider, type RankSliderOptions } from "./plot/plotRankSlider";
export { plotScree, type ScreeOptions } from "./plot/plotScree";
export { plotTermLoadings, type TermLoadingsOptions } from "./plot/plotTermLoadings";
export { show, showTable } from "./plot/show";
export type { TableOptions, TableRecord } from "./plot/tableBundle";
