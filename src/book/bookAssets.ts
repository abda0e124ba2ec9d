import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { explorerScript } from "../explore/explorerScript";
import { cellStyle } from "./cellStyle";
import { minifyPlotly } from "./minifyPlotly";
import { iconSvg } from "./pageLayout";
import { pageStyle } from "./pageStyle";

/** Files that pages share: path in the book → content. */
export interface BookAssets {
  files: Map<string, string | Uint8Array>;
  /** Path of the Plotly bundle among them. */
  plotly: string;
}

/** Path of the explorers' script in the book. */
export const explorerAsset = "assets/explorer.js";

/** Style, the browser's script, that of explorers, KaTeX's style with its fonts, and Plotly. */
export async function collectAssets(cacheFolder: string): Promise<BookAssets> {
  const bundle = await minifyPlotly(cacheFolder);
  const plotly = `assets/${bundle.name}`;
  const files = new Map<string, string | Uint8Array>([
    ["assets/book.css", pageStyle + cellStyle],
    ["assets/book.js", await bundleBrowserScript()],
    [explorerAsset, explorerScript()],
    ["assets/icon.svg", iconSvg],
    [plotly, readFileSync(bundle.file)],
    ...katexFiles(),
  ]);
  return { files, plotly };
}

/** The compiled browser's side as one classic script: pages opened from a folder may not load modules. */
async function bundleBrowserScript(): Promise<Uint8Array> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, "browser", "main.js")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0].contents;
}

function katexFiles(): [string, string | Uint8Array][] {
  const folder = path.dirname(require.resolve("katex"));
  const style = readFileSync(path.join(folder, "katex.min.css"), "utf8");
  const fonts = readdirSync(path.join(folder, "fonts")).filter((name) => name.endsWith(".woff2"));
  return [
    // Every browser that runs these pages reads woff2; without the other two forms the book is 700 kB lighter.
    ["assets/katex/katex.css", style.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, "")],
    ...fonts.map((name): [string, Uint8Array] => [`assets/katex/fonts/${name}`, readFileSync(path.join(folder, "fonts", name))]),
  ];
}
