import { markdownGlobal, proseAddress, proseGlobal } from "../../../pages/proseNames";
import type { PageProse, RenderProse } from "../../../pages/renderProse";
import { loadScript } from "../../loadScript";

/** What the prose of a page was made of, and what renders it. */
export interface LoadedProse {
  /** Markdown of one of the book's cells; undefined where the book has none. */
  sourceOf(cell: string): string | undefined;
  readonly render: RenderProse;
}

interface MarkdownScript {
  createProseRenderer: typeof import("../../../pages/renderProse").createProseRenderer;
}

/**
 * Loads what edits prose, once it is called for the first time.
 *
 * @param notebook address of the page's notebook
 */
export function createProseLoader(notebook: string): () => Promise<LoadedProse> {
  let loading: Promise<LoadedProse> | undefined;
  return () => {
    loading ??= load(notebook);
    // What failed may be tried again.
    loading.catch(() => (loading = undefined));
    return loading;
  };
}

async function load(notebook: string): Promise<LoadedProse> {
  const prose = await loadScript<PageProse>(proseAddress(notebook), proseGlobal);
  const script = new URL(prose.markdown, location.href).href;
  const { createProseRenderer } = await loadScript<MarkdownScript>(script, markdownGlobal);
  return {
    sourceOf: (cell) => (Object.hasOwn(prose.sources, cell) ? prose.sources[cell] : undefined),
    render: await createProseRenderer(prose, document.documentElement.lang),
  };
}
