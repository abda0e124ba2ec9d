import type { Language } from "../../jupyter/notebook/notebookLanguage";
import { chineseWords } from "./chineseWords";
import { englishWords, type ProjectWords } from "./englishWords";

const words: Record<Language, ProjectWords> = { en: englishWords, "zh-CN": chineseWords };

/** The words of a project in a language. */
export function projectWords(language: Language): ProjectWords {
  return words[language];
}
