// Makes the declarations of the library's doors. They stand alone: a program that reads them needs
// no types of Node, of pages or of Plotly, and can name every type that a signature mentions.
import path from "node:path";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { root, writeWhole } from "./paths.mjs";

/**
 * Writes NAME.d.mts and NAME.d.ts for every door. The first door holds every type that it shares
 * with those between, so that there is one class of a name, in a file that programs can import; the
 * last has copies.
 */
export async function bundleTypes(doors, out) {
  const parts = [...(await generate(doors.slice(0, -1))), ...(await generate(doors.slice(-1)))];
  checkDeclarations(parts);
  for (const { fileName, code } of parts) {
    writeWhole(
      path.join(out, fileName),
      code.replace(/(from ["']\.[^"']*?)\.(?:d\.mts|mjs)/g, "$1.mjs"),
    );
    writeWhole(
      path.join(out, fileName.replace(/\.d\.mts$/, ".d.ts")),
      code.replace(/(from ["']\.[^"']*?)\.(?:d\.mts|mjs)/g, "$1.js"),
    );
  }
}

async function generate([main, ...others]) {
  const compiled = path.join(root, "dist", "src", "lowrank");
  const input = [main, ...others].map((door) => [door, path.join(compiled, `${door}.d.ts`)]);
  const bundle = await rollup({
    input: Object.fromEntries(input),
    external: ["ml-matrix"],
    plugins: [dts()],
    preserveEntrySignatures: "strict",
    onwarn({ message }) {
      throw new Error(`the declarations of the library's doors: ${message}`);
    },
  });
  const { output } = await bundle.generate({
    format: "es",
    entryFileNames: "[name].d.mts",
    chunkFileNames: "[name]-[hash].d.mts",
    manualChunks: { [main]: [input[0][1]] },
  });
  return output;
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
