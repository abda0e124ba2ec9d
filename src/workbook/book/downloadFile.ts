import { readFileSync } from "node:fs";
import { formatNotebook } from "../jupyter/notebook/formatNotebook";
import type { Chapter } from "./pages/chapter";

/**
 * A chapter's notebook as readers download it: laid out as Jupyter does or, where it is nested too
 * deeply for that, as its file stands.
 */
export function downloadFile({ notebook, file }: Pick<Chapter, "notebook" | "file">): string {
  try {
    return formatNotebook(notebook);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return readFileSync(file, "utf8");
  }
}
