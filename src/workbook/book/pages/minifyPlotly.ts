import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeAtomically } from "../writeAtomically";

/**
 * The minified Plotly bundle: `name` carries a hash of its content, `file` is where the cache keeps
 * it.
 */
export interface PlotlyBundle {
  name: string;
  file: string;
}

/** Name of the bundle that {@link minifyPlotly} makes. */
export function namePlotly(): string {
  const source = readFileSync(require.resolve("plotly.js-dist"));
  return `plotly-${createHash("sha256").update(source).digest("hex").slice(0, 12)}.min.js`;
}

/**
 * Minifies plotly.js-dist once (10 MB to 4.8 MB, about a second) and keeps the result under the
 * source's hash: the same package gives the same file without work.
 */
export async function minifyPlotly(cacheFolder: string): Promise<PlotlyBundle> {
  const name = namePlotly();
  const file = path.join(cacheFolder, name);
  if (!existsSync(file)) {
    const { transform } = await import("esbuild");
    const { code } = await transform(readFileSync(require.resolve("plotly.js-dist")), {
      minify: true,
      charset: "utf8",
      legalComments: "inline",
    });
    writeAtomically(file, code);
  }
  return { name, file };
}
