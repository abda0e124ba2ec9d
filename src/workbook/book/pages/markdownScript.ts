// What the script for Markdown holds: it is loaded with the first output, or the first piece of
// edited prose, that needs it.
export { createMarkdownRenderer } from "./markdownRenderer";
export { createProseRenderer } from "./renderProse";
