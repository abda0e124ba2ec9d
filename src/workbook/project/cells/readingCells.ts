import type { NotebookPlan } from "../planNotebook";
import type { ProjectFile } from "../projectFile";
import type { ProjectWords } from "../words/englishWords";
import { code, plain, prose, quote, type DraftCell } from "./draftCell";

/** Cells that read the file, leave out what cannot be used, and look at what is there. */
export function readingCells(
  file: ProjectFile,
  plan: NotebookPlan,
  { reading: words }: ProjectWords,
): DraftCell[] {
  return [
    prose(words.heading, describeFile(file, plan, words)),
    code(...loadLines(file, plan)),
    ...selectCells(plan),
    code(
      "const texts = rows.map(({ text }) => text);",
      ...(plan.classes.length > 0 ? ["const labels = rows.map(({ label }) => label);"] : []),
      "console.log(`${texts.length} texts, ${new Set(texts).size} of them different`);",
      `showTable(rows.slice(0, 5).map((${plan.classes.length > 0 ? "{ text, label }" : "{ text }"}) => ({`,
      `  text: text.slice(0, 120),${plan.classes.length > 0 ? " label: label," : ""}`,
      "})));",
    ),
    ...(plan.classes.length > 0 ? sizeCells(plan, words) : []),
  ];
}

type ReadingWords = ProjectWords["reading"];

function describeFile({ name }: ProjectFile, plan: NotebookPlan, words: ReadingWords): string {
  const { rows, text, label, unlabelled, rare, fewest, withoutClasses } = plan;
  const parts = [words.file(name.replaceAll("`", "'"), rows, text)];
  if (withoutClasses !== undefined) parts.push(plain(withoutClasses), words.only);
  else if (label !== undefined) {
    parts.push(words.labels(label));
    if (unlabelled > 0) parts.push(words.unlabelled(unlabelled));
    if (rare.length > 0) parts.push(words.rare(fewest, rare));
  }
  return parts.join(words.space);
}

function loadLines({ place, form, names }: ProjectFile, plan: NotebookPlan): string[] {
  const column = (name: string): string => (names ? quote(name) : name);
  const { text, label, classes, unlabelled } = plan;
  const options = [`textColumn: ${column(text)}`];
  if (classes.length > 0 && label !== undefined) options.push(`labelColumn: ${column(label)}`);
  if (classes.length > 0 && unlabelled > 0) options.push('emptyLabels: "skip"');
  options.push(`delimiter: ${quote(form.delimiter)}`);
  if (form.quotes !== (form.delimiter !== "\t")) options.push(`quote: ${form.quotes}`);
  if (form.encoding !== "utf-8") options.push(`encoding: ${quote(form.encoding)}`);
  return [
    `const file = ${quote(place)};`,
    `const ${usesAll(plan) ? "rows" : "all"} = loadDelimited(file, {`,
    ...options.map((option) => `  ${option},`),
    "});",
  ];
}

/** Whether every row that is read is used. */
function usesAll({ rare, sample }: NotebookPlan): boolean {
  return rare.length === 0 && sample === undefined;
}

/** The rows that are used: of classes that are large enough, and a sample of very many. */
function selectCells(plan: NotebookPlan): DraftCell[] {
  if (usesAll(plan)) return [];
  const { classes, rare, fewest, sample, rows } = plan;
  const times = sample === undefined ? 1 : Math.round(rows / sample);
  const why = `// Every row would take about ${times} times as long`;
  if (classes.length === 0)
    return [
      code(
        `${why}: then set step to 1.`,
        `const step = Math.ceil(all.length / ${sample});`,
        "const rows = all.filter((_, i) => i % step === 0);",
      ),
    ];
  const drawing = code(
    `${why}: then let drawn be all.`,
    `const share = ${sample} / all.length;`,
    "const names = all.map(({ label }) => label);",
    "const sample = stratifiedSplit(names, { testFraction: share, seed: seed }).test;",
    "const drawn = Array.from(sample, (row) => all[row]);",
  );
  const drawn = sample === undefined ? "all" : "drawn";
  const keeping =
    rare.length === 0
      ? code(`const rows = ${drawn};`)
      : code(
          "const sizes = new Map<string, number>();",
          "for (const { label } of all) sizes.set(label, (sizes.get(label) ?? 0) + 1);",
          `const fewest = ${fewest};`,
          `const rows = ${drawn}.filter(({ label }) => sizes.get(label)! >= fewest);`,
        );
  return sample === undefined ? [keeping] : [drawing, keeping];
}

function sizeCells({ classes }: NotebookPlan, words: ReadingWords): DraftCell[] {
  const [largest, smallest] = [classes[0], classes[classes.length - 1]];
  const times = largest.rows / smallest.rows;
  const even =
    times < 1.5 ? words.even : words.uneven(largest.name, times.toFixed(1), smallest.name);
  return [
    prose(words.sizes(classes.length) + words.space + even),
    code(
      "const classes = [...new Set(labels)].sort();",
      'show(plotBars(classes, [{ name: "texts", values: classes.map((name) =>',
      "  labels.filter((label) => label === name).length) }], {",
      '  title: "Texts in each class", categoryTitle: "Class", valueTitle: "Texts",',
      "}));",
    ),
  ];
}
