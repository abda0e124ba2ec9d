import { joinText, type Output } from "./notebook";

/**
 * Outputs in which neighbouring pieces of one stream are one: how a stream was cut into messages
 * says nothing.
 */
export function joinStreams(outputs: readonly Output[]): Output[] {
  const joined: Output[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (
      output.output_type === "stream" &&
      last?.output_type === "stream" &&
      last.name === output.name
    ) {
      joined[joined.length - 1] = { ...last, text: joinText(last.text) + joinText(output.text) };
    } else joined.push(output);
  }
  return joined;
}
