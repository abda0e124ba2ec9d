// Search over 5,000 definitions by meaning: TF-IDF, a truncated SVD, and the nearest rows.
//
//   npm run example searchTexts
//   npm run example searchTexts "a boat that is rowed" "someone who writes music"
import {
  createSimilarityIndex,
  createTokenizer,
  fitTransformTfidf,
  projectRows,
  rowCoordinates,
  searchSimilar,
  transformTfidf,
  truncatedSvd,
} from "lowrank";
import { loadGlosses } from "lowrank/teaching";

const rank = 200;
const documents = loadGlosses({
  classes: ["noun.animal", "noun.artifact", "noun.body", "noun.food", "noun.person"],
  perClass: 1000,
  seed: 1,
});
const started = performance.now();
const texts = documents.map(({ text }) => text);
const { model: tfidf, matrix } = fitTransformTfidf(texts, {
  stopWords: "english",
  stem: true,
  minDocumentFrequency: 2,
  sublinear: true,
});
const svd = truncatedSvd(matrix, rank);
const index = createSimilarityIndex(rowCoordinates(svd));
const seconds = (performance.now() - started) / 1000;
console.log(
  `${matrix.rows} texts, ${matrix.columns} terms, rank ${rank}: ready in ${seconds.toFixed(1)} s`,
);

const given = process.argv.slice(2);
const queries =
  given.length > 0 ? given : ["instrument that measures heat", "drink made from fermented apples"];
for (const query of queries) search(query, 5);

/** Prints the texts nearest to a query, the cosine of the angle before each. */
function search(query: string, count: number): void {
  console.log(`\n${query}`);
  const row = transformTfidf(tfidf, [query]);
  if (row.nonZeros === 0) {
    const words = createTokenizer()(query).join(", ") || "none";
    console.log(`  no text has a word of this query (its words: ${words}); try others`);
    return;
  }
  const [nearest] = searchSimilar(index, projectRows(svd, row), count);
  for (const { row: at, cosine } of nearest)
    console.log(`  ${cosine.toFixed(2)}  ${documents[at].label.padEnd(14)}  ${texts[at]}`);
}
