import { element } from "./elements";

export type ExplorerTheme = "light" | "dark";

/**
 * Colors of classes. Each stands out from the figure's ground by 3 to 1 (light #ffffff, dark
 * #181c21). The first six are never alike: at least 14 apart in OKLab × 100, and 9 apart for eyes
 * without the green receptor; all ten are at least 9 and 4.
 */
export const classColors: Readonly<Record<ExplorerTheme, readonly string[]>> = {
  light: [
    "#0072b2",
    "#c08200",
    "#007f5b",
    "#b8320f",
    "#3b3b46",
    "#d867b4",
    "#6f3fd6",
    "#708c12",
    "#7f868f",
    "#7c2340",
  ],
  dark: [
    "#4ba3dc",
    "#eeb300",
    "#22b183",
    "#f0663c",
    "#f2f2f2",
    "#f0a5d3",
    "#8f74f2",
    "#c3d65c",
    "#8d949e",
    "#b8566a",
  ],
};

/** How many classes have a color of their own; the others begin anew. */
export const colorCount = classColors.light.length;

/** The color of a class in the theme at hand, for a style. */
export function classColor(index: number): string {
  return `var(--class-${index % colorCount})`;
}

/**
 * The theme of the page around the figure: what the page says (Lowrank's pages, JupyterLab, VS
 * Code), else the ground that the figure stands on, else the system's choice.
 */
export function findTheme(host: Element): ExplorerTheme {
  const { documentElement: root, body } = document;
  const said = root.dataset.theme;
  if (said === "light" || said === "dark") return said;
  const lab = body.dataset.jpThemeLight;
  if (lab !== undefined) return lab === "false" ? "dark" : "light";
  if (body.classList.contains("vscode-dark")) return "dark";
  for (let at: Element | null = host; at; at = at.parentElement) {
    const dark = isDark(getComputedStyle(at).backgroundColor);
    if (dark !== undefined) return dark ? "dark" : "light";
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Calls back when the theme may have changed. */
export function watchTheme(changed: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  const observer = new MutationObserver(changed);
  for (const target of [document.documentElement, document.body]) {
    observer.observe(target, {
      attributes: true,
      attributeFilter: ["data-theme", "class", "data-jp-theme-light", "style"],
    });
  }
}

/** Whether a color is dark; undefined where it is not opaque. */
function isDark(color: string): boolean | undefined {
  const channels = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color)?.slice(1).map(Number);
  return channels && 0.299 * channels[0] + 0.587 * channels[1] + 0.114 * channels[2] < 128;
}

/**
 * The figure's style as an element; pages whose policy forbids it use adopted style sheets instead.
 */
export function applyStyle(root: ShadowRoot, style: string): void {
  if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
  } else {
    root.append(element("style", { text: style }));
  }
}
