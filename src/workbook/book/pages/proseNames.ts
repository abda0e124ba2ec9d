/** Global that the script of a page's prose defines, which stands beside its notebook. */
export const proseGlobal = "lowrankProse";

/** Global that the script for Markdown defines. */
export const markdownGlobal = "lowrankMarkdown";

/** Path or address of the script of a page's prose, by that of its notebook. */
export function proseAddress(notebook: string): string {
  return notebook.replace(/\.ipynb$/, ".prose.js");
}
