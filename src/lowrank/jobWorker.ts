// What every worker runs: the functions of the library that take long, by name.
import { fitLogisticRegressionSteps } from "./classify/logisticRegression";
import { fitPcaSteps } from "./linalg/pca";
import { serveJobs, stepJob, type Report } from "./linalg/offThread/serveJobs";
import { truncatedSvdSteps } from "./linalg/truncatedSvd";
import { crossValidateRankHere, type CrossValidateRankOptions } from "./rank/crossValidateRank";
import { scoreFold, type FoldDocuments, type ScoreFoldOptions } from "./rank/folds/scoreFold";
import type { EncodedTexts } from "./text/encodedTexts";
import { fitTfidfSteps, fitTransformTfidfSteps } from "./text/tfidfAsync";

serveJobs({
  crossValidateRank: (
    report: Report,
    source: readonly string[] | EncodedTexts,
    labels: readonly string[],
    options: CrossValidateRankOptions,
  ) => crossValidateRankHere(source, labels, { ...options, onProgress: report }),
  fitLogisticRegression: stepJob(fitLogisticRegressionSteps),
  fitPca: stepJob(fitPcaSteps),
  fitTfidf: stepJob(fitTfidfSteps),
  fitTransformTfidf: stepJob(fitTransformTfidfSteps),
  scoreFold: (
    report: Report,
    documents: FoldDocuments,
    ranks: readonly number[],
    options: Omit<ScoreFoldOptions, "step">,
  ) => scoreFold(documents, ranks, { ...options, step: (rank) => Promise.resolve(report(rank)) }),
  truncatedSvd: stepJob(truncatedSvdSteps),
});
