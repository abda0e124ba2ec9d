import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { explorerScript } from "lowrank/workbook";
import { minifyPlotly, namePlotly, readCartesianPlotly, type PlotlyPaths } from "./minifyPlotly";
import { iconSvg } from "./pageLayout";
import { fontsFolder } from "./preloadFonts";

type Content = string | Uint8Array;

/** Files that pages share, path in the book → content. */
export interface BookAssets {
  files: Map<string, Content>;
  /** Those that take a second or so to make. */
  later: Map<string, () => Promise<Content>>;
  /** Paths of Plotly's bundles, two of them. */
  plotly: PlotlyPaths;
}

/** Global that the script of the search defines. */
export const searchGlobal = "lowrankSearch";

/** Path of the explorers' script in the book. */
export const explorerAsset = "assets/explorer.js";

/** Style, the browser's scripts, that of explorers, KaTeX's style with its fonts, and Plotly. */
export function collectAssets(cacheFolder: string): BookAssets {
  const whole = `assets/${namePlotly()}`;
  const { name, content } = readCartesianPlotly();
  const cartesian = `assets/${name}`;
  const later = new Map<string, () => Promise<Content>>([
    // A classic script: pages opened from a folder may not load modules.
    ["assets/book.js", () => bundleBrowserScript("main.js", "iife")],
    // A module, loaded only where a server runs the cells.
    ["assets/live.js", () => bundleBrowserScript("live/startServed.js", "esm")],
    // A classic script too, loaded with the first search.
    ["assets/search.js", () => bundleBrowserScript("search/createSearch.js", "iife", searchGlobal)],
    [explorerAsset, () => Promise.resolve(explorerScript())],
    [whole, () => minifyPlotly(cacheFolder)],
  ]);
  const files = new Map<string, Content>([
    ["assets/book.css", readStyle()],
    ["assets/icon.svg", iconSvg],
    [cartesian, content],
    ...fontFiles(),
    ...katexFiles(),
  ]);
  return { files, later, plotly: { whole, cartesian } };
}

/** Folder in the book of what runs its cells in a browser. */
export const liveFolder = "assets/live";

/**
 * What runs a book's cells in the reader's browser, path in the book → content, and the path of the
 * script that begins.
 */
export function collectLiveParts(): { files: [string, Content][]; here: string } {
  const names = readdirSync(partsFolder).filter((name) => !name.startsWith("boot-"));
  return { files: names.map(readPart), here: `${liveFolder}/${findPart("here")}` };
}

/** The script that renders Markdown on a page, once something there needs it. */
export function collectMarkdown(): [string, Content] {
  return readPart(findPart("markdown"));
}

const partsFolder = path.join(__dirname, "..", "parts");

function readPart(name: string): [string, Content] {
  return [`${liveFolder}/${name}`, readFileSync(path.join(partsFolder, name))];
}

function findPart(part: string): string {
  const name = readdirSync(partsFolder).find((one) => one.startsWith(`${part}-`));
  if (name === undefined)
    throw new Error(`${partsFolder} has no ${part}-….js; build Lowrank again`);
  return name;
}

/** The text faces and their style sheets; that of Chinese is for the pages in it. */
function fontFiles(): [string, Content][] {
  const folder = path.join(__dirname, "..", "fonts");
  return readdirSync(folder).map((name) => [
    `${fontsFolder}/${name}`,
    readFileSync(path.join(folder, name)),
  ]);
}

function readStyle(): string {
  const folder = path.join(__dirname, "..", "style");
  return ["page.css", "front.css", "cells.css", "live.css"]
    .map((name) => readFileSync(path.join(folder, name), "utf8"))
    .join("");
}

/** A part of the compiled browser's side as one file. */
export async function bundleBrowserScript(
  entry: string,
  format: "iife" | "esm",
  globalName?: string,
): Promise<Uint8Array> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, "..", "browser", entry)],
    bundle: true,
    minify: true,
    format,
    globalName,
    target: "es2020",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0].contents;
}

function katexFiles(): [string, Content][] {
  const folder = path.dirname(require.resolve("katex"));
  const style = readFileSync(path.join(folder, "katex.min.css"), "utf8");
  const fonts = readdirSync(path.join(folder, "fonts")).filter((name) => name.endsWith(".woff2"));
  return [
    // Every browser that runs these pages reads woff2; without the other two forms the book is 700
    // kB lighter.
    [
      "assets/katex/katex.css",
      style.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, ""),
    ],
    ...fonts.map((name): [string, Content] => [
      `assets/katex/fonts/${name}`,
      readFileSync(path.join(folder, "fonts", name)),
    ]),
  ];
}
