import type { Output } from "../../../jupyter/notebook/notebook";
import { Outline } from "../../pages/headings";
import type { MarkdownPage, MarkdownRenderer } from "../../pages/markdownRenderer";
import { pageWords } from "../../pages/pageWords";
import { markdownGlobal } from "../../pages/proseNames";
import { renderOutputs } from "../../pages/renderOutput";
import { loadScript } from "../../browser/loadScript";
import { trustHtml } from "../../pages/html";

/** The markup of an output on this page, once what draws it is there. */
export type PageRenderer = (output: Output) => string | Promise<string>;

interface MarkdownScript {
  createMarkdownRenderer(): Promise<MarkdownRenderer>;
}

const needsMarkdown = ["text/markdown", "text/latex"];

/**
 * Makes the same markup of outputs as a server does. What draws Markdown and formulas is loaded with
 * the first output that has some.
 *
 * @param script address of the script for Markdown
 */
export function createPageRenderer(language: string, script: string): PageRenderer {
  let loading: Promise<MarkdownRenderer> | undefined;
  const load = (): Promise<MarkdownRenderer> =>
    (loading ??= loadScript<MarkdownScript>(script, markdownGlobal).then((library) =>
      library.createMarkdownRenderer(),
    ));
  const render = (output: Output, markdown: MarkdownRenderer): string =>
    renderOutputs([output], markdown, createPage(language)).join("");
  return (output) => {
    const forms = "data" in output ? Object.keys(output.data) : [];
    return forms.some((form) => needsMarkdown.includes(form))
      ? load().then((markdown) => render(output, markdown))
      : render(output, withoutMarkdown);
  };
}

/** Outputs link to nothing in the book, and have no pictures beside them. */
function createPage(language: string): MarkdownPage {
  const outline = new Outline();
  outline.add(1, "", ""); // The page has its title: headings in an output stand below it.
  return {
    outline,
    words: pageWords(language),
    resolveLink: (href) => (/^(#|https?:|mailto:)/i.test(href) ? href : undefined),
    resolveImage: (source) => (/^(https?|data):/i.test(source) ? source : undefined),
  };
}

const nothing = (): ReturnType<typeof trustHtml> => trustHtml("");
const withoutMarkdown: MarkdownRenderer = {
  render: nothing,
  renderInline: nothing,
  renderMaths: nothing,
};
