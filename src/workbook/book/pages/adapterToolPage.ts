import { pageAddress } from "./pageLinks";
import { html } from "./html";
import { findPreview, type BookFrame } from "./bookFrame";
import { findTranslations, pageLayout } from "./pageLayout";
import type { Language } from "../../jupyter/notebook/notebookLanguage";
import { pageWords } from "./pageWords";

/** Path of the tool's script in the book. */
export const adapterToolAsset = "assets/adapter-tool.js";

/** Path in the book of the page beside a front page on which a reader drops adapters. */
export function adapterToolPath(front: string): string {
  return front.replace(/[^/]*$/, "adapter-tool.html");
}

/**
 * The page on which a reader drops the files of an adapter, sees its spectra and saves it at lower
 * ranks; the browser's side puts the tool into it.
 */
export function adapterToolPage(
  book: BookFrame,
  front: string,
  language: Language,
  fronts: readonly string[],
): string {
  const page = adapterToolPath(front);
  const { adapterTool, needsTool } = pageWords(language);
  const address = pageAddress(adapterToolAsset, page);
  return pageLayout({
    title: `${adapterTool.title} · ${book.title}`,
    description: adapterTool.about,
    book: book.title,
    ...{ language, front, page },
    root: page.includes("/") ? "../" : "",
    translations: findTranslations(page, fronts.map(adapterToolPath)),
    main: html`<article class="front">
<h1>${adapterTool.title}</h1>
<p>${adapterTool.about}</p>
<div id="adapter-tool" data-script="${address}" data-title="${adapterTool.title}"></div>
<noscript><p class="plot-message">${needsTool}</p></noscript>
</article>`,
    maths: false,
    reference: book.reference,
    offline: book.offline,
    preview: findPreview(book, undefined),
  });
}
