import type { Language } from "../jupyter/notebook/notebookLanguage";

/**
 * The workbook's language for an environment's locale, by POSIX's order of the variables: Chinese
 * for `zh_CN.UTF-8` and the like, else English.
 */
export function localeLanguage({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  const locale = [LC_ALL, LC_MESSAGES, LANG].find(Boolean) ?? "";
  return /^zh(?![a-z])/i.test(locale) ? "zh-CN" : "en";
}
