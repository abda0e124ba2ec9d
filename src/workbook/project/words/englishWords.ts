import { plain } from "../cells/draftCell";

/** A number with separators between thousands, and what it counts. */
function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** What a project, its notebook and the command that makes them say in English. */
export const englishWords = {
  title: (name: string) => `Explore ${name}`,
  introduction: (file: string) => `A look at \`${file}\` with low-rank methods.

**Open the notebook and press *Run all*.** Then change a cell, press Shift+Enter, and see what happens.

Your edits stay in this browser. The same notebook opens in Jupyter and VS Code.`,
  opening: {
    aim: (rows: number, classes: number) =>
      classes > 0
        ? `This notebook finds out what the ${count(rows, "text")} speak of, how well ${classes} classes can be told apart at each rank, and where the classifier errs.`
        : `This notebook finds out what the ${count(rows, "text")} speak of, and which of them resemble each other.`,
    run: "**Run all cells first**: tables and pictures come when they run. Then change what you like; each cell is yours. The methods are explained in Lowrank's own notebooks.",
  },
  /** Why there is nothing to classify. */
  withoutClasses: {
    noLabels: "The file has no labels.",
    manyValues: (column: string) =>
      `Column "${column}" has more than 1,000 different values: these are no classes.`,
    empty: (column: string) => `Column "${column}" is empty in every row.`,
    oneClass: (column: string, name: string) =>
      `All labels in column "${column}" are "${name}": there is nothing to tell apart.`,
    fewRows: (classes: readonly { readonly name: string; readonly rows: number }[]) =>
      `There are too few labelled rows to learn from: ${classes
        .map(({ name, rows }) => `${name} has ${rows}`)
        .join(", ")}.`,
  },
  reading: {
    heading: "## Read and look",
    file: (name: string, rows: number, text: string) =>
      `\`${name}\` has ${count(rows, "row")}. The texts stand in column **${plain(text)}**.`,
    only: "So this notebook looks for topics and for texts that resemble each other.",
    labels: (column: string) => `Their labels stand in column **${plain(column)}**.`,
    unlabelled: (rows: number) =>
      rows === 1
        ? "The one row without a label is left out."
        : `The ${count(rows, "row")} without a label are left out.`,
    rare: (fewest: number, names: readonly string[]) =>
      `A class needs ${fewest} rows, to learn from and to test; ` +
      (names.length === 1
        ? `**${plain(names[0])}** has fewer and is left out.`
        : `${count(names.length, "class", "classes")} have fewer and are left out.`),
    sizes: (classes: number) => `How large are the ${classes} classes?`,
    even: "The classes are about equally large.",
    uneven: (largest: string, times: string, smallest: string) =>
      `The largest class, **${plain(largest)}**, has ${times} times as many rows as the smallest, **${plain(smallest)}**. Keep that in mind below: whoever always answers with the largest is right that often.`,
    space: " ",
  },
  topics: {
    weigh: "## Weigh the words",
    weights:
      "Each text becomes a row, each word a column. An entry is high where a text repeats a word that few others have (TF-IDF). " +
      "Change a setting and run the cells below again: `ngrams: [1, 2]` adds pairs of words, `stem: true` lets *play* and *played* meet",
    stopWords: ', `stopWords: ["…"]` leaves words out',
    stop: ".",
    look: "## Look for topics",
    directions:
      "The SVD sums the matrix up in a few directions. Words that occur in the same texts point the same way, so a direction often reads as a topic. Move the slider through them.",
    scree:
      "How much of the matrix do the first directions hold? A curve that bends early says that few topics say most; texts that share few words give a flat one.",
    map: "The map puts each text at two of its coordinates. Texts about the same thing lie in the same direction from the origin. Hover to read them; change `dimensions` to look from another side.",
    neighbours: "## Find neighbours",
    near: "Which texts resemble a given one? Change the number and run the cell again.",
    own: "And which resemble a sentence of your own?",
  },
  classes: {
    train: "## Choose the rank and train",
    folds: (folds: number) =>
      `A fifth of the texts is laid aside. On the others, ${folds} folds score every rank; the chosen one is the smallest that is within one standard error of the best. The line is the same classifier on all words, without the SVD: it tells whether the low rank pays here.`,
    test: "## Test it",
    once: "Now the texts that were laid aside, once. The second number is what always answering with the largest class would get.",
    mistakes: "## Read the mistakes",
    surest: "The surest mistakes teach most: some are the model's, some are wrong labels.",
    why: "Which words misled it, or, where nothing did, made it say what it says? The bars add up to the class's score, but for a constant.",
    move: "## Move the rank",
    explore:
      "A classifier for every rank in one figure. It computes in your browser: move the slider, click a text on the map, or type a sentence.",
    use: "## Use it",
    predict:
      "Classify a sentence of your own, and save the model. " +
      "The command `npx lowrank predict model.lowrank FILE.csv --out labelled.csv` adds class and probability to each row of a table that has the same text column.",
  },
  next: {
    heading: "## What to try next",
    wordsOfClasses:
      "**Other words.** Set `ngrams: [1, 2]` or `stem: true` in the weights, run the cells below again, and compare the accuracies with their standard errors, not by eye.",
    wordsOfTopics:
      "**Other words.** Set `ngrams: [1, 2]` or `stem: true` in the weights, and see which topics change.",
    letters:
      '**Letters in place of words.** `ngramUnit: "characters", ngrams: [3, 5]` helps with short texts, spelling mistakes and languages with many endings.',
    withClasses: [
      "**Penalties.** `inversePenalties: [0.1, 1, 10]` lets the folds choose how far the classifier may trust single words.",
      '**Rare classes.** `classWeights: "balanced"` gives each class the same say.',
      "**Few labels.** `scoreFewLabels` draws a few labels a class many times: how many do you need?",
      "**Another seed.** Change `seed`, run all. What changes by more than a standard error was luck.",
    ],
    withoutClasses: [
      "**Label a few.** Add a column with a class for a hundred rows, and make the notebook again with `--label`: the SVD learns from all texts, the classifier from these.",
      "**Duplicates.** Neighbours with cosine 1 are copies; remove them before you count anything.",
    ],
  },
  readme: (notebook: string, table: string) => `\`${notebook}\` reads \`${table}\`.

    npm start          run the notebook, then open it in a browser: change a cell and run it again
    npx lowrank run --in-place --static
                       run it and keep the results in the file, with pictures that GitHub shows

In JupyterLab or VS Code: \`npx lowrank kernel install\`, then choose the kernel *TypeScript (Lowrank)*.
The pages take their title and introduction from \`lowrank\` in \`package.json\`.
`,
  command: {
    columns: (text: string, label = "none") => `texts: ${text}\nlabels: ${label}`,
    guessed: (byNumber: boolean) =>
      `(guessed; other columns: --text and --label, or --no-label${byNumber ? ", by number" : ""})`,
    ask: "Use these? [Y/n] ",
    askText: (names: readonly string[]) => `Column of the texts (${names.join(", ")}): `,
    askLabel: "Column of the labels (none: Enter): ",
    name: (column: string) => `"${column}"`,
    values: (column: string, values: number, shown: readonly string[]) =>
      `"${column}" (${values} values: ${shown.join(", ")}${values > shown.length ? " …" : ""})`,
    words: (column: string, words: string) => `"${column}" (${words} words a row)`,
    made: (rows: number, sample: number | undefined, classes: number, why: string | undefined) => {
      const read = sample === undefined ? `${rows} rows` : `${sample} of ${rows} rows`;
      return why === undefined
        ? `${read}, ${classes} classes`
        : `${read}, topics and neighbours. ${why}`;
    },
    goOn: "Go on with",
  },
};

/** Words of a project in any language. */
export type ProjectWords = typeof englishWords;
