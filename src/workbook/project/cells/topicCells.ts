import type { NotebookPlan } from "../planNotebook";
import type { ProjectWords } from "../words/englishWords";
import { code, prose, type DraftCell } from "./draftCell";

/** Cells that weigh the words, factor the matrix, and read topics and neighbours off the factors. */
export function topicCells(plan: NotebookPlan, { topics: words }: ProjectWords): DraftCell[] {
  const labelled = plan.classes.length > 0;
  return [
    prose(
      words.weigh,
      words.weights + (plan.language === undefined ? words.stopWords : "") + words.stop,
    ),
    code(
      `const weights = ${weightSettings(plan)};`,
      "const { model: tfidf, matrix } = fitTransformTfidf(texts, weights);",
      "const filled = (100 * matrix.values.length) / matrix.rows / matrix.columns;",
      "console.log(`${matrix.rows} texts × ${matrix.columns} words; `",
      "  + `${filled.toFixed(2)} % of the entries are not zero`);",
    ),
    prose(words.look, words.directions),
    code(
      "const rank = Math.min(50, matrix.rows, matrix.columns);",
      "const svd = truncatedSvd(matrix, rank, { seed: seed });",
      "const first = Array.from({ length: Math.min(8, rank) }, (_, i) => i);",
      "show(plotTermLoadings(svd.v, tfidf.terms, { dimension: first }));",
    ),
    prose(words.scree),
    code(
      "const total = matrix.values.reduce((sum, value) => sum + value * value, 0);",
      "show(plotScree(svd.singularValues, { totalEnergy: total }));",
    ),
    prose(words.map),
    code(
      "const coordinates = rowCoordinates(svd);",
      "const sides: [number, number] = rank > 2 ? [1, 2] : [0, rank - 1];",
      `show(plotDocumentMap(coordinates, ${labelled ? "labels" : 'texts.map(() => "text")'}, {`,
      "  texts: texts, dimensions: sides, seed: seed,",
      `  title: ${labelled ? '"Texts by class"' : '"Texts"'},`,
      "}));",
    ),
    prose(words.neighbours, words.near),
    code(
      "const chosen = 0;",
      "const near = nearestRows(coordinates, coordinates.getRow(chosen), 6);",
      "showTable(near.map(({ row, cosine }) => ({",
      `  row: row, text: texts[row].slice(0, 120), ${labelled ? "label: labels[row], " : ""}cosine: cosine,`,
      "})), { digits: 2 });",
    ),
    prose(words.own),
    code(
      "const sentence = texts[texts.length - 1];",
      "const asRow = projectRows(svd, transformTfidf(tfidf, [sentence]));",
      "const found = nearestRows(coordinates, asRow.getRow(0), 5);",
      "showTable(found.map(({ row, cosine }) => ({",
      "  text: texts[row].slice(0, 120), cosine: cosine,",
      "})), { digits: 2 });",
    ),
  ];
}

/** Few texts keep every word; of many, those that occur once say nothing about another text. */
function weightSettings({ language, rows }: NotebookPlan): string {
  const settings = [
    ...(language === undefined ? [] : [`stopWords: "${language}"`]),
    ...(rows >= 50 ? ["minDocumentFrequency: 2"] : []),
    "sublinear: true",
  ];
  return `{ ${settings.join(", ")} } as const`;
}
