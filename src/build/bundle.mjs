// Makes the package of the library from its sources: ES modules that share chunks, the same as
// CommonJS, the same for pages, the command, the types, and the licences of what is inside.
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { build, transform } from "esbuild";
import { bundleTypes } from "./bundleTypes.mjs";
import { forNode, forPages, pageModules, replaceModules } from "./embed.mjs";
import { library, root, writeWhole } from "./paths.mjs";

const target = path.join(library, "dist");
/** Made beside the package's files, which programs may be reading, and put in their place whole. */
const out = `${target}.new`;
const doors = ["index", "teaching", "adapters", "cluster", "workbook"];

export async function bundlePackage() {
  rmSync(out, { recursive: true, force: true });
  await bundleTypes(doors, out);
  const [modules, pages] = await Promise.all([bundleForNode(), bundleForPages()]);
  writeWhole(path.join(out, "LICENSES.txt"), collectLicences([...modules, ...pages]));
  rmSync(target, { recursive: true, force: true });
  renameSync(out, target);
}

/**
 * The doors, and apart from them the command: it imports parts of itself when they are needed, for
 * which esbuild wraps all modules that they share, and other bundlers would drop what is wrapped.
 */
async function bundleForNode() {
  const command = await bundleModules({ cli: "cli/main.ts" }, "command");
  for (const { path: file, text } of command.outputFiles)
    writeWhole(file.replace(/\.mjs$/, ".js"), await toCommonJs(text));
  const entries = Object.fromEntries(doors.map((door) => [door, `${door}.ts`]));
  const doorsMade = await bundleModules(entries, "chunks");
  for (const { path: file, text } of doorsMade.outputFiles) {
    // Where a file stands is read last of all, and nothing depends on it in a bundle.
    const wrapped = [...text.matchAll(/^var (init_(?!ownLocation)\w+)/gm)].map(([, name]) => name);
    if (wrapped.length > 0)
      throw new Error(`${file} holds modules that run when asked: ${wrapped}`);
    writeWhole(file, text);
    writeWhole(file.replace(/\.mjs$/, ".js"), await toCommonJs(text));
  }
  return [command, doorsMade].flatMap(({ metafile }) => Object.keys(metafile.inputs));
}

function bundleModules(entries, chunkFolder) {
  return build({
    entryPoints: Object.entries(entries).map(([name, file]) => ({
      in: path.join(library, file),
      out: name,
    })),
    outdir: out,
    bundle: true,
    splitting: true,
    chunkNames: `${chunkFolder}/[name]-[hash]`,
    format: "esm",
    outExtension: { ".js": ".mjs" },
    platform: "node",
    target: "node20",
    external: ["ml-matrix", "lowrank-workbook"],
    // Its build for pages: that for Node loads threads, which deflating at once does not need.
    alias: { fflate: path.join(root, "node_modules", "fflate", "esm", "browser.js") },
    inject: [path.join(root, "src", "build", "ownLocation.mjs")],
    plugins: [replaceModules(embedded(forNode))],
    write: false,
    metafile: true,
    logLevel: "warning",
  });
}

/** An ES module of ours as CommonJS, which requires the others' twins. */
async function toCommonJs(text) {
  const source = text.replaceAll("import.meta.url", "__filename");
  const { code } = await transform(source, {
    format: "cjs",
    platform: "node",
    target: "node20",
    // What is imported when it is needed is required then: packages inside may require Node's own.
    supported: { "dynamic-import": false },
  });
  return code.replace(/require\("(\.[^"]*)\.mjs"\)/g, 'require("$1.js")');
}

async function bundleForPages() {
  const { metafile, outputFiles } = await build({
    entryPoints: doors.map((door) => ({ in: path.join(library, `${door}.ts`), out: door })),
    outdir: path.join(out, "browser"),
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    platform: "browser",
    target: "es2022",
    external: ["ml-matrix", "fflate"],
    define: { __filename: "undefined" },
    plugins: [replaceModules({ ...embedded(forPages), ...pageModules }), withoutNode],
    write: false,
    metafile: true,
    logLevel: "warning",
  });
  for (const { path: file, text } of outputFiles) writeWhole(file, loadWhenUsed(text));
  return Object.keys(metafile.inputs);
}

/** Packages inside that are CommonJS, natural's lists of words, stay out of a bundle that does not use them. */
function loadWhenUsed(text) {
  return text.replace(
    /= (?=__(commonJS|esm)\(\{)|(?=__toESM\(require_)|(?<=__toESM\()(?=require_)/g,
    (before) => `${before}/* @__PURE__ */ `,
  );
}

function embedded(folder) {
  const names = readdirSync(folder).map((file) => path.basename(file, ".mjs"));
  return Object.fromEntries(names.map((name) => [`#${name}`, path.join(folder, `${name}.mjs`)]));
}

/** In a page, what needs Node says so when it is called. */
const withoutNode = {
  name: "without-node",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:|csv-parse)/ }, ({ path: name }) => ({
      path: name,
      namespace: "without-node",
      sideEffects: false,
    }));
    onLoad({ filter: /.*/, namespace: "without-node" }, async ({ path: name }) => {
      const names = Object.keys(await import(name)).filter((one) => one !== "default");
      return {
        contents: `
          const refuse = () => {
            throw new Error("this function reads or writes files with ${name}, which a page does not have; call it in Node");
          };
          export { ${names.map((one) => `refuse as ${one}`).join(", ")} };
          export default { ${names.map((one) => `${one}: refuse`).join(", ")} };`,
        loader: "js",
      };
    });
  },
};

/** The licence texts of the packages whose code is in the bundles. */
export function collectLicences(inputs) {
  const names = new Set(
    inputs
      .map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(input)?.[1])
      .filter((name) => name !== undefined),
  );
  const parts = [...names].sort().map((name) => {
    const folder = path.join(root, "node_modules", name);
    const { version, license } = JSON.parse(
      readFileSync(path.join(folder, "package.json"), "utf8"),
    );
    const file = readdirSync(folder).find((one) => /^licen[sc]e/i.test(one));
    const text = file ? readFileSync(path.join(folder, file), "utf8").trim() : "";
    return `${name} ${version} (${license})\n\n${text || licenceInReadme(folder)}\n`;
  });
  const head = "Code of these packages is part of the files beside this one.\n";
  return [head, ...parts].join(`\n${"-".repeat(80)}\n\n`);
}

function licenceInReadme(folder) {
  const file = readdirSync(folder).find((one) => /^readme/i.test(one));
  const text = file ? readFileSync(path.join(folder, file), "utf8") : "";
  const at = text.search(/^#+\s*licen[sc]e|^licen[sc]e\s*$/im);
  if (at < 0) throw new Error(`${folder} carries no licence text`);
  return text.slice(at).trim();
}
