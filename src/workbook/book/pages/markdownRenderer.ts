import MarkdownIt from "markdown-it";
import { isChinese } from "lowrank/workbook";
import { boundFormulas, formulaBounds, stripDollars, type Macros } from "./formulas";
import { html, trustHtml, type Html } from "./html";
import type { FaultListener } from "./describeFault";
import type { Heading, Outline } from "./headings";
import { highlightCode } from "./highlightCode";
import { joinUnits } from "./joinUnits";
import type { PageWords } from "./pageWords";
import { passInlineTags } from "./inlineTags";
import { passUnclosed } from "./passUnclosed";

/** What a piece of Markdown needs to know of the page it is on. */
export interface MarkdownPage extends FaultListener {
  outline: Outline;
  /** What the page says in its language. */
  words: PageWords;
  /** The address of a link on the page, or undefined where its target is not part of the book. */
  resolveLink(href: string): string | undefined;
  /** The address of an image on the page, or undefined where it is missing. */
  resolveImage(source: string): string | undefined;
}

export interface MarkdownRenderer {
  render(source: string, page: MarkdownPage): Html;
  /** One line, without the paragraph around it. */
  renderInline(source: string, page: MarkdownPage): Html;
  /** LaTeX, with or without its dollar signs, as displayed maths. */
  renderMaths(latex: string, page: MarkdownPage): Html;
}

type Rule = NonNullable<MarkdownIt["renderer"]["rules"][string]>;

/**
 * Markdown to markup with maths drawn by KaTeX and code highlighted, both now and not in the
 * reader's browser. HTML in the source passes only as far as {@link passInlineTags} lets it.
 */
export async function createMarkdownRenderer(): Promise<MarkdownRenderer> {
  const { katex } = await import("@mdit/plugin-katex");
  // The plugin's types name markdown-it's ESM build, this file its CommonJS build; the class is the
  // same.
  const withMaths = katex as unknown as (md: MarkdownIt, options: Record<string, unknown>) => void;
  const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false });
  // KaTeX shows what it cannot parse in red, with the reason as hover text: a slip in a formula
  // must not stop the book.
  const macros: Macros = {};
  markdown.use(withMaths, {
    throwOnError: false,
    logger: () => "ignore",
    trust: false,
    errorColor: "var(--error)",
    ...formulaBounds,
    macros,
  });
  const rules = markdown.renderer.rules;
  boundFormulas(markdown, macros);
  markdown.inline.ruler.before("html_inline", "html_unclosed", passUnclosed);
  rules.html_block = rules.html_inline = (tokens, i) => passInlineTags(tokens[i].content);
  rules.text = (tokens, i) => markdown.utils.escapeHtml(joinUnits(tokens[i].content));
  rules.fence = rules.code_block = renderFence;
  rules.table_open = (_tokens, _i, _options, env: MarkdownPage) =>
    `<div class="scroll" data-label="${env.words.table}"><table>\n`;
  rules.table_close = () => "</table></div>\n";
  rules.image = renderImage;
  rules.em_open = renderEmphasis;
  addHeadings(markdown);
  addLinks(markdown);
  return {
    render: (source, page) => trustHtml(markdown.render(source, page)),
    renderInline: (source, page) => trustHtml(markdown.renderInline(source, page)),
    renderMaths: (latex, page) =>
      trustHtml(markdown.render(`$$\n${stripDollars(latex)}\n$$`, page)),
  };
}

const renderFence: Rule = (tokens, i) => {
  const language = tokens[i].info
    .trim()
    .split(/\s+/)[0]
    .replace(/^ts$/, "typescript")
    .replace(/^js$/, "javascript");
  return `<pre class="listing"><code>${highlightCode(tokens[i].content, language).text}</code></pre>\n`;
};

const renderImage: Rule = (tokens, i, options, env: MarkdownPage, self) => {
  const token = tokens[i];
  const address = env.resolveImage(String(token.attrGet("src") ?? ""));
  const alt = self.renderInlineAsText(token.children ?? [], options, env);
  if (address === undefined) {
    env.noteFault?.(`the picture ${String(token.attrGet("src"))} is missing`);
    return html`<span class="missing">${env.words.missingImage(alt)}</span>`.text;
  }
  if (/^https?:/i.test(address)) return renderRemoteImage(address, alt, env.words);
  token.attrSet("src", address);
  token.attrSet("alt", alt);
  token.attrSet("loading", "lazy");
  return self.renderToken(tokens, i, options);
};

/**
 * A picture on the web tells its server who reads the page, so the reader is asked first; the
 * browser's side puts it in the button's place.
 */
function renderRemoteImage(address: string, alt: string, { loadImage }: PageWords): string {
  const host = URL.canParse(address) ? new URL(address).host : address;
  return html`<button class="remote-image" type="button" data-image="${address}" data-alt="${alt}">${loadImage(host, alt)}</button>`
    .text;
}

/** Chinese is not slanted: its emphasis has a class of its own. */
const renderEmphasis: Rule = (tokens, i, options, _env, self) => {
  if (isChinese(tokens[i + 1].content)) tokens[i].attrJoin("class", "han");
  return self.renderToken(tokens, i, options);
};

function addHeadings(markdown: MarkdownIt): void {
  markdown.renderer.rules.heading_open = (tokens, i, options, env: MarkdownPage, self) => {
    const inline = tokens[i + 1];
    const content = inline.children ?? [];
    const text = content
      .map((token) =>
        token.type === "softbreak" ? " " : token.type === "html_inline" ? "" : token.content,
      )
      .join("");
    // Links inside a heading would nest within the contents list's own link.
    const label = self.renderInline(
      content.filter(({ type }) => !type.startsWith("link_")),
      options,
      env,
    );
    const heading = env.outline.add(Number(tokens[i].tag.slice(1)), text, label);
    tokens[i].tag = `h${heading.level}`;
    tokens[i].attrSet("id", heading.id);
    const end = tokens[i + 2];
    end.tag = tokens[i].tag;
    end.meta = heading;
    return self.renderToken(tokens, i, options);
  };
  markdown.renderer.rules.heading_close = (tokens, i, options, env: MarkdownPage, self) => {
    const { id } = tokens[i].meta as Heading;
    const link = html`<a class="permalink" href="#${encodeURIComponent(id)}" aria-label="${env.words.front.permalink}"></a>`;
    return link.text + self.renderToken(tokens, i, options);
  };
}

function addLinks(markdown: MarkdownIt): void {
  const outside: Rule = () => "</span>";
  markdown.renderer.rules.link_open = (tokens, i, options, env: MarkdownPage, self) => {
    const token = tokens[i];
    const href = String(token.attrGet("href") ?? "");
    const address = env.resolveLink(href);
    if (address !== undefined) {
      token.attrSet("href", address);
      return self.renderToken(tokens, i, options);
    }
    // A dead link would be worse than none: say where the file is instead.
    let close = i + 1;
    while (tokens[close].type !== "link_close" || tokens[close].level !== token.level) close++;
    tokens[close].meta = outside;
    return `<span class="outside" title="${markdown.utils.escapeHtml(env.words.inProject(href))}">`;
  };
  markdown.renderer.rules.link_close = (tokens, i, options, env, self) => {
    const rule = tokens[i].meta as Rule | null;
    return rule ? rule(tokens, i, options, env, self) : self.renderToken(tokens, i, options);
  };
}
