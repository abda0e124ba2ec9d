import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { serveBook, type BookServer } from "../../../src/workbook/book/live/serveBook";

let server: BookServer;
let folder: string;

before(async () => {
  const root = mkdtempSync(path.join(tmpdir(), "lowrank-serve-"));
  folder = path.join(root, "book");
  mkdirSync(path.join(folder, "assets"), { recursive: true });
  mkdirSync(`${folder}-secret`);
  writeFileSync(path.join(root, "secret.html"), "secret");
  writeFileSync(path.join(`${folder}-secret`, "index.html"), "secret");
  writeFileSync(path.join(folder, ".book.json"), "secret");
  for (const name of [
    "index.html",
    "größe.html",
    "assets/book.css",
    "assets/book.js",
    "assets/icon.svg",
    "assets/font.woff2",
    "assets/plotly-0123.min.js",
  ])
    writeFileSync(path.join(folder, name), name);
  server = await serveBook({ folder, port: 0 });
});
after(async () => {
  await server.close();
  rmSync(path.dirname(folder), { recursive: true });
});

interface Reply {
  status: number;
  type: string;
  body: string;
  headers: Record<string, unknown>;
}

/** A bare request: fetch would tidy the path and the Host header. */
function ask(
  asked: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: asked, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => (body += part));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          type: String(response.headers["content-type"]),
          body,
          headers: response.headers,
        }),
      );
    });
    sent.on("error", reject).end();
  });
}

test("pages and assets are served with their types", async () => {
  for (const [asked, type] of [
    ["/", "text/html"],
    ["/index.html", "text/html"],
    ["/gr%C3%B6%C3%9Fe.html", "text/html"],
    ["/assets/book.css", "text/css"],
    ["/assets/book.js", "text/javascript"],
    ["/assets/icon.svg", "image/svg+xml"],
    ["/assets/font.woff2", "font/woff2"],
  ]) {
    const reply = await ask(asked);
    assert.equal(reply.status, 200, asked);
    assert.ok(reply.type.startsWith(type), `${asked} is ${reply.type}`);
  }
});

test("a page that is not there gets a page that says so", async () => {
  const reply = await ask("/none/<img>.html");
  assert.equal(reply.status, 404);
  assert.match(reply.body, /Page not found[\s\S]*\/index\.html/);
  assert.doesNotMatch(reply.body, /<img/);
});

test("the page that says so carries the book's own title", async () => {
  const own = await serveBook({ folder, port: 0, title: "Posts & topics" });
  const body = await (await fetch(`${own.url}none`)).text();
  await own.close();
  assert.match(body, /<a class="home"[^>]*>(?:<svg[^]*?<\/svg>)?Posts &amp; topics<\/a>/);
  assert.doesNotMatch(body, />Lowrank</);
});

for (const asked of [
  "/../secret.html",
  "/%2e%2e/secret.html",
  "/..%2fsecret.html",
  "/%2e%2e%2fbook-secret/index.html",
  "/..%5csecret.html",
  "/assets/..%2f..%2fsecret.html",
  "/.book.json",
  "/%2ebook.json",
  "/..%00/secret.html",
  "//../secret.html",
  "/%252e%252e/secret.html",
]) {
  test(`${asked} does not leave the book's folder`, async () => {
    const reply = await ask(asked);
    assert.ok(reply.status >= 400 && reply.status < 500, `status ${reply.status}`);
    assert.doesNotMatch(reply.body, /^secret/);
  });
}

test("a request that names another host is refused", async () => {
  assert.equal((await ask("/", { headers: { host: "evil.example:4173" } })).status, 403);
  assert.equal((await ask("/", { headers: { host: "localhost:1" } })).status, 200);
});

test("only GET and HEAD are answered, and HEAD without a body", async () => {
  assert.equal((await ask("/", { method: "POST" })).status, 405);
  const head = await ask("/", { method: "HEAD" });
  assert.deepEqual([head.status, head.body], [200, ""]);
});

test("a malformed address or range harms nothing", async () => {
  assert.equal((await ask("/%zz")).status, 400);
  assert.equal((await ask("/", { headers: { range: "bytes=9-2" } })).status, 200);
  assert.equal((await ask("/", { headers: { range: "bytes=-99999" } })).status, 200);
  assert.equal((await ask("/")).status, 200);
});

test("a page may load nothing from elsewhere", async () => {
  const { headers } = await ask("/");
  assert.match(String(headers["content-security-policy"]), /default-src 'none'/);
  assert.equal(headers["x-content-type-options"], "nosniff");
});

test("an unchanged page is answered with 304, the Plotly bundle is kept, a rebuilt page is seen at once", async () => {
  const first = await ask("/index.html");
  assert.equal(
    (await ask("/index.html", { headers: { "if-none-match": String(first.headers.etag) } })).status,
    304,
  );
  assert.match(
    String((await ask("/assets/plotly-0123.min.js")).headers["cache-control"]),
    /immutable/,
  );
  writeFileSync(path.join(folder, "index.html"), "rebuilt page");
  assert.equal(
    (await ask("/index.html", { headers: { "if-none-match": String(first.headers.etag) } })).body,
    "rebuilt page",
  );
});

test("a taken port gives way to the next free one", async () => {
  const taken = Number(new URL(server.url).port);
  const other = await serveBook({ folder, port: taken });
  assert.ok(Number(new URL(other.url).port) > taken);
  await other.close();
});

test("a closed server answers no more", async () => {
  const other = await serveBook({ folder, port: 0 });
  await fetch(other.url);
  await other.close();
  await assert.rejects(fetch(other.url));
});

test("serveBook says how to make the book that a folder lacks", async () => {
  await assert.rejects(
    serveBook({ folder: path.join(folder, "assets") }),
    /holds no book.*lowrank book/,
  );
});
