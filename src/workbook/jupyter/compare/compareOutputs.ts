import { compareBundles, isFigure } from "./compareBundles";
import type { ComparisonRules } from "./compareNumbers";
import { compareText, type Mismatch } from "./compareText";
import { joinStreams } from "../notebook/joinStreams";
import { isLines, joinText, type Output } from "../notebook/notebook";

/**
 * Compares what a cell showed at two runs, and returns the first difference: an output too many or
 * too few, of another kind, or with other content.
 */
export async function compareOutputs(
  expected: readonly Output[],
  found: readonly Output[],
  rules: ComparisonRules,
): Promise<Mismatch | undefined> {
  const [left, right] = [expected, found].map(joinStreams);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference =
      i < left.length && i < right.length
        ? await compareOutput(left[i], right[i], rules)
        : missing(left[i], right[i]);
    if (difference)
      return {
        ...difference,
        place: [`output ${i + 1}`, difference.place].filter((part) => part !== "").join(", "),
      };
  }
  return undefined;
}

function missing(expected: Output | undefined, found: Output | undefined): Mismatch {
  return {
    place: "",
    expected: expected ? describeOutput(expected) : "(nothing)",
    found: found ? describeOutput(found) : "(nothing)",
  };
}

async function compareOutput(
  expected: Output,
  found: Output,
  rules: ComparisonRules,
): Promise<Mismatch | undefined> {
  if (
    expected.output_type === "stream" &&
    found.output_type === "stream" &&
    expected.name === found.name
  )
    return compareText(joinText(expected.text), joinText(found.text), rules);
  if (expected.output_type === "error" && found.output_type === "error")
    return compareText(describeOutput(expected), describeOutput(found), rules);
  if (
    "data" in expected &&
    "data" in found &&
    expected.output_type === found.output_type &&
    describeKind(expected) === describeKind(found)
  )
    return compareBundles(expected.data, found.data, rules);
  return missing(expected, found);
}

function describeKind(output: Output): string {
  if (output.output_type === "stream")
    return output.name === "stderr" ? "text on stderr" : "printed text";
  if (output.output_type === "error") return "an error";
  if (isFigure(output.data)) return "a figure";
  const html = output.data["text/html"];
  return html !== undefined && JSON.stringify(html).includes("<table") ? "a table" : "a result";
}

/** Kind and first words of an output. */
function describeOutput(output: Output): string {
  const words = readPlainText(output).trim().replace(/\s+/g, " ");
  return `${describeKind(output)}${words === "" ? "" : `: ${words.slice(0, 100)}${words.length > 100 ? "…" : ""}`}`;
}

function readPlainText(output: Output): string {
  if (output.output_type === "stream") return joinText(output.text);
  if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
  const text = output.data["text/plain"];
  return isLines(text) ? joinText(text) : "";
}
