/**
 * Programs that bundle `entry` to `out`, one a bundler, with no more settings than a reader would
 * give.
 */
const head = `const [entry, out] = process.argv.slice(2); import path from "node:path";
const folder = path.dirname(out), file = path.basename(out);`;

const webpackRun = (settings: string): string => `${head}
import webpack from "webpack";
webpack({ mode: "production", entry: "./" + entry, ${settings} }, (error, stats) => {
  if (error) throw error;
  const problems = stats.toJson({ all: false, errors: true, warnings: true });
  for (const { message } of problems.errors.concat(problems.warnings)) console.error(message);
  process.exitCode = problems.errors.length + problems.warnings.length > 0 ? 1 : 0;
});`;

const esbuildRun = (settings: string): string => `${head}
import { build } from "esbuild";
const { warnings } = await build({
  entryPoints: [entry], outfile: out, bundle: true, minify: true, logLevel: "warning", ${settings}
});
process.exitCode = warnings.length > 0 ? 1 : 0;`;

const rollupRun = (resolve: string): string => `${head}
import { rollup } from "rollup";
import resolve from "@rollup/plugin-node-resolve";
import commonjs from "@rollup/plugin-commonjs";
import terser from "@rollup/plugin-terser";
const bundle = await rollup({
  input: entry, plugins: [resolve(${resolve}), commonjs(), terser()],
  onwarn: ({ message }) => { throw new Error(message); },
});
await bundle.write({ file: out, format: "es", inlineDynamicImports: true });`;

const viteRun = (settings: string, more = ""): string => `${head}
import { build } from "vite";
await build({
  logLevel: "warn", ${more}
  build: {
    outDir: folder, emptyOutDir: false, modulePreload: false, ${settings}
    rollupOptions: { input: entry, output: { entryFileNames: file } },
  },
});`;

export const packagesOfBundlers: Record<string, string[]> = {
  esbuild: ["esbuild"],
  vite: ["vite"],
  webpack: ["webpack"],
  rollup: ["rollup"].concat(
    ["node-resolve", "commonjs", "terser"].map((name) => `@rollup/plugin-${name}`),
  ),
};

export const browserBundlers: Record<string, string> = {
  esbuild: esbuildRun('format: "esm"'),
  vite: viteRun(""),
  webpack: webpackRun('target: "web", output: { path: folder, filename: file }'),
  rollup: rollupRun("{ browser: true }"),
};

/** For Node, by bundler and the kind of modules that comes out. */
export const serverBundlers: readonly {
  bundler: string;
  out: "bundle.cjs" | "bundle.mjs";
  script: string;
}[] = [
  { bundler: "esbuild", out: "bundle.cjs", script: esbuildRun('platform: "node", format: "cjs"') },
  { bundler: "esbuild", out: "bundle.mjs", script: esbuildRun('platform: "node", format: "esm"') },
  {
    bundler: "webpack",
    out: "bundle.cjs",
    script: webpackRun('target: "node", output: { path: folder, filename: file }'),
  },
  {
    bundler: "webpack",
    out: "bundle.mjs",
    script: webpackRun(
      `target: "node", experiments: { outputModule: true },
       output: { path: folder, filename: file, module: true, chunkFormat: "module" }`,
    ),
  },
  { bundler: "rollup", out: "bundle.mjs", script: rollupRun("{ preferBuiltins: true }") },
  {
    bundler: "vite",
    out: "bundle.mjs",
    script: viteRun("ssr: true, minify: true,", 'ssr: { noExternal: true, target: "node" },'),
  },
];
