import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { chromium, type Browser } from "playwright-core";
import { serveBook, type BookServer } from "../../../src/workbook/book/live/serveBook";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import {
  joinText,
  type CodeCell,
  type Notebook,
} from "../../../src/workbook/jupyter/notebook/notebook";
import { readNotebook } from "../../../src/workbook/jupyter/notebook/notebookFile";
import { browserOptions, skipWithoutBrowser } from "../../lowrank/plot/browser";
import { buildLiveBook, cellAt, editorOf, ends, openPage, retype, stateOf } from "./livePages";
import { holds } from "../../holds";

describe("a live page with its kernel", { skip: skipWithoutBrowser, timeout: 300_000 }, () => {
  let browser: Browser;
  let server: BookServer;
  let book: string;

  before(async () => {
    const built = buildLiveBook();
    [browser, { book }] = await Promise.all([chromium.launch(browserOptions()), built]);
    server = await serveBook({
      folder: book,
      port: 0,
      live: { notebooksFolder: (await built).notebooks, command: kernelCommand() },
    });
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  after(async () => {
    await browser.close();
    await server.close();
  });

  /** Comes through the door, then to the notebook. */
  async function openLive(
    options: Parameters<typeof openPage>[2] = {},
  ): ReturnType<typeof openPage> {
    const opened = await openPage(browser, server.liveUrl, options);
    assert.equal(opened.page.url(), server.url, "the address shows neither token nor pass");
    await opened.page.goto(`${server.url}01-try.html`);
    await opened.page.locator('.kernel-state[data-state="none"]').waitFor();
    return opened;
  }

  test("a page in Chinese has tools and words in Chinese, the kernel's end among them", async () => {
    const { page, complaints } = await openLive();
    await page.goto(`${server.url}zh-CN/01-try.html`);
    await page.getByRole("button", { name: "运行第 1 个代码单元格", exact: true }).click();
    await ends(page, "one");
    await holds(async () =>
      assert.match(await stateOf(page, "one").innerText(), /^\[1\] \d+\.\d\d 秒$/),
    );
    await holds(async () =>
      assert.match(
        await page.locator(".live-bar .tools").innerText(),
        /全部运行\s+更新\s+自动\s+中断\s+重启\s+还原笔记本\s+另存副本\s+分享\s+变量\s+查找\s+快捷键[^]*就绪/,
      ),
    );
    await retype(page, "one", 'process.kill(process.pid, "SIGKILL")');
    await page.keyboard.press("ControlOrMeta+Enter");
    await page
      .locator(".live-notice")
      .getByText(/内核自行退出（.*SIGKILL.*），其中的变量已经没有了/)
      .waitFor();
    assert.deepEqual(complaints, []);
  });

  test("cells run, fail with the line marked, are interrupted, restart, run all again, and are saved as a notebook", async () => {
    const { page, complaints } = await openLive();
    await page.getByRole("button", { name: "Run code cell 1", exact: true }).click();
    await ends(page, "one");
    await holds(async () =>
      assert.match(await stateOf(page, "one").innerText(), /^\[1\] \d+\.\d\d s$/),
    );

    await retype(
      page,
      "two",
      'const greeting = "hi";\n\nthrow new TypeError(greeting + words.length);',
    );
    await page.keyboard.press("ControlOrMeta+Enter");
    await ends(page, "two", "error");
    await cellAt(page, "two").locator(".error-title").getByText("TypeError: hi2").waitFor();
    await holds(async () =>
      assert.match(
        await cellAt(page, "two").locator(".cm-error-line").innerText(),
        /throw new TypeError/,
      ),
    );
    await page
      .locator("[data-announcer]")
      .getByText("code cell 2 failed in line 3: TypeError: hi2")
      .waitFor({ state: "attached" });
    await page.getByRole("button", { name: /^Go to line 3 of code cell 2/ }).click();
    await page.keyboard.type("// ");
    await holds(async () =>
      assert.match(await editorOf(page, "two").innerText(), /\n\/\/ throw new/),
    );
    await holds(async () =>
      assert.equal(
        await page.getByRole("button", { name: /^Go to line/ }).count(),
        0,
        "an edit takes the mark away",
      ),
    );

    await retype(page, "two", 'console.log("before the loop");\nwhile (true) {}');
    await page.keyboard.press("ControlOrMeta+Enter");
    await cellAt(page, "two").locator(".outputs").getByText("before the loop").waitFor();
    await holds(async () =>
      assert.match(await page.locator(".kernel-state").innerText(), /Runs code cell 2 of 6/),
    );
    await page.getByRole("button", { name: "Run code cell 3", exact: true }).click();
    await page.locator('[data-cell="three"] [data-status="queued"]').waitFor();
    const pressed = Date.now();
    await page.getByRole("button", { name: "Interrupt the cell that runs" }).click();
    await ends(page, "two", "error");
    assert.ok(Date.now() - pressed < 10_000);
    await ends(page, "three", "aborted");

    await page
      .getByRole("button", { name: /^Restart the kernel/ })
      .first()
      .click();
    // The state is "idle" until the server has heard of the click: the cell says when it is done.
    await stateOf(page, "two").getByText("earlier kernel").waitFor();
    await page.locator('.kernel-state[data-state="idle"]').waitFor();

    await retype(
      page,
      "two",
      'await new Promise((resolve) => setTimeout(resolve, 20));\nconsole.log("mine");',
    );
    await retype(page, "last", '"<img src=x onerror=document.title=`hacked`>"');
    await retype(
      page,
      "five",
      'console.log("<img src=x onerror=document.title=`hacked`>"); ({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>bold</b><img src=x onerror=document.title=`hacked`><script>document.title=`hacked`</script>" }) })',
    );
    await retype(
      page,
      "figure",
      'import { show } from "lowrank";\nshow({ data: [{ type: "bar", x: ["a", "b"], y: [1, 2] }], layout: { title: { text: "<img src=x onerror=document.title=`hacked`>" } } });',
    );
    await page.getByRole("button", { name: "Run all cells", exact: true }).click();
    await ends(page, "last");
    await holds(async () =>
      assert.deepEqual(
        await page
          .locator(".cell-state")
          .evaluateAll((states) => states.map((state) => (state as HTMLElement).dataset.status)),
        Array.from({ length: 6 }, () => "ok"),
      ),
    );
    await cellAt(page, "five").locator("b").getByText("bold").waitFor();
    await cellAt(page, "figure").scrollIntoViewIfNeeded();
    await cellAt(page, "figure").locator("figure[data-drawn]").waitFor();
    assert.equal(await page.locator(".outputs img[src=x], .outputs [onerror]").count(), 0);
    await holds(async () => assert.match(await page.title(), /^1\. Try it/));

    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save a copy" }).click();
    const file = await (await download).path();
    assert.equal((await download).suggestedFilename(), "01-try-copy.ipynb");
    const saved = await readNotebook(file);
    assert.equal(
      joinText(saved.cells.find(({ id }) => id === "two")!.source).split("\n")[1],
      'console.log("mine");',
    );
    assert.deepEqual(textsOf(saved, "two"), ["mine\n"]);
    assert.deepEqual(
      saved.cells.map(({ id }) => id),
      ["title", "one", "text", "two", "three", "more", "figure", "five", "last"],
    );
    assert.equal(
      saved.cells
        .filter((cell): cell is CodeCell => cell.cell_type === "code")
        .every(({ execution_count }) => typeof execution_count === "number"),
      true,
    );
    checkWithNbformat(file);
    assert.deepEqual(complaints, []);
  });

  test("a kernel killed in the middle of a cell is said so, edits stay, and Run all goes on with a new one", async () => {
    const { page } = await openLive();
    await retype(
      page,
      "two",
      "process.kill(process.pid, 'SIGKILL'); await new Promise(() => setTimeout(() => undefined, 60_000));",
    );
    await page.keyboard.press("ControlOrMeta+Enter");
    await ends(page, "two", "died");
    await page
      .locator(".live-notice")
      .getByText(/ended by itself/)
      .waitFor();
    await holds(async () =>
      assert.equal(await page.locator(".kernel-state").innerText(), "Kernel has ended"),
    );
    await holds(async () => assert.match(await editorOf(page, "two").innerText(), /SIGKILL/));
    await cellAt(page, "two").getByRole("button", { name: "Reset code cell 2" }).click();
    await page.getByRole("button", { name: "Run all cells", exact: true }).click();
    await ends(page, "three");
    await holds(async () =>
      assert.doesNotMatch((await page.locator(".live-notice").textContent())!, /ended by itself/),
    );
    await holds(async () =>
      assert.match(await cellAt(page, "two").locator(".outputs").innerText(), /low rank/),
    );
  });
});

function textsOf(saved: Notebook, id: string): string[] {
  const cell = saved.cells.find((other) => other.id === id);
  return cell?.cell_type === "code"
    ? cell.outputs.map((output) =>
        output.output_type === "stream" ? joinText(output.text) : output.output_type,
      )
    : [];
}

/** Jupyter's own reader, where it is installed. */
function checkWithNbformat(file: string): void {
  const check =
    "import sys\ntry:\n import nbformat\nexcept ImportError:\n sys.exit(0)\nnbformat.validate(nbformat.read(sys.argv[1], 4))";
  try {
    execFileSync("python3", ["-c", check, path.resolve(file)], { stdio: "pipe" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error; // no Python
  }
}
