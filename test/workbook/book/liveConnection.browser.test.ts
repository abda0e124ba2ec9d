import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import path from "node:path";
import { chromium, type Browser } from "playwright-core";
import { browserOptions, skipWithoutBrowser } from "../../lowrank/plot/browser";
import { startFakeServer, type FakeLiveServer } from "./fakeLiveServer";
import {
  buildLiveBook,
  cellAt,
  editorOf,
  ends,
  openPage,
  retype,
  stateOf,
  until,
} from "./livePages";
import { holds } from "../../holds";

describe("a live page and its connection", { skip: skipWithoutBrowser, timeout: 300_000 }, () => {
  let browser: Browser;
  let book: string;
  let server: FakeLiveServer;
  before(async () => {
    [browser, { book }] = await Promise.all([chromium.launch(browserOptions()), buildLiveBook()]);
  });
  beforeEach(async () => {
    server = await startFakeServer(book);
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await server.close();
  });
  after(() => browser.close());

  const openLive = async (): ReturnType<typeof openPage> => {
    const opened = server.nextOpen();
    const page = await openPage(browser, `${server.url}01-try.html`);
    await opened;
    await page.page.locator('.kernel-state[data-state="none"]').waitFor();
    return page;
  };

  test("without a server, and from a folder, the page stays as it is and says how to go live", async () => {
    server.status = 404;
    for (const address of [
      `${server.url}01-try.html`,
      pathToFileURL(path.join(book, "01-try.html")).href,
    ]) {
      const { page, complaints } = await openPage(browser, address);
      await page.getByText("npm start in Lowrank’s folder").waitFor();
      assert.equal(await page.locator(".cm-editor, .live-bar").count(), 0);
      await holds(async () =>
        assert.match(
          (await page.locator("a.download").getAttribute("href")) ?? "",
          /^notebooks\/01-try\.ipynb$/,
        ),
      );
      assert.deepEqual(complaints, []);
    }
  });

  test("a browser that the server does not know is told which address to open", async () => {
    server.status = 401;
    const { page } = await openPage(browser, `${server.url}01-try.html`);
    await page.getByText("open the address that npm start printed").waitFor();
    assert.equal(await page.locator(".cm-editor").count(), 0);
  });

  test("outputs of the book stay until the cell runs, and the session's outputs take their place", async () => {
    const { page, complaints } = await openLive();
    await holds(async () =>
      assert.match(await cellAt(page, "one").locator(".outputs").first().innerText(), /2 words/),
    );
    await cellAt(page, "one").getByRole("button", { name: "Run code cell 1" }).click();
    assert.match(
      (await until(() => server.heard.find((message) => message.type === "execute")))?.code ?? "",
      /^const words/,
    );
    server.say({ type: "kernel", state: "starting" });
    server.say({ type: "queued", cell: "one" });
    await page.locator('.kernel-state[data-state="starting"]').waitFor();
    await holds(async () => assert.equal(await stateOf(page, "one").innerText(), "waits"));
    await holds(async () => assert.match(await cellAt(page, "one").innerText(), /2 words/));
    server.say({ type: "kernel", state: "busy" });
    server.play("one", "twice");
    await ends(page, "one");
    await cellAt(page, "one").getByText("twice").waitFor();
    await holds(async () => assert.doesNotMatch(await cellAt(page, "one").innerText(), /2 words/));
    await holds(async () => assert.equal(await stateOf(page, "one").innerText(), "[1] 0.25 s"));
    assert.deepEqual(complaints, []);
  });

  test("a page whose socket is cut goes on after the last event it has seen, and shows what came meanwhile", async () => {
    const { page } = await openLive();
    server.say({ type: "kernel", state: "busy" });
    server.say({ type: "queued", cell: "one" });
    server.say({ type: "started", cell: "one" });
    await page.locator('[data-cell="one"] [data-status="running"]').waitFor();
    const again = server.nextOpen();
    server.cut();
    server.say({
      type: "output",
      cell: "one",
      index: 0,
      output: { output_type: "stream", name: "stdout", text: "late" },
      html: "<pre>late</pre>",
    });
    server.say({ type: "finished", cell: "one", status: "ok", executionCount: 1, seconds: 3 });
    assert.deepEqual(await again, {
      type: "open",
      notebook: "01-try.ipynb",
      session: "session-1",
      seen: 3,
    });
    await cellAt(page, "one").getByText("late").waitFor();
    await ends(page, "one");
  });

  test("a reload comes back to the same session, with outputs, running cell and its clock", async () => {
    const { page } = await openLive();
    server.say({ type: "kernel", state: "busy" });
    server.play("one", "kept");
    server.say({ type: "queued", cell: "two" });
    server.say({ type: "started", cell: "two" });
    await page.locator('[data-cell="two"] [data-status="running"]').waitFor();
    const started = await page.evaluate(() =>
      sessionStorage.getItem("lowrank-session/01-try.ipynb"),
    );
    const again = server.nextOpen();
    await page.reload();
    assert.deepEqual(await again, {
      type: "open",
      notebook: "01-try.ipynb",
      session: "session-1",
      seen: 0,
    });
    await cellAt(page, "one").getByText("kept").waitFor();
    await page.locator('[data-cell="two"] [data-status="running"]').waitFor();
    await holds(async () =>
      assert.match(await page.locator(".kernel-state").innerText(), /code cell 2 of 6/),
    );
    const clock = (text: string | null): unknown =>
      (JSON.parse(text ?? "") as { startedAt: unknown }).startedAt;
    await holds(async () =>
      assert.deepEqual(
        clock(await page.evaluate(() => sessionStorage.getItem("lowrank-session/01-try.ipynb"))),
        clock(started),
      ),
    );
  });

  test("a server that has stopped is said so, the page stays readable and keeps edits; back again, the page goes on", async () => {
    const { page } = await openLive();
    server.play("one", "shown earlier");
    await ends(page, "one");
    await retype(page, "two", "edited while alone");
    const { port } = server;
    await server.close();
    await page.getByText("server does not answer").waitFor();
    await holds(async () =>
      assert.equal(await page.locator(".kernel-state").innerText(), "Not connected"),
    );
    await cellAt(page, "one").getByText("shown earlier").waitFor();
    await holds(async () =>
      assert.equal(
        await page
          .getByRole("button", { name: "Run all cells", exact: true })
          .getAttribute("aria-disabled"),
        "true",
      ),
    );
    server = await startFakeServer(book, port);
    server.status = 401;
    server.forget();
    await page.getByText("started anew").first().waitFor();
    server.status = 204;
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await page.getByText("This is a new session").waitFor();
    await holds(async () =>
      assert.equal(await editorOf(page, "two").innerText(), "edited while alone"),
    );
    await holds(async () =>
      assert.equal(await stateOf(page, "one").innerText(), "from an earlier kernel"),
    );
  });

  test("a kernel that dies in a cell is said so in the cell and the tools, and a restart is offered", async () => {
    const { page } = await openLive();
    server.say({ type: "kernel", state: "busy" });
    server.say({ type: "queued", cell: "one" });
    server.say({ type: "started", cell: "one" });
    server.say({ type: "finished", cell: "one", status: "died", executionCount: null, seconds: 1 });
    server.say({
      type: "kernel",
      state: "dead",
      message: "The kernel ended by itself (out of memory).",
    });
    await cellAt(page, "one").getByText("The kernel ended while this cell ran").waitFor();
    await page.locator(".live-notice").getByText("out of memory").waitFor();
    const restart = server.next("restart");
    await cellAt(page, "one").getByRole("button", { name: "Restart the kernel" }).click();
    await restart;
    server.say({ type: "kernel", state: "starting" });
    server.say({ type: "kernel", state: "idle" });
    await page.locator('.kernel-state[data-state="idle"]').waitFor();
    await holds(async () => assert.equal(await page.locator(".live-notice").isVisible(), false));
  });

  test("what the server refuses is said in the cell", async () => {
    const { page } = await openLive();
    server.tell({ type: "refused", cell: "two", message: "2,000 cells wait already." });
    await cellAt(page, "two").getByText("2,000 cells wait already.").waitFor();
  });

  test("output that grows stays in one place, replaced output is replaced, cleared output goes", async () => {
    const { page } = await openLive();
    const output = (index: number, text: string): void =>
      server.say({
        type: "output",
        cell: "one",
        index,
        output: { output_type: "stream", name: "stdout", text },
        html: `<pre class="text">${text}</pre>`,
      });
    server.say({ type: "started", cell: "one" });
    output(0, "a");
    output(1, "second");
    output(0, "ab");
    await cellAt(page, "one").getByText("ab", { exact: true }).waitFor();
    await holds(async () =>
      assert.deepEqual(await cellAt(page, "one").locator(".output-slot").allInnerTexts(), [
        "ab",
        "second",
      ]),
    );
    server.say({ type: "cleared", cell: "one", from: 1 });
    output(1, "third");
    await cellAt(page, "one").getByText("third").waitFor();
    await holds(async () =>
      assert.deepEqual(await cellAt(page, "one").locator(".output-slot").allInnerTexts(), [
        "ab",
        "third",
      ]),
    );
  });

  test("long output is folded behind a button that says how long it is", async () => {
    const { page } = await openLive();
    server.play("one", Array.from({ length: 1234 }, (_, i) => `line ${i}`).join("\n"));
    const button = cellAt(page, "one").getByRole("button", { name: "Show all 1,234 lines" });
    await button.waitFor();
    const height = (): Promise<number> =>
      cellAt(page, "one")
        .locator("pre.text")
        .evaluate((box) => box.clientHeight);
    assert.ok((await height()) < 500);
    await button.click();
    assert.ok((await height()) > 20_000);
    await cellAt(page, "one").getByRole("button", { name: "Fold" }).click();
    assert.ok((await height()) < 500);
  });

  test("figures that come are drawn, and those that a new run replaces are let go", async () => {
    const { page } = await openLive();
    const json = JSON.stringify({
      data: [{ type: "scatter", x: [1, 2], y: [2, 1] }],
      layout: { height: 300 },
    });
    for (const round of [1, 2]) {
      server.say({ type: "started", cell: "one" });
      server.say({
        type: "output",
        cell: "one",
        index: 0,
        output: { output_type: "display_data", data: {}, metadata: {} },
        html: `<figure class="figure"><div class="plot" data-title="plot"></div><p class="plot-message" hidden></p><script type="application/json">${json}</script></figure>`,
      });
      server.say({
        type: "finished",
        cell: "one",
        status: "ok",
        executionCount: round,
        seconds: 0.1,
      });
      await page.locator('[data-cell="one"] .cell-state', { hasText: `[${round}]` }).waitFor();
      await cellAt(page, "one")
        .locator("figure[data-drawn] .scatterlayer .trace")
        .waitFor({ state: "attached" });
    }
    await holds(async () => assert.equal(await cellAt(page, "one").locator("figure").count(), 1));
  });

  test("edits survive a reload and are marked; they are not applied to a cell that the book has changed, but offered", async () => {
    const { page } = await openLive();
    await retype(page, "one", "const mine = 1;");
    await cellAt(page, "one").getByText("edited", { exact: true }).waitFor();
    await cellAt(page, "one").getByText("From before your edit").waitFor();
    await page.reload();
    await editorOf(page, "one").waitFor();
    await holds(async () =>
      assert.equal(await editorOf(page, "one").innerText(), "const mine = 1;"),
    );
    await cellAt(page, "one").getByText("edited", { exact: true }).waitFor();
    // The same cell of a book whose text is another.
    await page.route("**/01-try.html", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replaceAll("words", "terms") });
    });
    await page.reload();
    await editorOf(page, "one").waitFor();
    await holds(async () => assert.match(await editorOf(page, "one").innerText(), /terms/));
    await cellAt(page, "one").getByRole("button", { name: "Use my edit" }).click();
    await holds(async () =>
      assert.equal(await editorOf(page, "one").innerText(), "const mine = 1;"),
    );
  });

  test("Reset brings a cell back to the book, text and output, also after a reload; Reset notebook can be undone", async () => {
    const { page } = await openLive();
    server.play("one", "other output");
    await ends(page, "one");
    await retype(page, "one", "other");
    await cellAt(page, "one").getByRole("button", { name: "Reset code cell 1" }).click();
    await holds(async () => assert.match(await editorOf(page, "one").innerText(), /^const words/));
    await cellAt(page, "one").getByText("2 words").waitFor();
    await page.reload();
    await page.locator('.kernel-state[data-state="none"]').waitFor();
    await holds(async () => assert.match(await cellAt(page, "one").innerText(), /2 words/));
    await holds(async () => assert.doesNotMatch(await cellAt(page, "one").innerText(), /other/));
    await retype(page, "two", "second edit");
    await page.getByRole("button", { name: /^Reset notebook/ }).click();
    await holds(async () => assert.match(await editorOf(page, "two").innerText(), /^console/));
    await page.getByRole("button", { name: /^Undo/ }).click();
    await holds(async () => assert.equal(await editorOf(page, "two").innerText(), "second edit"));
  });

  test("Run above runs the cells before, in order", async () => {
    const { page } = await openLive();
    await cellAt(page, "three").scrollIntoViewIfNeeded();
    await cellAt(page, "three").hover();
    await cellAt(page, "three")
      .getByRole("button", { name: /^Run above.* code cell 3$/ })
      .click();
    await until(
      () => server.heard.filter((message) => message.type === "execute").length === 2 || undefined,
    );
    assert.deepEqual(
      server.heard.flatMap((message) => (message.type === "execute" ? [message.cell] : [])),
      ["one", "two"],
    );
  });

  test("the kernel's names complete, and its documentation shows at the cursor", async () => {
    const { page } = await openLive();
    server.say({ type: "kernel", state: "idle" });
    await page.locator('.kernel-state[data-state="idle"]').waitFor();
    server.answer = ({ type }) =>
      type === "complete"
        ? { status: "ok", matches: ["words", "work"], cursor_start: 5, cursor_end: 8 }
        : { status: "ok", found: true, data: { "text/plain": "const words: string[]" } };
    await retype(page, "one", "'𝄞';wor");
    await page.keyboard.press("Control+Space");
    await page.getByRole("option", { name: "words" }).click();
    await holds(async () => assert.equal(await editorOf(page, "one").innerText(), "'𝄞';words"));
    await page.keyboard.press("ControlOrMeta+i");
    await page.locator(".cm-documentation").getByText("const words: string[]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".cm-documentation").waitFor({ state: "detached" });
  });
});
