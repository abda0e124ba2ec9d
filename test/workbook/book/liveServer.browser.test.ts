import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { socketPath, statusPath } from "../../../src/workbook/book/live/protocol";
import { browserOptions, skipWithoutBrowser } from "../../lowrank/plot/browser";
import { startLive, type LiveServer } from "./liveHarness";
import { holds } from "../../holds";

/** What a socket to an address comes to in this page: `open`, or `refused`. */
const dial = (page: Page, address: string): Promise<string> =>
  page.evaluate(
    (to) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(to);
        socket.onopen = () => resolve("open");
        socket.onerror = () => resolve("refused");
      }),
    address,
  );

/** The status that a page gets of an address, or that it may not read it. */
const statusAt = (
  page: Page,
  address: string,
  mode: "cors" | "no-cors" = "cors",
): Promise<number | string> =>
  page.evaluate(
    ([to, how]) =>
      fetch(to, { credentials: "include", mode: how as "cors" }).then(
        ({ status, type }) => (type === "opaque" ? type : status),
        () => "refused",
      ),
    [address, mode],
  );

describe("the live server in Chromium", { skip: skipWithoutBrowser, timeout: 180_000 }, () => {
  let live: LiveServer;
  let elsewhere: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const socketAt = (): string => `${live.origin.replace("http", "ws")}${socketPath}`;

  before(async () => {
    live = await startLive();
    elsewhere = createServer((_, response) =>
      response
        .setHeader("Content-Type", "text/html")
        .end("<!doctype html><title>Elsewhere</title>"),
    ).listen(0, "127.0.0.1");
    await new Promise((resolve) => elsewhere.once("listening", resolve));
    browser = await chromium.launch(browserOptions());
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(live.server.liveUrl);
  });
  after(async () => {
    await browser?.close();
    elsewhere?.close();
    await live?.close();
  });

  test("the address of the terminal leads to one without the token, and its cookie is hidden from scripts", async () => {
    // The book's script takes the pass out of the address; this book has none.
    assert.equal(page.url(), `${live.origin}/#pass=${live.pass}`);
    await holds(async () => assert.equal(await page.evaluate(() => document.cookie), ""));
    assert.equal(await statusAt(page, statusPath), 204);
  });

  test("the page's policy lets it open the socket, and cells run over it; markup that they show does nothing", async () => {
    const run = await page.evaluate(
      ([to, code, pass]) =>
        new Promise<{ html: string; status: string }>((resolve) => {
          const socket = new WebSocket(to);
          let html = "";
          const send = (message: object): void => socket.send(JSON.stringify(message));
          socket.onopen = () => {
            send({ type: "open", notebook: "01-a.ipynb", pass });
            send({ type: "execute", cell: "a", code });
          };
          socket.onmessage = ({ data }) => {
            const message = JSON.parse(String(data)) as {
              type: string;
              html: string;
              status: string;
            };
            if (message.type === "output") html += message.html;
            if (message.type === "finished") resolve({ html, status: message.status });
          };
        }),
      [
        socketAt(),
        `
      const evil = "<img src=x onerror='window.hit=1'><svg onload='window.hit=1'></svg><iframe srcdoc='<script>parent.hit=1</script>'></iframe>";
      const show = (data: object) => require("tslab/dist/jupyter").lastWriteDisplayData({ data });
      show({ "text/html": evil }); show({ "text/markdown": evil }); show({ "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' onload='window.hit=1'/>" });
      show({ "application/vnd.plotly.v1+json": { data: [], layout: { title: { text: evil } } } });
      console.log(evil); console.error(evil);
      throw new Error(evil);`,
        live.pass,
      ],
    );
    assert.equal(run.status, "error");
    await page.evaluate((html) => (document.body.innerHTML = html), run.html);
    await holds(async () => assert.ok((await page.locator(".output").count()) >= 5));
    await page.waitForLoadState("networkidle");
    assert.equal(await page.evaluate(() => (window as unknown as { hit?: number }).hit), undefined);
    assert.equal(await page.locator("iframe, [onerror], [onload]").count(), 0);
  });

  test("a page of another port of this machine, to which the browser sends the cookie, can neither open the socket nor read an answer", async () => {
    const stranger = await context.newPage();
    await stranger.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    assert.equal(await dial(stranger, socketAt()), "refused");
    assert.equal(await statusAt(stranger, live.origin + statusPath), "refused");
    assert.equal(await statusAt(stranger, `${live.origin}/`), "refused");
    assert.equal(await statusAt(stranger, live.origin + statusPath, "no-cors"), "refused");
    assert.equal(await statusAt(stranger, `${live.origin}/`, "no-cors"), "refused");
    await stranger.evaluate((address) => {
      document.body.innerHTML = `<iframe src="${address}"></iframe>`;
    }, `${live.origin}/`);
    await stranger.waitForLoadState("networkidle");
    assert.notEqual(
      await stranger
        .frames()[1]
        ?.title()
        .catch(() => ""),
      "Book",
    );
    await stranger.close();
  });

  test("another browser, and this machine's other name, reach the pages but no kernel", async () => {
    for (const [strange, origin] of [
      [await browser.newContext(), live.origin],
      [context, live.origin.replace("127.0.0.1", "localhost")],
    ] as const) {
      const reader = await strange.newPage();
      await reader.goto(origin);
      await holds(async () => assert.equal(await reader.title(), "Book"));
      assert.equal(await statusAt(reader, statusPath), 401);
      assert.equal(await dial(reader, `${origin.replace("http", "ws")}${socketPath}`), "refused");
      await reader.close();
    }
  });
});
