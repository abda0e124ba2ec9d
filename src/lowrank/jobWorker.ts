// What every worker runs: the functions of the library that take long, by name.
import { adaptNetworkSteps } from "./adapt/adaptNetwork";
import { adaptTransformerSteps } from "./adapt/transformer/adaptTransformer";
import { fitTransformerSteps } from "./adapt/transformer/fitTransformer";
import { fitNetworkSteps } from "./adapt/fitNetwork";
import { fitRowClassifierHere } from "./chain/rowClassifier";
import { fitTextClassifierHere } from "./chain/textClassifier";
import { fitLogisticRegressionSteps } from "./classify/logisticRegression";
import { fitNaiveBayesSteps } from "./classify/naiveBayes";
import { projectRowsSteps } from "./linalg/coordinates";
import { serveJobs, stepJob, type Report } from "./linalg/offThread/serveJobs";
import { fitNmfSteps, transformNmfSteps } from "./linalg/nmf";
import { fitPcaSteps } from "./linalg/pca";
import { truncatedSvdSteps } from "./linalg/truncatedSvd";
import { chooseRankSteps } from "./rank/chooseRank";
import { crossValidateTfidfHere } from "./rank/crossValidateRank";
import { crossValidateGridHere } from "./rank/folds/crossValidateGrid";
import { scoreFold, type FoldDocuments, type ScoreFoldOptions } from "./rank/folds/scoreFold";
import { estimateSpectrumSteps } from "./rank/estimateSpectrum";
import { scoreFewLabelsHere } from "./rank/scoreFewLabels";
import { countCooccurrencesSteps } from "./text/cooccurrences";
import { fitTfidfSteps, fitTransformTfidfSteps, transformTfidfSteps } from "./text/tfidfAsync";

/** A function of some data, labels and options, which reports to its option `onProgress`. */
function labelledJob<Source, Options>(
  work: (source: Source, labels: readonly string[], options: Options) => Promise<unknown>,
) {
  return (report: Report, source: Source, labels: readonly string[], options: Options) =>
    work(source, labels, { ...options, onProgress: report });
}

serveJobs({
  adaptNetwork: stepJob(adaptNetworkSteps),
  adaptTransformer: stepJob(adaptTransformerSteps),
  chooseRank: stepJob(chooseRankSteps),
  countCooccurrences: stepJob(countCooccurrencesSteps),
  crossValidateGrid: labelledJob(crossValidateGridHere),
  crossValidateTfidf: labelledJob(crossValidateTfidfHere),
  estimateSpectrum: stepJob(estimateSpectrumSteps),
  fitLogisticRegression: stepJob(fitLogisticRegressionSteps),
  fitNaiveBayes: stepJob(fitNaiveBayesSteps),
  fitNetwork: stepJob(fitNetworkSteps),
  fitNmf: stepJob(fitNmfSteps),
  fitPca: stepJob(fitPcaSteps),
  fitRowClassifier: labelledJob(fitRowClassifierHere),
  fitTextClassifier: labelledJob(fitTextClassifierHere),
  fitTfidf: stepJob(fitTfidfSteps),
  fitTransformTfidf: stepJob(fitTransformTfidfSteps),
  fitTransformer: stepJob(fitTransformerSteps),
  projectRows: stepJob(projectRowsSteps),
  scoreFewLabels: labelledJob(scoreFewLabelsHere),
  scoreFold: (
    report: Report,
    documents: FoldDocuments,
    ranks: readonly number[],
    options: Omit<ScoreFoldOptions, "step">,
  ) => scoreFold(documents, ranks, { ...options, step: (rank) => Promise.resolve(report(rank)) }),
  transformNmf: stepJob(transformNmfSteps),
  transformTfidf: stepJob(transformTfidfSteps),
  truncatedSvd: stepJob(truncatedSvdSteps),
});
