import { createHash } from "node:crypto";
import { html, trustHtml, type Html } from "./html";
import type { Language } from "../../jupyter/notebook/notebookLanguage";

/** Path of the text faces in the book. */
export const fontsFolder = "assets/fonts";

/**
 * Asks for the fonts of the first lines before the style sheets that name them have come, so that
 * lines break once. It is a script since a browser refuses to preload fonts from a folder, and
 * says so in its console; a page's policy allows it by its hash.
 */
const script =
  'if(location.protocol!=="file:")for(const href of document.currentScript.dataset.fonts.split(" "))document.head.append(Object.assign(document.createElement("link"),{rel:"preload",as:"font",type:"font/woff2",crossOrigin:"",href}))';

export const preloadHash = createHash("sha256").update(script).digest("base64");

const textFonts: Readonly<Record<Language, readonly string[]>> = {
  en: ["source-serif-4-latin", "source-sans-3-latin"],
  "zh-CN": ["noto-sans-sc-latin", "source-sans-3-latin"],
};

/** @param maths whether formulas stand on the page */
export function preloadFonts(root: string, language: Language, maths: boolean): Html {
  const files = [
    ...textFonts[language].map((name) => `${fontsFolder}/${name}-wght-normal.woff2`),
    ...(maths ? ["Main-Regular", "Math-Italic"] : []).map(
      (name) => `assets/katex/fonts/KaTeX_${name}.woff2`,
    ),
  ];
  return html`<script data-fonts="${files.map((file) => root + file).join(" ")}">${trustHtml(script)}</script>
`;
}
