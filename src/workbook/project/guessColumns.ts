import type { ColumnProfile, TableProfile } from "./profileColumns";

/** The columns that a notebook reads. */
export interface ChosenColumns {
  readonly text: string;
  /** Undefined where there are no labels. */
  readonly label: string | undefined;
}

const textNames =
  /^(?:text|texts|title|headline|body|message|msg|content|comment|description|review|post|tweet|question|sentence|document|abstract|summary|sms|文本|内容|标题|正文|评论|描述|摘要|句子|帖子)$/i;
const labelNames =
  /^(?:label|labels|class|category|categories|topic|target|tag|intent|sentiment|genre|type|group|y|标签|类别|分类|主题|情感|话题)$/i;

/** Different values of a column that may hold classes. */
const mostClasses = 200;

/**
 * Guesses which column holds the texts and which their labels, where the caller does not say:
 * usual names first; else the texts are the longest that differ, and the labels the column with the
 * fewest short values that come back.
 *
 * @param said - columns that the caller has named; `label: null` says that there are no labels
 * @throws Error that lists the columns if none looks like text
 */
export function guessColumns(
  file: string,
  { rows, columns }: TableProfile,
  said: { readonly text?: string; readonly label?: string | null } = {},
): ChosenColumns {
  const free = columns.filter(({ name }) => name !== said.label);
  const text = said.text ?? best(free, (column) => scoreText(column, rows))?.name;
  if (text === undefined)
    throw new Error(
      `no column of ${file} looks like text; name it with --text: ` +
        columns.map(({ name }) => `"${name}"`).join(", "),
    );
  if (said.label !== undefined) return { text, label: said.label ?? undefined };
  const others = columns.filter(({ name }) => name !== text);
  return { text, label: best(others, (column) => scoreLabel(column, rows))?.name };
}

/** The column with the highest score above 0, the first of equals. */
function best(
  columns: readonly ColumnProfile[],
  score: (column: ColumnProfile) => number,
): ColumnProfile | undefined {
  const scored = columns.map((column) => ({ column, score: score(column) }));
  return scored
    .filter((one) => one.score > 0)
    .reduce<(typeof scored)[number] | undefined>(
      (a, b) => (a !== undefined && a.score >= b.score ? a : b),
      undefined,
    )?.column;
}

function scoreText(column: ColumnProfile, rows: number): number {
  const { name, empty, words, numeric, values } = column;
  const distinct = values === undefined ? 1 : values.size / Math.max(rows - empty, 1);
  if (numeric > 0.5 || empty === rows) return 0;
  const named = textNames.test(name);
  if (!named && words < 1.5) return 0;
  return words * distinct * (1 - empty / rows) * (named ? 4 : 1);
}

function scoreLabel({ name, empty, words, values }: ColumnProfile, rows: number): number {
  const filled = rows - empty;
  if (values === undefined || values.size < 2 || values.size > mostClasses) return 0;
  if (words > 4 || values.size > filled / 2) return 0;
  return (labelNames.test(name) ? mostClasses : 1) / values.size;
}
