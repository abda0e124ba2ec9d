import { createHash } from "node:crypto";
import type { DatasetContents } from "./dataset";

/**
 * SHA-256 of what a set holds, whatever its files look like: the same documents in another order,
 * with other white space or byte order marks, have the same digest.
 *
 * It is taken over one line a document, `split TAB part TAB label TAB text` with white space joined
 * into single spaces (or the pixels, in decimal, separated by commas), the lines sorted by UTF-16
 * code units and joined by line feeds.
 *
 * Cost: one pass and a sort of the documents.
 */
export function contentsDigest(contents: DatasetContents): string {
  const lines = contents.kind === "text" ? textLines(contents) : imageLines(contents);
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex");
}

function textLines({ documents }: DatasetContents & { kind: "text" }): string[] {
  return documents.map(
    ({ split = "", part = "", label, text }) =>
      `${split}\t${part}\t${label}\t${text.replace(/\s+/g, " ").trim()}`,
  );
}

function imageLines({
  labels,
  splits,
  pixels,
  width,
  height,
}: DatasetContents & { kind: "images" }): string[] {
  const size = width * height;
  return labels.map(
    (label, i) =>
      `${splits?.[i] ?? ""}\t\t${label}\t${pixels.subarray(i * size, (i + 1) * size).join(",")}`,
  );
}
