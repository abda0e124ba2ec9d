import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { cellStyle } from "./cellStyle";
import { liveStyle } from "./liveStyle";
import { minifyPlotly } from "./minifyPlotly";
import { iconSvg } from "./pageLayout";
import { pageStyle } from "./pageStyle";

/** Files that pages share: path in the book → content. */
export interface BookAssets {
  files: Map<string, string | Uint8Array>;
  /** Path of the Plotly bundle among them. */
  plotly: string;
}

/** Style, the browser's script, KaTeX's style with its fonts, and Plotly. */
export async function collectAssets(cacheFolder: string): Promise<BookAssets> {
  const bundle = await minifyPlotly(cacheFolder);
  const plotly = `assets/${bundle.name}`;
  const files = new Map<string, string | Uint8Array>([
    ["assets/book.css", pageStyle + cellStyle + liveStyle],
    // A classic script: pages opened from a folder may not load modules.
    ["assets/book.js", await bundleBrowserScript("main.js", "iife")],
    // A module, loaded only where a server runs the cells.
    ["assets/live.js", await bundleBrowserScript("live/startLive.js", "esm")],
    ["assets/icon.svg", iconSvg],
    [plotly, readFileSync(bundle.file)],
    ...katexFiles(),
  ]);
  return { files, plotly };
}

/** A part of the compiled browser's side as one file. */
async function bundleBrowserScript(entry: string, format: "iife" | "esm"): Promise<Uint8Array> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, "browser", entry)],
    bundle: true,
    minify: true,
    format,
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
