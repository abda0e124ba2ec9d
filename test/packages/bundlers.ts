import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { gzipSync, inflateRawSync } from "node:zlib";
import { librarySources } from "../paths";
import { browserBundlers, packagesOfBundlers, serverBundlers } from "./bundlerScripts";
import { FreshProject, makeFolder, once, output } from "./freshProject";
import { expectedAnswer } from "./platforms";
import { browserProgram, pageProgram, serverProgram, type ServerAnswer } from "./programs";
import { tarballs } from "./tarballs";

const mostGzipBytes = 60_000;

/** A project with the library and every bundler. */
const project = once(async () => {
  const { library } = await tarballs();
  const fresh = new FreshProject("bundlers");
  await fresh.install(library);
  await fresh.installWhatThereIs(...Object.values(packagesOfBundlers).flat());
  fresh.write("browser.mjs", browserProgram);
  fresh.write("page.mjs", pageProgram);
  fresh.write("server.mjs", serverProgram);
  return fresh;
});

/** The kernels as the library embeds them for pages: deflated, in base64. */
function embeddedKernels(): string {
  const file = path.join(librarySources, "embedded", "page", "wasmBytes.mjs");
  const [, text] = /unshared = "([\w+/=]{1000,})"/.exec(readFileSync(file, "utf8")) ?? [];
  const start = inflateRawSync(Buffer.from(text, "base64")).toString("latin1", 0, 4);
  assert.equal(start, "\0asm");
  return text;
}

/** Bundles one of the programs; returns the bundle's file. */
async function bundle(name: string, script: string, entry: string, out: string): Promise<string> {
  const fresh = await project();
  const runner = `${name}-${path.basename(path.dirname(out))}-${path.basename(entry)}`;
  fresh.write(runner, script);
  mkdirSync(path.dirname(out), { recursive: true });
  await output(fresh.folder, process.execPath, [runner, entry, out]);
  return out;
}

/** The program for pages, bundled by esbuild; undefined where there is no esbuild. */
export async function bundlePage(): Promise<string | undefined> {
  const fresh = await project();
  if (fresh.lacks("esbuild")) return undefined;
  const file = await bundle(
    "esbuild",
    browserBundlers.esbuild,
    "page.mjs",
    fresh.path("page", "page.js"),
  );
  return readFileSync(file, "utf8");
}

for (const [name, script] of Object.entries(browserBundlers)) {
  test(`${name} bundles truncatedSvd for the browser, in at most 60 kB of gzip`, async (t) => {
    const fresh = await project();
    const lacking = fresh.lacks(...packagesOfBundlers[name]);
    if (lacking !== undefined) return t.skip(lacking);
    const out = fresh.path(`browser-${name}`, "bundle.js");
    const bytes = readFileSync(await bundle(name, script, "browser.mjs", out));
    const packed = gzipSync(bytes, { level: 9 }).length;
    t.diagnostic(`${name}: ${kilobytes(bytes.length)} kB, ${kilobytes(packed)} kB gzip`);
    assert.ok(packed <= mostGzipBytes, `${packed} bytes of gzip exceed ${mostGzipBytes}`);
    const text = bytes.toString("utf8");
    assert.ok(
      !/(?:from|import|require)\s*\(?\s*["'`]node:/.test(text),
      "a page has no modules of Node",
    );
    assert.ok(text.includes(embeddedKernels().slice(0, 200)), "the kernels' WebAssembly is inside");
  });
}

for (const { bundler, out, script } of serverBundlers) {
  test(`a server that ${bundler} bundled as ${out} uses threads and gives the same numbers`, async (t) => {
    const fresh = await project();
    const lacking = fresh.lacks(...packagesOfBundlers[bundler]);
    if (lacking !== undefined) return t.skip(lacking);
    const made = fresh.path(`server-${bundler}-${path.extname(out).slice(1)}`, out);
    await bundle(bundler, script, "server.mjs", made);
    t.diagnostic(`${bundler} ${out}: ${kilobytes(readFileSync(made).length)} kB`);
    // Alone in a folder, it finds nothing that is not inside.
    const alone = makeFolder("server");
    copyFileSync(made, path.join(alone, out));
    const answer = JSON.parse(await output(alone, process.execPath, [out])) as ServerAnswer;
    assert.deepEqual(answer, await expectedAnswer());
  });
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
