import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { openAdapter } from "../../../src/lowrank/files/adapterFiles";
import { adapterSpectrum } from "../../../src/lowrank/adapt/adapters/adapterSpectrum";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { rawConfig, smallWeights } from "../../lowrank/adapt/adapters/rawSafetensors";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { markdown } from "./sampleNotebooks";
import { holds } from "../../holds";

describe("the page on which a reader drops adapters", { skip, timeout: 300_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-tool-"));
  const adapter = path.join(folder, "mine");
  let browser: Browser;
  before(async () => {
    mkdirSync(adapter);
    writeFileSync(path.join(adapter, "adapter_config.json"), rawConfig({}));
    writeFileSync(path.join(adapter, "adapter_model.safetensors"), smallWeights());
    for (const place of ["notebooks", "notebooks/zh-CN"]) {
      mkdirSync(path.join(folder, place));
      const cells = [markdown("# A\n\nLead.")];
      const metadata = { kernelspec: { name: "lowrank", language: "typescript" } };
      const notebook = { cells, metadata, nbformat: 4, nbformat_minor: 5 };
      writeFileSync(path.join(folder, place, "01-a.ipynb"), JSON.stringify(notebook));
    }
    await buildBook({
      notebooks: ["", "zh-CN/"].map((place) =>
        path.join(folder, "notebooks", `${place}01-a.ipynb`),
      ),
      out: path.join(folder, "book"),
      cacheFolder: path.join(folder, "cache"),
      adapterTool: true,
    });
    browser = await chromium.launch(browserOptions());
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function open(name: string): Promise<{ page: Page; asked: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pathToFileURL(path.join(folder, "book", name)).href);
    await page.locator("#adapter-tool .drop").waitFor();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    return { page, asked };
  }
  /** Gives the tool files as a drop does. */
  const drop = async (page: Page, files: Record<string, Uint8Array>): Promise<void> => {
    const listed = Object.entries(files).map(([name, bytes]) => ({ name, bytes: [...bytes] }));
    const data = await page.evaluateHandle((all) => {
      const transfer = new DataTransfer();
      for (const { name, bytes } of all)
        transfer.items.add(new File([Uint8Array.from(bytes)], name));
      return transfer;
    }, listed);
    await page.locator("#adapter-tool .drop").dispatchEvent("drop", { dataTransfer: data });
  };

  test("front pages lead to it, in both languages", () => {
    for (const place of ["", "zh-CN/"]) {
      const front = readFileSync(path.join(folder, "book", `${place}index.html`), "utf8");
      assert.match(front, /href="adapter-tool\.html"/);
    }
  });

  test("a chosen folder is read, cut to rank 1 and saved without a request", async () => {
    const { page, asked } = await open("adapter-tool.html");
    await page.locator("#adapter-tool input[webkitdirectory]").setInputFiles(adapter);
    await page.locator("#adapter-tool .facts").waitFor();
    const table = page.locator("#adapter-tool .table-frame tbody tr");
    const kept = ["3 × 4", "20.4", "2", "1", "96.2 %", "4"].join("");
    await holds(async () =>
      assert.deepEqual(await table.allTextContents(), [
        `encoder.query${kept}`,
        `encoder.value${kept}`,
      ]),
    );
    await page.locator("#adapter-tool .make").click();
    const links = page.locator("#adapter-tool a.save");
    await links.nth(1).waitFor();
    const out = path.join(folder, "smaller");
    for (const link of await links.all()) {
      const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
      await file.saveAs(path.join(out, file.suggestedFilename()));
    }
    const [query] = await adapterSpectrum(await openAdapter(out));
    assert.equal(query.rank, 1);
    assert.ok(Math.abs(query.singularValues[0] - 20) < 1e-5);
    assert.deepEqual(
      asked.filter((address) => !address.startsWith("blob:")),
      [],
    );
    await page.close();
  });

  test("the slider runs over energy, size and rank, and says what is kept", async () => {
    const { page } = await open("adapter-tool.html");
    await drop(page, {
      "adapter_config.json": rawConfig({}),
      "adapter_model.safetensors": smallWeights(),
    });
    const facts = page.locator("#adapter-tool .facts");
    await facts.waitFor();
    await holds(async () =>
      assert.match((await facts.textContent()) ?? "", /96\.2 % of the energy kept · rank 1 every/),
    );
    const slider = page.locator("#adapter-tool .slider-line input");
    await slider.focus();
    await page.keyboard.press("End");
    await holds(async () =>
      assert.match((await facts.textContent()) ?? "", /100 % of the energy kept · rank 2 every/),
    );
    for (const way of ["size", "rank"]) {
      await page.locator(`#adapter-tool input[value="${way}"]`).check();
      await slider.focus();
      await page.keyboard.press("Home");
      await holds(async () =>
        assert.match((await facts.textContent()) ?? "", /^68 bytes of 124 bytes · 96\.2 %/, way),
      );
    }
    await page.close();
  });

  test("what cannot be read is refused by name, and the next adapter is read", async () => {
    const { page } = await open("zh-CN/adapter-tool.html");
    const error = page.locator("#adapter-tool .error");
    await drop(page, { "a.txt": new Uint8Array(3) });
    await holds(async () =>
      assert.match((await error.textContent()) ?? "", /没有成功：其中没有 \.safetensors 文件/),
    );
    await drop(page, { "cut.safetensors": new Uint8Array(3) });
    await page.locator("#adapter-tool .error", { hasText: "cut.safetensors" }).waitFor();
    await drop(page, {
      "adapter_config.json": rawConfig({}),
      "adapter_model.safetensors": smallWeights(),
    });
    await page.locator("#adapter-tool .facts", { hasText: "秩一律为 1" }).waitFor();
    await holds(async () => assert.equal(await error.count(), 0));
    await page.close();
  });
});
