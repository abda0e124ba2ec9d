// Makes the modules that the library imports as "#name": what would otherwise be files to look for
// at run time (kernels, the scripts of threads and workers, the explorer's script, the data shipped) as text.
import { deflateRawSync } from "node:zlib";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { build, transform } from "esbuild";
import { compileKernels } from "./compileKernels.mjs";
import { library, root, writeWhole } from "./paths.mjs";

/** The modules as CommonJS, where the compiled sources find them. */
const compiled = path.join(root, "dist", "src", "lowrank", "embedded");

/** The same modules for bundles: tree-shakable, and without threads for pages. */
export const forNode = path.join(compiled, "node");
export const forPages = path.join(compiled, "page");

export async function embed() {
  // Deflated: base64 hides from a server's gzip what repeats.
  const kept = await keepKernels();
  const [shared, unshared] = [kept.shared, kept.unshared].map((text) =>
    deflateRawSync(Buffer.from(text, "base64"), { level: 9 }).toString("base64"),
  );
  write("wasmBytes", { shared, unshared }, { shared: undefined, unshared });
  write("posts", { records: JSON.stringify(readTable("posts.csv")) });
  write("adaptationGrid", { records: JSON.stringify(readTable("adaptationGrid.csv")) });
  write("digitAdaptations", { records: JSON.stringify(readTable("digitAdaptations.csv")) });
  write("nounModel", { model: readFileSync(path.join(root, "data", "nounModel.json"), "utf8") });
  const onNode = { platform: "node", format: "cjs" };
  const [thread, explorer] = await Promise.all([
    bundleScript("kernels/threads/threadWorker.ts", onNode),
    bundleScript("explore/browser/main.ts", {
      platform: "browser",
      format: "iife",
      globalName: "lowrankExplorer",
      target: "es2020",
      charset: "ascii",
      alias: pageAlias,
    }),
  ]);
  write("threadWorker", { script: thread }, { script: "" });
  write("explorerScript", { script: explorer });
  await Promise.all([embedJobWorker(), embedAdapterPages()]);
}

/** The pages on adapters: what shows them, and the tool with the worker that it starts. */
async function embedAdapterPages() {
  const folder = "explore/browser/adapters";
  const options = { platform: "browser", format: "iife", target: "es2020", charset: "ascii" };
  const [page, worker] = await Promise.all([
    bundleScript(`${folder}/main.ts`, {
      ...options,
      globalName: "lowrankAdapters",
      alias: pageAlias,
    }),
    bundleScript(`${folder}/adapterWorker.ts`, { ...options, alias: pageAlias }),
  ]);
  const inside = path.join(compiled, "adapterWorkerInside.mjs");
  writeWhole(inside, `export const script = ${JSON.stringify(worker)};\n`);
  const tool = await bundleScript(`${folder}/toolMain.ts`, {
    ...options,
    globalName: "lowrankAdapterTool",
    alias: { ...pageAlias, "#adapterWorker": inside },
  });
  write("adapterScript", { script: page });
  write("adapterToolScript", { script: tool });
}

/**
 * The worker that runs the library's long functions. A copy of its script would hold another copy,
 * and so on: it gets the script from the one who starts it.
 */
async function embedJobWorker() {
  const inside = path.join(compiled, "jobWorkerInside.mjs");
  writeWhole(inside, "export const script = undefined;\n");
  const ownScript = { "#jobWorker": inside };
  const nodeAlias = Object.fromEntries(
    ["threadWorker", "wasmBytes"].map((name) => [`#${name}`, path.join(forNode, `${name}.mjs`)]),
  );
  const [script, pageScript] = await Promise.all([
    bundleScript("jobWorker.ts", {
      platform: "node",
      format: "cjs",
      alias: { ...nodeAlias, ...ownScript },
    }),
    bundleScript("jobWorker.ts", {
      platform: "browser",
      format: "iife",
      target: "es2022",
      charset: "ascii",
      alias: { ...pageAlias, ...ownScript },
    }),
  ]);
  write("jobWorker", { script }, { script: pageScript });
}

/** Compiling takes ten seconds, so the bytes are kept until a source or the compiler changes. */
async function keepKernels() {
  const { hashFiles } = await import("./stamp.mjs");
  const stamp = hashFiles([
    path.join(library, "kernels", "wasm"),
    path.join(root, "src", "build", "compileKernels.mjs"),
    path.join(root, "node_modules", "assemblyscript", "package.json"),
  ]);
  const file = path.join(compiled, "kernels.json");
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, "utf8"));
    if (kept.stamp === stamp) return kept;
  }
  const made = { stamp, ...(await compileKernels()) };
  writeWhole(file, JSON.stringify(made));
  return made;
}

/** A table of data/ without its header. */
function readTable(name) {
  const records = parse(readFileSync(path.join(root, "data", name)), { bom: true });
  return records.slice(1);
}

/** Where a page, or one thread, has a module of its own in place of Node's. */
export const pageModules = {
  "./threads/threadTeam": path.join(library, "kernels", "threads", "threadTeam.browser.ts"),
  "./parquet/parquetLibrary": path.join(library, "files", "parquet", "parquetLibrary.browser.ts"),
  "./workerPlatform": path.join(library, "jobs", "workerPlatform.browser.ts"),
  "../../jobs/jobOwner": path.join(library, "jobs", "jobOwner.browser.ts"),
};

const pageAlias = {
  "#wasmBytes": path.join(forPages, "wasmBytes.mjs"),
  ...pageModules,
};

async function bundleScript(entry, options) {
  const { alias = {}, ...rest } = options;
  const { outputFiles } = await build({
    entryPoints: [path.join(library, entry)],
    bundle: true,
    minify: true,
    legalComments: "none",
    target: "node20",
    write: false,
    logLevel: "warning",
    plugins: [replaceModules(alias), styleAsText],
    ...rest,
  });
  return outputFiles[0].text;
}

/** A style sheet is imported as its text, without white space. */
const styleAsText = {
  name: "style-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const { code } = await transform(readFileSync(file, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    });
  },
};

/** Reads other files in place of some imports. */
export function replaceModules(files) {
  return {
    name: "replace-modules",
    setup({ onResolve }) {
      onResolve({ filter: /^[#.]/ }, ({ path: name }) =>
        Object.hasOwn(files, name) ? { path: files[name] } : undefined,
      );
    },
  };
}

function write(name, values, pageValues = values) {
  const lines = (object, head) =>
    Object.entries(object)
      .map(([key, value]) => `${head(key)} = ${JSON.stringify(value)};\n`)
      .join("");
  writeWhole(
    path.join(compiled, `${name}.js`),
    lines(values, (key) => `exports.${key}`),
  );
  writeWhole(
    path.join(forNode, `${name}.mjs`),
    lines(values, (key) => `export const ${key}`),
  );
  writeWhole(
    path.join(forPages, `${name}.mjs`),
    lines(pageValues, (key) => `export const ${key}`),
  );
}
