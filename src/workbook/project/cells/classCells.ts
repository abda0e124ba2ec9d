import type { NotebookPlan } from "../planNotebook";
import type { ProjectWords } from "../words/englishWords";
import { code, prose, quote, type DraftCell } from "./draftCell";

/** Cells that choose the rank, train, test, explain and explore a classifier. */
export function classCells(
  { folds, text }: NotebookPlan,
  names: boolean,
  { classes: words }: ProjectWords,
): DraftCell[] {
  return [
    prose(words.train, words.folds(folds)),
    code(
      "const { train, test } = stratifiedSplit(labels, { testFraction: 0.2, seed: seed });",
      "const pick = (items: string[], chosen: Int32Array) => Array.from(chosen, (i) => items[i]);",
      "const [trainTexts, trainLabels] = [pick(texts, train), pick(labels, train)];",
      "const model = await fitTextClassifier(trainTexts, trainLabels, {",
      `  tfidf: weights, folds: ${folds}, seed: seed,`,
      "});",
    ),
    code(
      "const { curve, lowRank, full, fullIsBetter } = model.selection;",
      'const without = { name: "all words", ...full!.accuracy };',
      "show(plotRankCurve(curve!, { baselines: [without] }));",
      "const low = { name: `rank ${lowRank!.rank}`, ...lowRank!.accuracy };",
      "showTable([low, without].map(({ name, mean, standardError }) => ({",
      '  "classifier": name, "held-out accuracy": mean, "SE": standardError,',
      "})), { digits: 3 });",
      'console.log(fullIsBetter ? "All words do better." : "The low rank loses nothing sure.");',
    ),
    prose(words.test, words.once),
    code(
      "const [testTexts, actual] = [pick(texts, test), pick(labels, test)];",
      "const answers = predictTexts(model, testTexts);",
      "const predicted = [...answers.labels];",
      "const largest = Math.max(...classes.map((name) =>",
      "  actual.filter((label) => label === name).length)) / actual.length;",
      "console.log(`${accuracy({ actual, predicted }).toFixed(3)} right of ${actual.length}; `",
      "  + `largest class: ${largest.toFixed(3)}`);",
      "show(plotConfusion(confusionMatrix({ actual, predicted })));",
    ),
    prose(words.mistakes, words.surest),
    code(
      "const sure = answers.labels.map((_, i) => Math.max(...answers.probabilities.getRow(i)));",
      "const wrong = actual.flatMap((label, i) => label === predicted[i] ? [] : [i])",
      "  .sort((a, b) => sure[b] - sure[a]);",
      'if (wrong.length === 0) console.log("no text of the test is read wrongly");',
      "else showTable(wrong.slice(0, 8).map((i) => ({",
      '  text: testTexts[i].slice(0, 120), "is": actual[i], "read as": predicted[i],',
      "  probability: sure[i],",
      "})), { digits: 2 });",
    ),
    prose(words.why),
    code(
      "const { label: verdict, terms } = explainText(model, testTexts[wrong[0] ?? 0]);",
      "const strongest = terms.slice(0, 12);",
      'if (strongest.length === 0) console.log("none: the model knows no word of the text");',
      'else show(plotBars(strongest.map(({ term }) => term), [{ name: "contribution",',
      "  values: strongest.map(({ contribution }) => contribution) }], {",
      '  title: `Why "${verdict}"`, categoryTitle: "Word", valueTitle: "Adds to the score",',
      "}));",
    ),
    prose(words.move, words.explore),
    code(
      "const frequent = fitTransformTfidf(trainTexts, { ...weights, maxTerms: 4000 });",
      "const { rows: height, columns: width } = frequent.matrix;",
      "const space = truncatedSvd(frequent.matrix, Math.min(60, height, width), { seed: seed });",
      "show(exploreRank({ tfidf: frequent.model, svd: space }, {",
      "  texts: trainTexts.map((text) => text.slice(0, 300)), labels: trainLabels,",
      "}, { documents: 1000, query: testTexts[0].slice(0, 300) }));",
    ),
    prose(words.use, words.predict),
    code(
      "const mine = [testTexts[0]];",
      "const verdicts = predictTexts(model, mine);",
      "showTable(mine.map((text, i) => ({",
      "  text: text.slice(0, 120), class: verdicts.labels[i],",
      "  probability: Math.max(...verdicts.probabilities.getRow(i)),",
      '  "known words": verdicts.knownTerms[i],',
      "})), { digits: 2 });",
      ...(names
        ? [
            `const notes = { textColumn: ${quote(text)} };`,
            'saveModel("../model.lowrank", model, { notes: notes });',
          ]
        : ['saveModel("../model.lowrank", model);']),
    ),
  ];
}
