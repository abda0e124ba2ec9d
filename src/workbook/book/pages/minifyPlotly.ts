import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeAtomically } from "../writeAtomically";

/** Paths of Plotly's bundles in a book. */
export interface PlotlyPaths {
  /** All of it. */
  readonly whole: string;
  /** What draws the usual plane figures, all of the workbook's among them: a third of the bytes. */
  readonly cartesian: string;
}

/** Name of the bundle that {@link minifyPlotly} makes: it has a hash of the source. */
export function namePlotly(): string {
  return `plotly-${shortHash(readFileSync(require.resolve("plotly.js-dist")))}.min.js`;
}

/** The bundle of plane figures, which comes minified, and its name: it has a hash of the content. */
export function readCartesianPlotly(): { name: string; content: Uint8Array } {
  const content = readFileSync(require.resolve("plotly.js-cartesian-dist-min"));
  return { name: `plotly-cartesian-${shortHash(content)}.min.js`, content };
}

function shortHash(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 12);
}

/**
 * The minified plotly.js-dist (10 MB to 4.8 MB, about a second), kept under the source's hash: the
 * same package gives the same bytes without work.
 *
 * @param cacheFolder must be one that nobody else writes to: what lies there is taken for Plotly
 */
export async function minifyPlotly(cacheFolder: string): Promise<Uint8Array> {
  const file = path.join(cacheFolder, namePlotly());
  if (existsSync(file)) return readFileSync(file);
  const { transform } = await import("esbuild");
  const { code } = await transform(readFileSync(require.resolve("plotly.js-dist")), {
    minify: true,
    charset: "utf8",
    legalComments: "inline",
  });
  try {
    writeAtomically(file, code);
  } catch (error) {
    // A home that cannot be written to costs a second the next time.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
  return Buffer.from(code);
}
