// Makes the declarations of the library's doors. They stand alone: a program that reads them needs
// no types of Node, of pages or of Plotly, and can name every type that a signature mentions.
import path from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { root, writeWhole } from "./paths.mjs";

/** Writes NAME.d.mts and NAME.d.ts for every door. */
export async function bundleTypes(doors, out) {
  const compiled = path.join(root, "dist", "src", "lowrank");
  const bundle = await rollup({
    input: Object.fromEntries(doors.map((door) => [door, path.join(compiled, `${door}.d.ts`)])),
    external: ["ml-matrix"],
    plugins: [dts()],
    onwarn({ message }) {
      throw new Error(`the declarations of the library's doors: ${message}`);
    },
  });
  const { output } = await bundle.generate({
    format: "es",
    entryFileNames: "[name].d.mts",
    chunkFileNames: "chunks/[name]-[hash].d.mts",
  });
  checkDeclarations(output);
  for (const { fileName, code } of output) {
    const text = code.replace(/(from ["']\.[^"']*?)\.d\.mts(["'])/g, "$1.mjs$2");
    writeWhole(path.join(out, fileName), text);
    writeWhole(
      path.join(out, fileName.replace(/\.d\.mts$/, ".d.ts")),
      text.replace(/(from ["']\.[^"']*?)\.mjs(["'])/g, "$1.js$2"),
    );
  }
}

/** @throws Error if a type cannot be named from outside, or needs another package's types */
function checkDeclarations(output) {
  const exported = new Set(
    output
      .filter(({ isEntry }) => isEntry)
      .flatMap(({ exports, code }) => [...exports, ...exportedTypes(code)]),
  );
  const hidden = output
    .flatMap(({ code }) => [...code.matchAll(/^(?:declare )?(?:interface|type|class) (\w+)/gm)])
    .map(([, name]) => name)
    .filter((name) => !exported.has(name));
  if (hidden.length > 0) {
    throw new Error(
      `public signatures mention ${hidden.join(", ")}, which no door exports; ` +
        `export them from src/lowrank/index.ts or another door`,
    );
  }
  const foreign = output
    .flatMap(({ code }) => [...code.matchAll(/from ["']([^."'][^"']*)["']/g)])
    .map(([, name]) => name)
    .filter((name) => name !== "ml-matrix");
  if (foreign.length > 0)
    throw new Error(`public signatures need types of ${foreign.join(", ")}; use types of our own`);
}

function exportedTypes(code) {
  return [...code.matchAll(/^export (?:type )?\{([^}]*)\}/gm)]
    .flatMap(([, names]) => names.split(","))
    .map((name) => name.trim().split(" as ").at(-1).trim());
}
