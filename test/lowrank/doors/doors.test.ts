import assert from "node:assert/strict";
import { test } from "node:test";
import * as lowrank from "../../../src/lowrank/index";
import { ask, findDifference, type Answer } from "./answer";
import { doors, type Door } from "./doors";
import { kinds, withoutRows, type Kind } from "./kinds";

/** What a slip inside the library sounds like. */
const slips =
  /is not a function|of undefined|of null|not iterable|out of bounds|Invalid typed array|\[object /;

/** An error that names the argument, or an entry of it, and says what to do. */
function assertRefusal(answer: Answer, door: Door): void {
  assert.ok("error" in answer, `${door.name} took it`);
  const { message, name } = answer.error;
  assert.match(name, /^(TypeError|RangeError)$/);
  assert.doesNotMatch(message, slips);
  const names = [door.argument.replace(/s$/, ""), door.argument.replace(/ies$/, "y")];
  assert.ok(
    names.some((one) => message.includes(one)),
    `"${message}" does not name ${door.argument}`,
  );
  assert.match(message, /; [^;]+$/, `"${message}" has no remedy`);
}

function assertSame(answer: Answer, expected: Answer, door: Door): void {
  if ("error" in answer) throw answer.error;
  assert.ok("result" in expected);
  const difference = findDifference(answer.result, expected.result, door.tolerance ?? 1e-9);
  assert.equal(difference, undefined, difference);
}

async function assertAnswer(door: Door, kind: Kind, expected: Answer): Promise<void> {
  const answer = await ask(door, kind);
  if (kind.answer === "empty") {
    const own = await ask(door, { make: withoutRows });
    if ("result" in own) assertSame(answer, own, door);
    else assert.doesNotMatch((answer as { error: Error }).error.message, slips);
  } else if (
    kind.answer === "same" ||
    (kind.answer === "products" && door.takesOperators) ||
    (kind.answer === "finite" && door.keepsNaN)
  )
    assertSame(answer, kind.answer === "finite" ? answer : expected, door);
  else assertRefusal(answer, door);
}

for (const door of doors) {
  test(`${door.name} gives the same numbers for every kind of matrix, and refuses what is none`, async () => {
    const expected = await ask(door, kinds[0]);
    if ("error" in expected) throw expected.error;
    const faults: string[] = [];
    for (const kind of kinds) {
      try {
        await assertAnswer(door, kind, expected);
      } catch (error) {
        faults.push(`${kind.name}: ${(error as Error).message}`);
      }
    }
    assert.deepEqual(faults, []);
  });
}

/** Public functions that take no matrix. */
const withoutMatrix = new Set(
  `classTermWeights corpusCountsFromJson corpusCountsToJson countCorpus mergeCorpusCounts
  similarityIndexFromJson similarityIndexToJson topTerms findNearDuplicates decodeModel encodeModel explainRow explainText fitImageClassifier fitTextClassifier loadModel modelFromJson modelToJson
  predictTexts saveModel readParquetTexts storeTexts accuracy adaptationFromJson adaptationToJson buildVocabulary chooseBestRank countCooccurrences countCooccurrencesAsync
  chooseOneStandardErrorRank columnCoordinates confusionMatrix countLowRankParameters
  countParameters countTerms createRandom createTokenizer crossValidateRank crossValidateTfidf
  cumulativeEnergy DenseMatrix drawLabels encodeTexts encodeTokens explorerHtml exploreRank
  fitTfidf fitTfidfAsync fitTransformTfidf fitTransformTfidfAsync generateScene generateStrokeDigits generateZipfCorpus isInstalled
  listDatasets loadDataset loadDeerwester loadDelimited loadGlosses loadMatrixMarket loadNpy
  loadPosts loadSparseNpz loadTeachingGlosses logisticRegressionFromJson logisticRegressionToJson macroF1
  marchenkoPasturMedian meanAndStandardError mergeAdaptation mimeBundle naiveBayesFromJson
  naiveBayesToJson networkFromJson networkToJson npyToDense openBlocks optimalMedianThreshold
  optimalThreshold parseNpy plotBars plotLines plotRankChoices plotRankCurve plotScree reconstruct
  rowCoordinates selectTexts show showTable shuffle SparseMatrix sparseFromTriplets stratifiedFolds
  stratifiedSplit takeRank tfidfFromJson tfidfToJson transformTfidf transformTfidfAsync
  truncateAdaptation updateMatrix adaptTransformer adaptTransformerAsync createTransformer fitTransformer
  fitTransformerAsync mergeTransformer nextTokenProbabilities sampleTokens transformerAdaptationFromJson
  transformerAdaptationToJson transformerFromJson transformerLosses transformerPerplexity transformerToJson button checkbox dropdown interact rangeSlider slider text view`.split(
    /\s+/,
  ),
);

test("every public function that takes a matrix is among the doors", () => {
  const walked = new Set(doors.map(({ name }) => name.split(",")[0]));
  const missed = Object.entries(lowrank)
    .filter(([name, value]) => typeof value === "function" && !walked.has(name))
    .map(([name]) => name)
    .filter((name) => !withoutMatrix.has(name));
  assert.deepEqual(missed, []);
});
