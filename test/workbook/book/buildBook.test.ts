import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { readNotebook } from "../../../src/workbook/jupyter/notebook/notebookFile";
import {
  cacheFolder,
  code,
  markdown,
  notebook,
  notebooksInTwoLanguages,
  notebooksWithSolutions,
  sampleNotebooks,
  stream,
  writeNotebooks,
} from "./sampleNotebooks";

function readAll(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(path.join(folder, name)).isFile(),
  );
  return new Map(
    names.sort().map((name) => [name, readFileSync(path.join(folder, name), "latin1")]),
  );
}

test("buildBook puts a reference into the book, and every page leads to it", async () => {
  const { folder, files } = writeNotebooks(notebooksInTwoLanguages);
  const reference = path.join(folder, "api");
  mkdirSync(path.join(reference, "functions"), { recursive: true });
  writeFileSync(path.join(reference, "index.html"), "all functions");
  writeFileSync(path.join(reference, "functions", "fitTfidf.html"), "one function");
  const out = path.join(folder, "book");
  await buildBook({ notebooks: files, out, cacheFolder, reference });
  assert.equal(
    readFileSync(path.join(out, "reference", "functions", "fitTfidf.html"), "utf8"),
    "one function",
  );
  const pages = [...readAll(out)].filter(([name]) => /^(?!reference).*\.html$/.test(name));
  assert.ok(pages.length > 4);
  for (const [name, page] of pages) {
    const up = "../".repeat(name.split(path.sep).length - 1);
    assert.ok(page.includes(`href="${up}reference/index.html">API</a>`), name);
  }
});

test("buildBook writes a front page, a page a notebook and all that they refer to", async () => {
  const { folder, files } = writeNotebooks(sampleNotebooks);
  const out = path.join(folder, "book");
  await buildBook({ notebooks: files, out, cacheFolder });
  for (const name of ["index", "02-factor-it", "03-choose-the-rank", "04-classify"]) {
    const page = readFileSync(path.join(out, `${name}.html`), "utf8");
    assert.match(page, /^<!doctype html>\n<html lang="en">/);
    assert.equal(page.match(/<h1/g)?.length, 1, name);
    assert.match(page, /<main id="main"/);
    for (const [, address] of page.matchAll(
      /(?:href|src|data-plotly(?:-cartesian)?)="([^"#]+)[^"]*"/g,
    )) {
      if (!/^(https?|data):/.test(address))
        assert.ok(existsSync(path.join(out, decodeURI(address))), `${name} refers to ${address}`);
    }
    assert.doesNotMatch(
      page,
      /<(?:script|link|img)[^>]*(?:src|href)="https?:/,
      "nothing is loaded from the network",
    );
  }
  const style = readFileSync(path.join(out, "assets/katex/katex.css"), "utf8");
  for (const [, font] of style.matchAll(/url\(([^)]+)\)/g))
    assert.ok(existsSync(path.join(out, "assets/katex", font)), font);
});

test("each page offers its notebook as a file, with its outputs, and says which it is", async () => {
  const { folder, files } = writeNotebooks(notebooksWithSolutions);
  const out = path.join(folder, "book");
  await buildBook({ notebooks: files, out, cacheFolder });
  const page = readFileSync(path.join(out, "solutions/03-choose-the-rank-solutions.html"), "utf8");
  assert.match(
    page,
    /<a class="download" href="\.\.\/notebooks\/solutions\/03-choose-the-rank-solutions\.ipynb" download>/,
  );
  assert.match(page, /<article data-notebook="solutions\/03-choose-the-rank-solutions\.ipynb">/);
  const { cells } = await readNotebook(
    path.join(out, "notebooks/solutions/03-choose-the-rank-solutions.ipynb"),
  );
  assert.deepEqual(
    cells.map(({ id }) => id),
    notebooksWithSolutions["solutions/03-choose-the-rank-solutions"].cells.map(({ id }) => id),
  );
  assert.match(
    page,
    new RegExp(`data-cell="${cells.find((cell) => cell.cell_type === "code")?.id}"`),
  );
});

test("solutions get pages in a folder of their own, one level down, and every address on them leads somewhere", async () => {
  const { folder, files } = writeNotebooks(notebooksWithSolutions);
  const out = path.join(folder, "book");
  await buildBook({ notebooks: files, out, cacheFolder });
  for (const name of ["index", "03-choose-the-rank", "solutions/03-choose-the-rank-solutions"]) {
    const page = readFileSync(path.join(out, `${name}.html`), "utf8");
    const addresses = [
      ...page.matchAll(/(?:href|src|data-plotly(?:-cartesian)?)="([^"#]+)[^"]*"/g),
    ].map(([, address]) => address);
    assert.ok(addresses.length >= 4, name);
    for (const address of addresses)
      assert.ok(
        existsSync(path.join(out, path.dirname(name), decodeURI(address))),
        `${name} refers to ${address}`,
      );
  }
  const solutions = readFileSync(
    path.join(out, "solutions/03-choose-the-rank-solutions.html"),
    "utf8",
  );
  assert.match(solutions, /data-plotly="\.\.\/assets\/plotly-/);
  assert.match(solutions, /<a href="\.\.\/03-choose-the-rank\.html#Recap">the exercises/);
  assert.match(
    solutions,
    /<span class="outside"[^>]*>the next ones/,
    "solutions that are not in the book are no link",
  );
});

test("a notebook links to its solutions, these link back, and previous and next pass them by", async () => {
  const { folder, files } = writeNotebooks(notebooksWithSolutions);
  await buildBook({ notebooks: files, out: folder, cacheFolder });
  const read = (name: string): string => readFileSync(path.join(folder, `${name}.html`), "utf8");
  assert.match(
    read("03-choose-the-rank"),
    /<a href="solutions\/03-choose-the-rank-solutions\.html">solutions/,
  );
  assert.match(
    read("solutions/03-choose-the-rank-solutions"),
    /<nav[^>]*>\s*<a[^>]* href="\.\.\/03-choose-the-rank\.html"><span[^>]*>Back to the notebook<\/span>[^]*Choose the rank/,
  );
  assert.doesNotMatch(read("solutions/03-choose-the-rank-solutions"), /rel="(prev|next)"/);
  assert.match(read("03-choose-the-rank"), /rel="next" href="04-classify\.html"/);
  assert.doesNotMatch(read("04-classify"), /rel="next"/);
  const [contents, list] = read("index").split('<h2 id="solutions">');
  assert.doesNotMatch(contents, /solutions\//);
  assert.match(
    list,
    /<a href="solutions\/03-choose-the-rank-solutions\.html">[^]*Solutions: choose the rank/,
  );
});

test("a book of solutions alone is a book like any other", async () => {
  const { folder, files } = writeNotebooks(notebooksWithSolutions);
  const out = path.join(folder, "book");
  await buildBook({ notebooks: files.slice(2), out, cacheFolder });
  assert.match(
    readFileSync(path.join(out, "index.html"), "utf8"),
    /<a href="03-choose-the-rank-solutions\.html">/,
  );
  assert.equal(existsSync(path.join(out, "03-choose-the-rank-solutions.html")), true);
});

test("a book in two languages has a front page in each, and pages that lead to each other and to their own language", async () => {
  const { folder, files } = writeNotebooks(notebooksInTwoLanguages);
  const out = path.join(folder, "book");
  await buildBook({ notebooks: files, out, cacheFolder });
  const read = (name: string): string => readFileSync(path.join(out, `${name}.html`), "utf8");
  for (const name of ["index", "03-choose-the-rank", "zh-CN/index", "zh-CN/03-choose-the-rank"]) {
    const addresses = [
      ...read(name).matchAll(/(?:href|src|data-plotly(?:-cartesian)?)="([^"#]+)[^"]*"/g),
    ].map(([, address]) => address);
    for (const address of addresses)
      assert.ok(
        existsSync(path.join(out, path.dirname(name), decodeURI(address))),
        `${name} refers to ${address}`,
      );
  }
  const chinese = read("zh-CN/03-choose-the-rank");
  assert.match(
    chinese,
    /<html lang="zh-CN">[^]*<link rel="alternate" hreflang="en" href="\.\.\/03-choose-the-rank\.html">/,
  );
  assert.match(
    chinese,
    /<a class="language" lang="en" hreflang="en" rel="alternate" href="\.\.\/03-choose-the-rank\.html">English<\/a>/,
  );
  assert.match(chinese, /<a class="home" href="\.\.\/zh-CN\/index\.html">/);
  assert.match(chinese, /<a href="\.\.\/solutions\/03-choose-the-rank-solutions\.html">习题解答/);
  assert.match(
    chinese,
    /<span class="outside" title="在项目文件夹中：[^>]*>第二篇/,
    "a notebook that is not in the book in this language is no link",
  );
  assert.doesNotMatch(
    chinese.replace(/<script type[^]*?<\/script>/g, ""),
    /Skip to|On this page|Table|Previous|Next|Made from|drawn by/,
  );
  assert.match(chinese, /<em class="han">猜一猜：<\/em>/);
  assert.match(chinese, /<figcaption>各秩的留出准确率，六类 WordNet 释义<\/figcaption>/);
  assert.match(
    read("03-choose-the-rank"),
    /<html lang="en">[^]*<a class="language" lang="zh-CN" hreflang="zh-CN" rel="alternate" href="zh-CN\/03-choose-the-rank\.html">中文<\/a>/,
  );
  assert.doesNotMatch(
    read("04-classify"),
    /class="language"/,
    "a notebook in one language leads to no other",
  );
  assert.match(
    read("zh-CN/index"),
    /<html lang="zh-CN">[^]*<h3><a href="03-choose-the-rank\.html">[^]*用交叉验证选秩[^]*<a href="\.\.\/solutions\/03-choose-the-rank-solutions\.html" lang="en">/,
  );
  assert.doesNotMatch(read("index"), /用交叉验证选秩/);
});

test("a book of translations alone is in their language", async () => {
  const { folder, files } = writeNotebooks({
    "zh-CN/03-choose-the-rank": notebooksInTwoLanguages["zh-CN/03-choose-the-rank"],
  });
  await buildBook({ notebooks: files, out: folder, cacheFolder });
  assert.match(
    readFileSync(path.join(folder, "index.html"), "utf8"),
    /<html lang="zh-CN">[^]*<a href="03-choose-the-rank\.html">/,
  );
  assert.match(
    readFileSync(path.join(folder, "03-choose-the-rank.html"), "utf8"),
    /<html lang="zh-CN">/,
  );
});

test("images of solutions start from the solutions' folder", async () => {
  const { folder, files } = writeNotebooks({
    "01-a": notebook(markdown("# A")),
    "solutions/01-a-solutions": notebook(markdown("# S\n\n![near](near.gif)")),
  });
  writeFileSync(path.join(folder, "solutions", "near.gif"), "GIF89a");
  await buildBook({ notebooks: files, out: folder, imagesFolder: folder, cacheFolder });
  assert.match(
    readFileSync(path.join(folder, "solutions/01-a-solutions.html"), "utf8"),
    /src="data:image\/gif;base64,R0lGODlh" alt="near"/,
  );
});

test("a page has contents, previous and next; the first has no previous, the last no next", async () => {
  const { folder, files } = writeNotebooks(sampleNotebooks);
  await buildBook({ notebooks: files, out: folder, cacheFolder });
  const read = (name: string): string => readFileSync(path.join(folder, `${name}.html`), "utf8");
  const middle = read("03-choose-the-rank");
  assert.match(
    middle,
    /<nav class="contents"[\s\S]*href="#Split-the-documents"[\s\S]*class="level-3"><a href="#Look-at-the-curve"[\s\S]*<\/nav>/,
  );
  assert.match(middle, /rel="prev" href="02-factor-it\.html"/);
  assert.match(middle, /rel="next" href="04-classify\.html"/);
  assert.doesNotMatch(read("02-factor-it"), /rel="prev"/);
  assert.doesNotMatch(read("04-classify"), /rel="next"/);
});

test("the front page lists notebooks in order, by number, with title and lead sentence", async () => {
  const { folder, files } = writeNotebooks(sampleNotebooks);
  await buildBook({
    notebooks: files,
    out: folder,
    cacheFolder,
    title: "My & book",
    introduction: "About *this*.",
  });
  const page = readFileSync(path.join(folder, "index.html"), "utf8");
  assert.match(page, /<title>My &amp; book<\/title>/);
  assert.match(page, /About <em>this<\/em>\./);
  assert.match(
    page,
    /2<\/span> Factor it[\s\S]*singular value decomposition[\s\S]*3<\/span> Choose the rank by cross-validation[\s\S]*4<\/span> Classify/,
  );
});

test("a notebook that stopped early says where, on its page and on the front page", async () => {
  const { folder, files } = writeNotebooks(sampleNotebooks);
  await buildBook({ notebooks: files, out: folder, cacheFolder });
  assert.match(
    readFileSync(path.join(folder, "04-classify.html"), "utf8"),
    /stopped early[\s\S]*href="#cell-3">Cell 3[\s\S]*id="cell-3"[\s\S]*ReferenceError/,
  );
  assert.match(
    readFileSync(path.join(folder, "index.html"), "utf8"),
    /Stopped early with an error/,
  );
});

test("an error that its author announced is shown, but the notebook has not stopped", async () => {
  const cell = code("fail()", {
    output_type: "error",
    ename: "Error",
    evalue: "wanted",
    traceback: [],
  });
  cell.metadata = { tags: ["raises-exception"] };
  const { folder, files } = writeNotebooks({ "01-a": notebook(markdown("# A"), cell) });
  await buildBook({ notebooks: files, out: folder, cacheFolder });
  const page = readFileSync(path.join(folder, "01-a.html"), "utf8");
  assert.match(page, /wanted/);
  assert.doesNotMatch(page, /stopped early/);
});

test("building twice gives identical bytes, and the second time writes nothing", async () => {
  const { folder, files } = writeNotebooks(sampleNotebooks);
  const [first, second] = [path.join(folder, "a"), path.join(folder, "b")];
  await buildBook({ notebooks: files, out: first, cacheFolder });
  await buildBook({ notebooks: files, out: second, cacheFolder });
  assert.deepEqual(readAll(first), readAll(second));
  assert.equal((await buildBook({ notebooks: files, out: first, cacheFolder })).written, 0);
});

test("a rebuild removes pages of notebooks that are gone, and no file of anyone else's", async () => {
  const { folder, files } = writeNotebooks(sampleNotebooks);
  const out = path.join(folder, "book");
  mkdirSync(out);
  writeFileSync(path.join(out, "mine.html"), "mine");
  await buildBook({ notebooks: files, out, cacheFolder });
  await buildBook({ notebooks: files.slice(0, 1), out, cacheFolder });
  assert.deepEqual(
    readdirSync(out)
      .filter((name) => name.endsWith(".html"))
      .sort(),
    ["02-factor-it.html", "index.html", "mine.html"],
  );
});

test("titles and file names with markup in them stay text", async () => {
  const nasty = "<img src=x onerror=alert(1)>";
  const { folder, files } = writeNotebooks({
    '01-a&b "c"': notebook(markdown(`# Title ${nasty}\n\nLead ${nasty}`), code("1", stream(nasty))),
    "02-b": notebook(code("2")),
  });
  await buildBook({ notebooks: files, out: folder, cacheFolder, title: nasty });
  for (const name of ["index.html", '01-a&b "c".html', "02-b.html"])
    assert.doesNotMatch(readFileSync(path.join(folder, name), "utf8"), /<img/, name);
});

test("a notebook without a heading takes its title from its file's name", async () => {
  const { folder, files } = writeNotebooks({ "07-look-closer": notebook(code("1 + 1")) });
  await buildBook({ notebooks: files, out: folder, cacheFolder });
  assert.match(
    readFileSync(path.join(folder, "07-look-closer.html"), "utf8"),
    /<h1 id="look-closer">look closer<\/h1>/,
  );
});

test("images attached to a cell or lying beside the notebook are part of the page; those outside its folder are not", async () => {
  const attached = markdown(
    "# A\n\n![dot](attachment:dot.png) ![near](near.gif) ![far](../../../../etc/hostname.png)",
    { "dot.png": { "image/png": "AAAA" } },
  );
  const { folder, files } = writeNotebooks({ "01-a": notebook(attached) });
  writeFileSync(path.join(folder, "near.gif"), "GIF89a");
  await buildBook({ notebooks: files, out: folder, cacheFolder });
  const page = readFileSync(path.join(folder, "01-a.html"), "utf8");
  assert.match(page, /src="data:image\/png;base64,AAAA" alt="dot"/);
  assert.match(page, /src="data:image\/gif;base64,R0lGODlh" alt="near"/);
  assert.match(page, /\[image: far\]/);
});

test("buildBook names the trouble with a notebook that cannot be read, or two that would share a page", async () => {
  const { folder, files } = writeNotebooks({ "01-a": notebook(markdown("# A")) });
  await assert.rejects(
    buildBook({ notebooks: [path.join(folder, "none.ipynb")], out: folder, cacheFolder }),
    /none\.ipynb: no such file/,
  );
  await assert.rejects(
    buildBook({ notebooks: [files[0], files[0]], out: folder, cacheFolder }),
    /would both become 01-a\.html; rename one/,
  );
});
