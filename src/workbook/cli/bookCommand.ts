import { existsSync } from "node:fs";
import { buildBook } from "../book/buildBook";
import { ownReference } from "../book/reference";
import { findNotebooks, shortenPath } from "./findNotebooks";

/** Builds the book of the notebooks named, or of the executed copies where there are some. */
export async function bookCommand(
  paths: readonly string[],
  options: { out: string; title: string; executed: string },
): Promise<void> {
  const given = paths.length === 0 && existsSync(options.executed) ? [options.executed] : paths;
  const notebooks = findNotebooks(given);
  const { index, files, written } = await buildBook({
    notebooks,
    out: options.out,
    title: options.title,
    reference: ownReference(),
  });
  console.log(
    `${notebooks.length} notebooks, ${files.length} files (${written} written); open ${shortenPath(index)}`,
  );
}
