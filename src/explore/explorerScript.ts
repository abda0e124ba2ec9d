import path from "node:path";

let script: string | undefined;

/**
 * The browser's side as one classic script that defines `lowrankExplorer.mount(element, payload)`: the compiled modules of this room and of the
 * numeric rooms, bundled once a process, in about a fifth of a second.
 */
export function explorerScript(): string {
  return (script ??= bundle());
}

/** The bundler is loaded here, because most figures need none. */
function bundle(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { buildSync } = require("esbuild") as typeof import("esbuild");
  const { outputFiles } = buildSync({
    entryPoints: [path.join(__dirname, "browser", "main.js")],
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    globalName: "lowrankExplorer",
    target: "es2020",
    legalComments: "none",
    charset: "ascii",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0].text;
}
