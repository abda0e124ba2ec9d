import { findColumn, type OpenTable } from "./readRecords";

/** Texts with their labels, and the rows that were left out. */
export interface TrainingTexts {
  readonly texts: string[];
  readonly labels: string[];
  /** What each text weighs; undefined where no column says so. */
  readonly weights: number[] | undefined;
  /** Rows whose label is empty. */
  readonly unlabelled: number;
  /** Rows of classes with too few rows, and those classes. */
  readonly rare: { readonly rows: number; readonly classes: readonly string[] };
}

/**
 * Collects the labelled texts of a table.
 *
 * @param fewest - rows that a class must have, one a fold; `skipRare` leaves smaller classes out
 * @throws Error if a column is missing, no row has a label, there are fewer than two classes, or a
 *   weight is no number from 0 up
 */
export async function collectTrainingTexts(
  table: OpenTable,
  columns: { readonly text: string; readonly label: string; readonly weight?: string },
  { fewest, skipRare }: { readonly fewest: number; readonly skipRare: boolean },
): Promise<TrainingTexts> {
  const textAt = findColumn(table, columns.text, "--text");
  const labelAt = findColumn(table, columns.label, "--label");
  const weightAt =
    columns.weight === undefined ? undefined : findColumn(table, columns.weight, "--weight");
  const [texts, labels, weights]: [string[], string[], number[]] = [[], [], []];
  let rows = 0;
  for await (const fields of table.records) {
    rows++;
    const label = fields[labelAt].trim();
    if (label === "") continue;
    texts.push(fields[textAt]);
    labels.push(label);
    if (weightAt !== undefined) weights.push(readWeight(fields[weightAt], rows, table));
  }
  const { file } = table;
  if (rows === 0)
    throw new Error(`${file} has no rows below its header; pass a file with one text a row`);
  if (labels.length === 0)
    throw new Error(
      `${file}: all ${rows} rows have an empty label in column "${columns.label}"; ` +
        "label some, or name another column with --label",
    );
  const counts = countEach(labels);
  const rare = [...counts.keys()].filter((label) => (counts.get(label) ?? 0) < fewest).sort();
  if (rare.length > 0 && !skipRare) refuseRare(file, rare, counts, fewest);
  const kept = labels.map((label) => !rare.includes(label));
  const found = {
    texts: texts.filter((_, i) => kept[i]),
    labels: labels.filter((_, i) => kept[i]),
    weights: weightAt === undefined ? undefined : weights.filter((_, i) => kept[i]),
    unlabelled: rows - labels.length,
    rare: { rows: kept.filter((keep) => !keep).length, classes: rare },
  };
  checkClasses(file, columns.label, found.labels, rare.length);
  return found;
}

function readWeight(field: string, row: number, { file }: OpenTable): number {
  const weight = field.trim() === "" ? NaN : Number(field);
  if (weight >= 0 && weight < Infinity) return weight;
  throw new Error(
    `${file}: row ${row} has the weight ${JSON.stringify(field)}; ` +
      "give each labelled row a number from 0 up",
  );
}

function refuseRare(
  file: string,
  rare: readonly string[],
  counts: ReadonlyMap<string, number>,
  fewest: number,
): never {
  const named = rare.slice(0, 5).map((label) => `"${label}" (${counts.get(label)})`);
  throw new Error(
    `${file}: ${rare.length === 1 ? "class" : `${rare.length} classes:`} ` +
      `${named.join(", ")}${rare.length > 5 ? " …" : ""} ` +
      `with fewer rows than the ${fewest} folds; ` +
      "label more, leave such classes out with --skip-rare, or pass fewer --folds",
  );
}

function checkClasses(file: string, column: string, labels: readonly string[], rare: number): void {
  const classes = new Set(labels);
  if (classes.size > 1) return;
  throw new Error(
    classes.size === 0
      ? `${file}: each of the ${rare} classes has too few rows; label more, or pass fewer --folds`
      : `${file}: all ${labels.length} labels in column "${column}" are "${labels[0]}"; ` +
          "give at least 2 classes",
  );
}

function countEach(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
