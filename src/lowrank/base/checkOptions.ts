import { describeValue } from "./describeValue";

/** What other libraries call an option, and what it is called here, the likeliest first. */
const namesElsewhere: Readonly<Record<string, readonly string[]>> = {
  alpha: ["smoothing", "inversePenalty"],
  algorithm: ["method"],
  batch: ["batchSize"],
  c: ["inversePenalty"],
  center: ["centre"],
  chunk_size: ["bytesPerBlock"],
  color_scale: ["colors"],
  cv: ["folds"],
  hidden_layer_sizes: ["hiddenSizes"],
  iterations: ["maxIterations", "steps", "epochs"],
  jobs: ["threads"],
  keep_n: ["maxTerms"],
  labels: ["labelColumn"],
  learning_rate_init: ["learningRate"],
  lora_alpha: ["alpha"],
  lower: ["lowercase"],
  lr: ["learningRate"],
  max_df: ["maxDocumentFrequency"],
  max_epochs: ["epochs"],
  max_features: ["maxTerms"],
  max_iter: ["maxIterations"],
  min_count: ["minDocumentFrequency"],
  min_df: ["minDocumentFrequency"],
  n_components: ["rank", "maxRank", "ranks"],
  n_epochs: ["epochs"],
  n_folds: ["folds"],
  n_iter: ["maxIterations", "steps", "tolerance"],
  n_jobs: ["threads"],
  n_repeats: ["draws"],
  n_splits: ["folds"],
  ngram: ["ngrams"],
  ngram_range: ["ngrams"],
  no_above: ["maxDocumentFrequency"],
  no_below: ["minDocumentFrequency"],
  norm: ["unitRows"],
  normalize_rows: ["unitRows"],
  num_topics: ["rank", "maxRank", "ranks"],
  num_workers: ["threads"],
  r: ["rank"],
  random_state: ["seed"],
  regularization: ["inversePenalty"],
  sep: ["delimiter"],
  separator: ["delimiter"],
  solver: ["method"],
  strip_accents: ["stripAccents", "normalize"],
  sublinear_tf: ["sublinear"],
  test_size: ["testFraction"],
  text: ["textColumn"],
  token_pattern: ["minLength"],
  tol: ["tolerance"],
  verbose: ["onProgress"],
  warm_start: ["initial"],
  workers: ["threads"],
};

/**
 * Refuses options that a function does not have, which JavaScript would pass over in silence.
 *
 * Cost: a look-up an option.
 *
 * @param options - what the caller passed
 * @param known - the names of all options
 * @param name - the function's name
 * @param example - options to show where the function cannot do without
 * @param inside - options that are objects, with the names of theirs: a likely place for a name
 * @throws TypeError that names the option, the nearest known one, and all known ones
 */
export function checkOptions(
  options: object | undefined,
  known: Readonly<Record<string, true>>,
  name: string,
  example?: string,
  inside: Readonly<Record<string, Readonly<Record<string, true>>>> = {},
): void {
  if (options === undefined) {
    if (example === undefined) return;
    throw new TypeError(`${name} needs options, and got none; pass for example ${example}`);
  }
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new TypeError(
      `the options of ${name} are ${describeValue(options)}; ` +
        `pass an object such as { ${Object.keys(known)[0]}: … }, or leave them out`,
    );
  for (const option of Object.keys(options)) {
    if (Object.hasOwn(known, option)) continue;
    const nearest = suggestName(option, Object.keys(known)) ?? suggestInside(option, inside);
    throw new TypeError(
      `${name} has no option ${JSON.stringify(option)}; ` +
        (nearest === undefined ? "" : `did you mean ${nearest}? `) +
        `Its options are ${Object.keys(known).join(", ")}`,
    );
  }
}

/** A name inside an option that is an object, as it would be passed. */
function suggestInside(
  name: string,
  inside: Readonly<Record<string, Readonly<Record<string, true>>>>,
): string | undefined {
  for (const [option, known] of Object.entries(inside)) {
    const nearest = suggestName(name, Object.keys(known));
    if (nearest !== undefined) return `${option}: { ${nearest}: … }`;
  }
  return undefined;
}

/**
 * Refuses a value that is none of those an option can have.
 *
 * @throws RangeError that names the option, the value and the choices
 */
export function checkChoice<Value extends string>(
  value: unknown,
  choices: readonly Value[],
  name: string,
): asserts value is Value {
  if ((choices as readonly unknown[]).includes(value)) return;
  const listed = choices.map((choice) => JSON.stringify(choice)).join(", ");
  throw new RangeError(`${name} is ${describeValue(value)}; choose one of ${listed}`);
}

/**
 * The known name that was most likely meant: the one for another library's name, or the nearest by
 * edits, at most two of five letters apart; undefined if there is none.
 */
export function suggestName(name: string, known: readonly string[]): string | undefined {
  const elsewhere = namesElsewhere[toSnake(name)]?.find((candidate) => known.includes(candidate));
  if (elsewhere !== undefined) return elsewhere;
  const plain = toPlain(name);
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const edits = countEdits(plain, toPlain(candidate));
    if (edits < least && edits <= 0.4 * Math.max(plain.length, candidate.length)) {
      [best, least] = [candidate, edits];
    }
  }
  return best;
}

const toPlain = (name: string): string => name.replaceAll("_", "").toLowerCase();
const toSnake = (name: string): string =>
  name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** Levenshtein's distance: letters inserted, left out or replaced. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++)
      next.push(
        Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(from[i - 1] !== to[j - 1])),
      );
    row = next;
  }
  return row[to.length];
}
