/** What the build puts into the page's script. */
declare module "#parts" {
  /** The worker's own script. */
  export const boot: string;
  /** Name of the script for Markdown, beside this one. */
  export const markdown: string;
  /** Files of the parts, beside this script, by name. */
  export const parts: Readonly<Record<string, string>>;
}
