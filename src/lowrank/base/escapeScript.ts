/** JSON that an HTML parser cannot mistake for the end of a script or a comment. */
export function escapeScript(json: string): string {
  return json
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
