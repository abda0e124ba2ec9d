import { existsSync } from "node:fs";
import { buildBook } from "../book/buildBook";
import { ownReference } from "../book/reference";
import { readProject } from "../project/readProject";
import { findNotebooks, shortenPath } from "./findNotebooks";

/**
 * Builds the book of the notebooks named, or of the executed copies where there are some.
 *
 * @returns exit code: 1 if the book had to do without a notebook; parts of a cell that cannot be
 *   shown are listed, and said on the page
 */
export async function bookCommand(
  paths: readonly string[],
  options: { out: string; title?: string; executed: string; live: boolean; site?: string },
): Promise<number> {
  const project = readProject(".");
  const given = paths.length === 0 && existsSync(options.executed) ? [options.executed] : paths;
  const notebooks = findNotebooks(given);
  let left = 0;
  const { index, files, written } = await buildBook({
    notebooks,
    out: options.out,
    title: options.title ?? project.title,
    introduction: project.introduction,
    reference: ownReference(),
    adapterTool: true,
    live: options.live,
    site: options.site,
    onFault: (fault) => console.error(fault),
    onUnreadable: ({ message }) => {
      left++;
      console.error(`left out: ${message}`);
    },
  });
  console.log(
    `${notebooks.length - left} notebooks, ${files.length} files (${written} written); open ${shortenPath(index)}`,
  );
  return left > 0 ? 1 : 0;
}
