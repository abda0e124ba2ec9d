import { checkList } from "../../base/checkList";
import { describeValue } from "../../base/describeValue";

/** What stands for a word that the vocabulary lacks. */
export const unknownWord = "<unknown>";

/** What stands before a text and behind it. */
export const endOfText = "<end>";

const unknown = 0;
const end = 1;

/**
 * The words of a text, in lower case: runs of letters, marks and digits, with apostrophes inside.
 */
export function splitWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}

/**
 * The most frequent words of texts, the commonest first, equals in the order of their code points.
 *
 * @param most - how many at most
 */
export function commonWords(texts: readonly string[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of splitWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([word]) => word);
}

/** Texts as numbers, cut into windows no longer than a model's context. */
export interface WordWindows {
  /** What each row reads: a word's number. */
  readonly inputs: Int32Array;
  /** What each row must say: the next word's number. */
  readonly targets: Int32Array;
  /** The row at which each window starts, and in the end the number of rows. */
  readonly starts: Int32Array;
  /** The text of each window. */
  readonly texts: Int32Array;
}

/** Numbers a text's words: "<end>", the words, "<end>". */
export function numberWords(text: string, numbers: ReadonlyMap<string, number>): number[] {
  const words = splitWords(text).map((word) => numbers.get(word) ?? unknown);
  return [end, ...words, end];
}

/**
 * Cuts texts into windows: n words give n + 1 rows, each of which reads a word ("<end>" first) and
 * must say the next ("<end>" last). A longer text than the context goes on in a window of its own,
 * which starts with the word that the last one ended with.
 *
 * @throws TypeError if texts is not a list of strings
 */
export function cutWindows(
  texts: readonly string[],
  words: readonly string[],
  context: number,
): WordWindows {
  checkTexts(texts);
  const numbers = new Map(words.map((word, number) => [word, number]));
  const [inputs, targets, starts, owners]: number[][] = [[], [], [], []];
  texts.forEach((text, owner) => {
    const sequence = numberWords(text, numbers);
    for (let at = 0; at + 1 < sequence.length; at++) {
      if (at % context === 0) {
        starts.push(inputs.length);
        owners.push(owner);
      }
      inputs.push(sequence[at]);
      targets.push(sequence[at + 1]);
    }
  });
  starts.push(inputs.length);
  return {
    inputs: Int32Array.from(inputs),
    targets: Int32Array.from(targets),
    starts: Int32Array.from(starts),
    texts: Int32Array.from(owners),
  };
}

/** Some of the windows, in the order that is asked for. */
export function takeWindows(
  { inputs, targets, starts, texts }: WordWindows,
  chosen: ArrayLike<number>,
): WordWindows {
  let rows = 0;
  for (let i = 0; i < chosen.length; i++) rows += starts[chosen[i] + 1] - starts[chosen[i]];
  const taken = {
    inputs: new Int32Array(rows),
    targets: new Int32Array(rows),
    starts: new Int32Array(chosen.length + 1),
    texts: new Int32Array(chosen.length),
  };
  for (let i = 0, at = 0; i < chosen.length; i++) {
    const [from, to] = [starts[chosen[i]], starts[chosen[i] + 1]];
    taken.inputs.set(inputs.subarray(from, to), at);
    taken.targets.set(targets.subarray(from, to), at);
    taken.texts[i] = texts[chosen[i]];
    at += to - from;
    taken.starts[i + 1] = at;
  }
  return taken;
}

/** @throws TypeError if texts is not a list of strings; RangeError if it is empty */
export function checkTexts(texts: readonly string[]): void {
  checkList(texts, "texts", "strings");
  if (texts.length === 0) throw new RangeError("there are 0 texts; pass at least 1");
  const wrong = texts.findIndex((text) => typeof text !== "string");
  if (wrong >= 0)
    throw new TypeError(`text ${wrong} is ${describeValue(texts[wrong])}; pass strings`);
}
