import { joinText, type Notebook } from "../../jupyter/notebook/notebook";
import type { Chapter } from "./chapter";

/**
 * The picture that stands for a notebook on the front page: that of the cell tagged `thumbnail`,
 * else the first that a cell drew; undefined where none holds a PNG.
 */
export function findThumbnail({ cells }: Notebook): Uint8Array | undefined {
  const code = cells.filter((cell) => cell.cell_type === "code");
  const isChosen = ({ metadata: { tags } }: (typeof code)[number]): boolean =>
    Array.isArray(tags) && tags.includes("thumbnail");
  for (const { outputs } of [...code.filter(isChosen), ...code]) {
    for (const output of outputs) {
      if (output.output_type !== "display_data" && output.output_type !== "execute_result")
        continue;
      const picture = toPng(output.data["image/png"]);
      if (picture !== undefined) return picture;
    }
  }
  return undefined;
}

/** Path in the book of a chapter's thumbnail. */
export function thumbnailPath({ page }: Pick<Chapter, "page">): string {
  return `assets/thumbnails/${page.replace(/\.html$/, ".png")}`;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function toPng(value: unknown): Uint8Array | undefined {
  const isText = typeof value === "string" || Array.isArray(value);
  if (!isText) return undefined;
  const bytes = Buffer.from(joinText(value as string | string[]), "base64");
  return signature.every((byte, i) => bytes[i] === byte) ? bytes : undefined;
}
