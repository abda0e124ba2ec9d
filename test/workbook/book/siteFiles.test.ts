import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { decodePng } from "../../../src/workbook/jupyter/png/decodePng";
import { cacheFolder, code, markdown, notebook, writeNotebooks } from "./sampleNotebooks";

describe("a book for the web", () => {
  let folder: string;
  let files: readonly string[];
  let notebooks: string[];
  const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");

  before(async () => {
    const made = writeNotebooks({
      "01-try": notebook(markdown('# Try "it"\n\nWords & more.'), code("1")),
      "zh-CN/01-try": notebook(markdown("# 试一试"), code("1")),
    });
    notebooks = made.files;
    folder = path.join(made.folder, "book");
    const site = "https://example.org/my/book";
    ({ files } = await buildBook({ notebooks, out: folder, cacheFolder, live: true, site }));
  });

  test("lists every page with its whole address in sitemap.xml, fronts as folders", () => {
    const listed = Array.from(read("sitemap.xml").matchAll(/<loc>(.*?)<\/loc>/g), ([, at]) => at);
    assert.deepEqual(listed.sort(), [
      "https://example.org/my/book/",
      "https://example.org/my/book/01-try.html",
      "https://example.org/my/book/zh-CN/",
      "https://example.org/my/book/zh-CN/01-try.html",
    ]);
  });

  test("says on its front pages where the cells run; one to read says how to go live", async () => {
    assert.match(read("index.html"), /The cells run in your browser/);
    assert.match(read("zh-CN/index.html"), /单元格在你的浏览器里运行/);
    const out = path.join(folder, "..", "to-read");
    await buildBook({ notebooks, out, cacheFolder });
    for (const front of ["index.html", "zh-CN/index.html"])
      assert.match(readFileSync(path.join(out, front), "utf8"), /<code>npm start<\/code>/);
  });

  test("says what a link to a page shows: title, words, a picture that is there", () => {
    const page = read("01-try.html");
    const tag = (name: string): string | undefined =>
      new RegExp(`<meta property="og:${name}" content="([^"]*)">`).exec(page)?.[1];
    assert.equal(tag("title"), "1. Try &quot;it&quot; – Lowrank");
    assert.equal(tag("description"), "Words &amp; more.");
    assert.equal(tag("url"), "https://example.org/my/book/01-try.html");
    const picture = tag("image")?.replace("https://example.org/my/book/", "") ?? "";
    assert.ok(files.includes(picture), picture);
  });

  test("has a 404 page whose links hold at any depth, in both languages, and is not listed", () => {
    const page = read("404.html");
    const links = Array.from(page.matchAll(/(?:href|src)="([^"#]*)"/g), ([, to]) => to);
    assert.ok(links.length > 5);
    for (const to of links)
      assert.ok(to.startsWith("/my/book/") && files.includes(to.slice("/my/book/".length)), to);
    assert.match(page, /没有这一页/);
    assert.match(page, /name="robots" content="noindex"/);
  });

  test("names in its manifest only files that are there, with the sizes that they have", async () => {
    const manifest = JSON.parse(read("book.webmanifest")) as {
      start_url: string;
      icons: { src: string; sizes: string }[];
    };
    assert.ok(files.includes(manifest.start_url.slice(2)));
    for (const { src, sizes } of manifest.icons) {
      assert.ok(files.includes(src), src);
      if (sizes === "any") continue;
      const { width, height, rgba } = await decodePng(readFileSync(path.join(folder, src)));
      assert.equal(`${width}x${height}`, sizes);
      assert.ok(new Set(rgba).size > 3, "something is drawn");
    }
  });

  test("gives its service worker the hash of every other file", () => {
    const [line] = read("sw.js").split("\n");
    const hashes = JSON.parse(/^const lowrankFiles=(.*);$/.exec(line)?.[1] ?? "") as object;
    const expected = files
      .filter((name) => name !== "sw.js")
      .map((name) => {
        const hash = createHash("sha256").update(readFileSync(path.join(folder, name)));
        return [name, hash.digest("hex").slice(0, 20)];
      });
    assert.deepEqual(hashes, Object.fromEntries(expected));
  });

  test("leaves out what a book to read only does not need, and takes it away", async () => {
    await buildBook({ notebooks, out: folder, cacheFolder });
    for (const name of ["sw.js", "book.webmanifest", "404.html", "sitemap.xml"])
      assert.ok(!existsSync(path.join(folder, name)), name);
    assert.doesNotMatch(read("index.html"), /data-offline|og:image/);
    assert.match(read("index.html"), /og:title/);
  });

  test("refuses an address that is none", async () => {
    await assert.rejects(
      buildBook({ notebooks, out: folder, cacheFolder, site: "example.org" }),
      /the site's address "example\.org" is none .* write it as https:\/\/example\.org\/book\//,
    );
  });
});
