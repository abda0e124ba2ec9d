import { createElement } from "./createElement";

/** A page that came without formulas has no style for them. */
export function loadMathsStyle(box: HTMLElement): void {
  if (!box.querySelector(".katex") || document.querySelector('link[href$="katex.css"]')) return;
  const style = document.querySelector<HTMLLinkElement>('link[href$="assets/book.css"]');
  if (style)
    document.head.append(
      createElement("link", {
        rel: "stylesheet",
        href: style.href.replace("book.css", "katex/katex.css"),
      }),
    );
}
