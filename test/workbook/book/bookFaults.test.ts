import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { findBook, noteBook } from "../../../src/workbook/book/bookState";
import { listNotebooks } from "../../../src/workbook/book/listNotebooks";
import { namePlotly } from "../../../src/workbook/book/pages/minifyPlotly";
import { hashFolder } from "../../../src/workbook/book/run/contentKey";
import { startBook } from "../../../src/workbook/book/startBook";
import type { Cell } from "../../../src/workbook/jupyter/notebook/notebook";
import { cacheFolder, code, display, markdown, notebook } from "./sampleNotebooks";

// Each notebook or folder here is wrong in one place; the rest of the book must not suffer.

const root = mkdtempSync(path.join(tmpdir(), "lowrank-faults-"));
after(() => rmSync(root, { recursive: true }));
let folders = 0;

interface Built {
  faults: string[];
  files: readonly string[];
  page: (name: string) => string;
  out: string;
}

/** Builds a book of a folder that `fill` makes, beside a notebook without fault. */
async function build(fill: (folder: string) => void, out?: string): Promise<Built> {
  const folder = path.join(root, `book-${++folders}`);
  mkdirSync(folder);
  write(folder, "99-plain", markdown("# Plain"));
  fill(folder);
  const target = out ?? path.join(folder, "out");
  const faults: string[] = [];
  const { files } = await buildBook({
    notebooks: listNotebooks(folder),
    out: target,
    cacheFolder,
    onUnreadable: ({ message }) => faults.push(message),
  });
  const page = (name: string): string => readFileSync(path.join(target, `${name}.html`), "utf8");
  assert.match(page("99-plain"), /<h1[^>]*>Plain/);
  return { faults, files, page, out: target };
}

function write(folder: string, name: string, ...cells: Cell[]): void {
  writeFileSync(path.join(folder, `${name}.ipynb`), JSON.stringify(notebook(...cells)));
}

const deep = (depth: number): string => "{".repeat(depth) + "}".repeat(depth);
const deepList = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

const outputs: [what: string, data: Record<string, unknown>, shown: RegExp][] = [
  ["a deep formula", { "text/latex": deep(4_000) }, /katex-error[^>]*nested too deeply/],
  [
    "a formula of 100,000 letters",
    { "text/latex": "x".repeat(100_000) },
    /katex-error[^>]*it has 100001 characters/,
  ],
  [
    "a formula that defines itself without end",
    { "text/latex": "\\def\\a{\\a\\a}\\a" },
    /katex-error/,
  ],
  ["a formula as wide as the sea", { "text/latex": "\\rule{9999em}{1em}" }, /width:50em/],
  ["no form at all", {}, /has no form/],
  ["a picture that is a number", { "image/png": 7, "text/plain": "seven" }, /seven/],
  ["Markdown nested without end", { "text/markdown": "> ".repeat(5_000) }, /class="output prose"/],
  ["HTML nested without end", { "text/html": "<div>".repeat(50_000) + "deep" }, /deep/],
];
for (const [what, data, shown] of outputs) {
  test(`an output that is ${what} is shown in its place`, async () => {
    const { faults, page } = await build((folder) =>
      write(folder, "01-a", markdown("# A"), code("1", display(data)), markdown("After it.")),
    );
    assert.deepEqual(faults, []);
    assert.match(page("01-a"), shown);
    assert.match(page("01-a"), /After it\./);
  });
}

test("a deep formula in the prose is shown as its source, and the cell goes on", async () => {
  const { page } = await build((folder) =>
    write(folder, "01-a", markdown(`# A\n\nBefore $${deep(4_000)}$ after.`)),
  );
  assert.match(
    page("01-a"),
    /Before <span class="katex-error" title="it is nested too deeply">[{}]+<\/span> after/,
  );
});

test("a figure whose layout is too deep is said in its place, and its notebook can be downloaded", async () => {
  let written = "";
  const { page, faults, out } = await build((folder) => {
    const figure = `{"data":[],"layout":{"sliders":[${deepList(20_000)}]}}`;
    const text = JSON.stringify(
      notebook(
        markdown("# A"),
        code("1", display({ "application/vnd.plotly.v1+json": "@" })),
        markdown("After it."),
      ),
    );
    written = text.replace('"@"', figure);
    writeFileSync(path.join(folder, "01-a.ipynb"), written);
  });
  assert.match(page("01-a"), /cannot be shown on a page: it is nested too deeply[\s\S]*After it\./);
  assert.equal(readFileSync(path.join(out, "notebooks", "01-a.ipynb"), "utf8"), written);
  assert.deepEqual(faults, [], "its page is there");
});

test("what a formula defines stays in its notebook", async () => {
  const { page } = await build((folder) => {
    write(folder, "01-a", markdown("# A\n\n$\\gdef\\foo{\\text{ofa}}\\foo$"), markdown("$\\foo$"));
    write(folder, "02-b", markdown("# B\n\n$\\foo$"));
  });
  assert.equal(page("01-a").match(/>ofa</g)?.length, 4, "drawn twice, each with MathML");
  assert.doesNotMatch(page("02-b"), /ofa/);
});

test("a picture that is a folder, a link to nothing or to itself, or not there is missing, and no more", async () => {
  const { page, faults } = await build((folder) => {
    mkdirSync(path.join(folder, "folder.png"));
    symlinkSync("nothing.png", path.join(folder, "dangling.png"));
    symlinkSync("loop.png", path.join(folder, "loop.png"));
    const names = ["folder", "dangling", "loop", "none"];
    write(
      folder,
      "01-a",
      markdown(["# A", ...names.map((name) => `![${name}](${name}.png)`)].join("\n\n")),
    );
  });
  assert.deepEqual(faults, []);
  assert.equal(page("01-a").match(/\[image: (folder|dangling|loop|none)\]/g)?.length, 4);
});

const attachments: [what: string, attachments: unknown][] = [
  ["text", "a.png"],
  ["a list", [1]],
  ["text in place of a bundle", { "a.png": "iVBORw0K" }],
  ["a bundle with a number", { "a.png": { "image/png": 7 } }],
  ["a bundle with a page", { "a.png": { "text/html": "<b>no</b>" } }],
  ["a bundle whose data end the attribute", { "a.png": { "image/png": '"><script>' } }],
  ["nothing", null],
];
for (const [what, given] of attachments) {
  test(`an attachment that is ${what} is a missing picture`, async () => {
    const { page, faults } = await build((folder) => {
      const cell = { ...markdown("# A\n\n![mine](attachment:a.png)"), attachments: given };
      write(folder, "01-a", cell as Cell);
    });
    assert.deepEqual(faults, []);
    assert.match(page("01-a"), /\[image: mine\]/);
  });
}

test("a link to nothing is named, a folder named like a notebook is none, and the others are built", async () => {
  const { faults } = await build((folder) => {
    symlinkSync("nothing.ipynb", path.join(folder, "01-dangling.ipynb"));
    mkdirSync(path.join(folder, "02-folder.ipynb"));
    writeFileSync(path.join(folder, "03-cut.ipynb"), '{"cells": [');
  });
  assert.equal(faults.length, 2);
  assert.match(
    faults.join("\n"),
    /01-dangling\.ipynb: no such file[\s\S]*03-cut\.ipynb:1:\d+: is not valid JSON/,
  );
});

test("index.ipynb has a page beside the front page, and links find it", async () => {
  const { page, files } = await build((folder) => {
    write(folder, "index", markdown("# The index"));
    write(folder, "01-a", markdown("# A\n\n[to it](index.ipynb#there)"));
  });
  assert.ok(files.includes("index-notebook.html") && files.includes("notebooks/index.ipynb"));
  assert.match(page("index-notebook"), /data-notebook="index\.ipynb"/);
  assert.match(page("index"), /href="index-notebook\.html"/);
  assert.match(page("01-a"), /href="index-notebook\.html#there"/);
});

test("two notebooks that would have the same page cost the second, by name", async () => {
  const { faults } = await build((folder) => {
    write(folder, "index", markdown("# One"));
    write(folder, "index-notebook", markdown("# Two"));
  });
  assert.match(
    faults.join(),
    /index\.ipynb and .*index-notebook\.ipynb would both become index-notebook\.html|index-notebook\.ipynb and .*index\.ipynb would both become/,
  );
});

test("names with # ? % and spaces lead to their pages and files", async () => {
  const name = "01-50% of #1? é";
  const { page, files } = await build((folder) => {
    write(folder, name, markdown("# Odd name"));
    write(folder, "02-b", markdown(`# B\n\n[odd](<${encodeURIComponent(name)}.ipynb>)`));
  });
  const address = `${encodeURIComponent(name)}.html`;
  assert.ok(files.includes(`${name}.html`));
  for (const from of ["index", "02-b"]) assert.ok(page(from).includes(`href="${address}"`), from);
  assert.ok(page(name).includes(`href="notebooks/${encodeURIComponent(name)}.ipynb"`));
});

test("nothing is published through a link out of the folder: no picture, no notebook, no written file", async () => {
  const secret = path.join(root, "secret");
  mkdirSync(secret);
  writeFileSync(path.join(secret, "key.png"), "my private key");
  write(secret, "diary", markdown("# My diary"));
  const built = await build((folder) => {
    symlinkSync(path.join(secret, "key.png"), path.join(folder, "key.png"));
    symlinkSync(secret, path.join(folder, "images"));
    symlinkSync(path.join(secret, "diary.ipynb"), path.join(folder, "01-diary.ipynb"));
    write(
      folder,
      "02-a",
      markdown("# A\n\n![k](key.png) ![l](images/key.png) ![m](../secret/key.png)"),
    );
  });
  assert.match(
    built.faults.join(),
    /01-diary\.ipynb is a link to .*diary\.ipynb, outside its folder/,
  );
  assert.equal(built.page("02-a").match(/\[image: [klm]\]/g)?.length, 3);
  const text = built.files
    .filter((name) => existsSync(path.join(built.out, name)))
    .map((name) => readFileSync(path.join(built.out, name), "latin1"))
    .join();
  assert.ok(!text.includes(Buffer.from("my private key").toString("base64").slice(0, 16)));
  assert.ok(!text.includes("My diary"));

  // Planted: a manifest that names files through a link, and a link where pages go.
  const out = path.join(root, "planted-out");
  mkdirSync(out);
  symlinkSync(secret, path.join(out, "old"));
  writeFileSync(path.join(out, ".book.json"), JSON.stringify(["old/key.png", "../secret/key.png"]));
  await build(() => undefined, out);
  assert.ok(existsSync(path.join(secret, "key.png")), "the reader's file was removed");
  rmSync(path.join(out, "assets"), { recursive: true });
  symlinkSync(secret, path.join(out, "assets"));
  await assert.rejects(
    build(() => undefined, out),
    /assets is a link that leads out of the book's folder/,
  );
});

test("a picture on the web is a button until the reader asks for it", async () => {
  const { page } = await build((folder) =>
    write(folder, "01-a", markdown('# A\n\n![a "b"](https://tracker.example/pixel.png?reader=1)')),
  );
  assert.doesNotMatch(page("01-a"), /<img/);
  assert.match(
    page("01-a"),
    /<button class="remote-image" type="button" data-image="https:\/\/tracker\.example\/pixel\.png\?reader=1" data-alt="a &quot;b&quot;">Load the image from tracker\.example: a/,
  );
});

test("files that a folder brings are never taken for the book's: planted scripts, pages and keys", async () => {
  const folder = path.join(root, "planted");
  const notebooksFolder = path.join(folder, "notebooks");
  mkdirSync(notebooksFolder, { recursive: true });
  write(notebooksFolder, "01-a", markdown("# A"));
  const start = (): Promise<number> =>
    startBook({
      command: ["unused"],
      serve: false,
      notebooksFolder,
      cacheFolder: path.join(folder, ".lowrank"),
      write: () => undefined,
    });
  await start();
  // What a stranger's own start would have left, with scripts of his.
  const book = path.join(folder, ".lowrank", "book");
  for (const name of ["assets/book.js", `assets/${namePlotly()}`, "01-a.html"])
    writeFileSync(path.join(book, name), "evil()");
  writeFileSync(path.join(folder, ".lowrank", namePlotly()), "evil()");
  await start();
  for (const name of ["assets/book.js", `assets/${namePlotly()}`, "01-a.html"])
    assert.notEqual(readFileSync(path.join(book, name), "utf8"), "evil()", name);
});

test("hashFolder(folder) follows no link, and counts what cannot be read", () => {
  const folder = path.join(root, "linked");
  mkdirSync(path.join(folder, "sub"), { recursive: true });
  writeFileSync(path.join(folder, "sub", "a"), "a");
  const before = hashFolder(folder);
  symlinkSync(".", path.join(folder, "self"));
  symlinkSync("..", path.join(folder, "sub", "up"));
  symlinkSync("/", path.join(folder, "everything"));
  symlinkSync("nothing", path.join(folder, "dangling"));
  assert.notEqual(hashFolder(folder), before);
  assert.equal(hashFolder(folder), hashFolder(folder));
});

test("findBook(out, key) knows a book by its key and every file of it", () => {
  const out = path.join(root, "state");
  mkdirSync(out);
  writeFileSync(path.join(out, "a.html"), "a");
  noteBook(out, "key", ["a.html"]);
  assert.deepEqual(findBook(out, "key"), ["a.html"]);
  assert.equal(findBook(out, "other"), undefined);
  writeFileSync(path.join(out, "a.html"), "b");
  assert.equal(findBook(out, "key"), undefined);
  assert.equal(findBook(path.join(root, "nowhere"), "key"), undefined);
});
