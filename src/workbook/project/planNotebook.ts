import type { ChosenColumns } from "./guessColumns";
import type { ColumnProfile, TableProfile } from "./profileColumns";
import { englishWords, type ProjectWords } from "./words/englishWords";

/** What the notebook on a table does, from what the table holds. */
export interface NotebookPlan extends ChosenColumns {
  readonly rows: number;
  /** Rows without a label. */
  readonly unlabelled: number;
  /** Language of the texts, for the words to leave out. */
  readonly language: ColumnProfile["language"];
  /** Mean words of a text. */
  readonly words: number;
  /** Rows of a class that has enough of them, largest class first; empty where nothing is classified. */
  readonly classes: readonly { readonly name: string; readonly rows: number }[];
  /** Classes with fewer rows than folds. */
  readonly rare: readonly string[];
  /** Parts of the cross-validation. */
  readonly folds: number;
  /** Rows that a class needs in the file: one a fold, and one to test. */
  readonly fewest: number;
  /** Rows that are drawn from a large file; undefined where all are used. */
  readonly sample: number | undefined;
  /** Why there is nothing to classify; undefined where there is. */
  readonly withoutClasses: string | undefined;
}

const mostFolds = 5;

/** Rows of a test set, which a split must leave to every class. */
const fewestInTest = 1;

/** Texts that are read before a sample is drawn: minutes become seconds. */
const mostRows = 20_000;

/** Labelled rows below which an accuracy says nothing. */
const fewestLabelled = 8;

/**
 * Plans a notebook: whether it classifies, with how many folds, which classes are too rare, and
 * whether a sample is drawn.
 *
 * @throws Error if a column does not exist, there are no rows, or no text is left
 */
export function planNotebook(
  file: string,
  profile: TableProfile,
  columns: ChosenColumns,
  words: ProjectWords = englishWords,
): NotebookPlan {
  const { rows } = profile;
  const text = findProfile(file, profile, columns.text, "--text");
  const label =
    columns.label === undefined ? undefined : findProfile(file, profile, columns.label, "--label");
  if (rows - text.empty === 0)
    throw new Error(
      `${file}: all ${rows} rows have an empty text in column "${columns.text}"; ` +
        "name another column with --text",
    );
  const sample = rows > mostRows ? mostRows : undefined;
  return {
    ...columns,
    rows,
    unlabelled: label?.empty ?? rows,
    language: text.language,
    words: text.words,
    sample,
    ...planClasses(label, sample === undefined ? 1 : rows / sample, words.withoutClasses),
  };
}

function findProfile(
  file: string,
  { columns }: TableProfile,
  wanted: string,
  option: string,
): ColumnProfile {
  const found = columns.find(({ name }) => name === wanted);
  if (found) return found;
  throw new Error(
    `${file} has no column "${wanted}" for ${option}; ` +
      `it has ${columns.map(({ name }) => `"${name}"`).join(", ")}`,
  );
}

type PlannedClasses = Pick<
  NotebookPlan,
  "classes" | "rare" | "folds" | "fewest" | "withoutClasses"
>;

/** @param times - how many times more rows the file has than the sample */
function planClasses(
  label: ColumnProfile | undefined,
  times: number,
  words: ProjectWords["withoutClasses"],
): PlannedClasses {
  const none = { classes: [], rare: [], folds: 0, fewest: 0 };
  if (label === undefined) return { ...none, withoutClasses: words.noLabels };
  const { name, values } = label;
  if (values === undefined) return { ...none, withoutClasses: words.manyValues(name) };
  const counted = [...values].map(([one, rows]) => ({ name: one, rows }));
  const classes = counted.sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1));
  if (classes.length < 2)
    return {
      ...none,
      withoutClasses:
        classes.length === 0 ? words.empty(name) : words.oneClass(name, classes[0].name),
    };
  // A fold needs a row of each class, and a fifth of the rows is the test.
  const folds = Math.min(mostFolds, Math.floor(classes[1].rows / times) - fewestInTest);
  const fewest = Math.ceil((folds + fewestInTest) * times);
  const kept = classes.filter(({ rows }) => rows >= fewest);
  const labelled = kept.reduce((sum, { rows }) => sum + rows, 0);
  if (folds < 2 || labelled < fewestLabelled)
    return { ...none, withoutClasses: words.fewRows(classes.slice(0, 5)) };
  return {
    classes: kept,
    rare: classes.slice(kept.length).map(({ name: one }) => one),
    folds,
    fewest,
    withoutClasses: undefined,
  };
}
