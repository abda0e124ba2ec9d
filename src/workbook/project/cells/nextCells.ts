import type { NotebookPlan } from "../planNotebook";
import type { ProjectWords } from "../words/englishWords";
import { prose, type DraftCell } from "./draftCell";

/** What to try next. */
export function nextCells(
  { classes, words: length, language }: NotebookPlan,
  { next: words }: ProjectWords,
): DraftCell[] {
  const classifies = classes.length > 0;
  const ideas = [
    classifies ? words.wordsOfClasses : words.wordsOfTopics,
    ...(length < 12 || language === undefined ? [words.letters] : []),
    ...(classifies ? words.withClasses : words.withoutClasses),
  ];
  return [prose(words.heading, ideas.map((idea) => `- ${idea}`).join("\n"))];
}
