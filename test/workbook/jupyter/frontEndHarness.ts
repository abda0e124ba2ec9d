/*
 * JupyterLab and Notebook 7 from one server of a virtual environment, driven in Chromium without a network.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import type { CodeCell, Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { browserOptions, skipWithoutBrowser } from "../../lowrank/plot/browser";
import { command } from "../../paths";
import { freePorts } from "./kernelHarness";

const environmentFolder =
  process.env.LOWRANK_JUPYTER ?? path.join(homedir(), ".cache", "lowrank-jupyter", "venv");
const program = (name: string): string => path.join(environmentFolder, "bin", name);

/** Why nothing can be walked here, or false. */
export const skipWithoutJupyter =
  skipWithoutBrowser ||
  (existsSync(program("jupyter-lab")) && existsSync(program("jupyter-notebook"))
    ? false
    : `no JupyterLab and Notebook 7 in ${environmentFolder}; .ci/run says how it is made`);

export const frontEnds = ["JupyterLab", "Notebook"] as const;
export type FrontEnd = (typeof frontEnds)[number];

/**
 * Settings by file: no question about news, and time enough for the names of a kernel that shares
 * its cores.
 */
const settings: Record<string, object> = {
  "apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
  "completer-extension/manager": { providerTimeout: 20_000 },
};

/** The server, its folder of notebooks, and the browser. */
export class FrontEnds {
  readonly folder = mkdtempSync(path.join(tmpdir(), "lowrank-front-"));
  readonly notebooks = path.join(this.folder, "notebooks");
  /** Addresses outside this machine that pages asked for, all in vain. */
  readonly refused: string[] = [];
  /** What pages complained of. */
  readonly complaints: string[] = [];
  readonly environment = {
    ...process.env,
    JUPYTER_DATA_DIR: path.join(this.folder, "data"),
    JUPYTER_CONFIG_DIR: path.join(this.folder, "config"),
    JUPYTER_RUNTIME_DIR: path.join(this.folder, "runtime"),
  };
  private server?: ChildProcess;
  private browser?: Browser;
  private address = "";
  private workspaces = 0;

  async start(): Promise<void> {
    mkdirSync(this.notebooks);
    this.keepSettings();
    this.run(process.execPath, [command, "kernel", "install"]);
    const [port] = await freePorts(1);
    this.address = `http://127.0.0.1:${port}`;
    this.server = spawn(
      program("jupyter-lab"),
      [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        `--port=${port}`,
        "--IdentityProvider.token=secret",
        `--ServerApp.root_dir=${this.notebooks}`,
      ],
      { env: this.environment, stdio: ["ignore", "ignore", "pipe"] },
    );
    let log = "";
    this.server.stderr!.setEncoding("utf8").on("data", (text: string) => (log += text));
    for (let tries = 0; !log.includes("is running at"); tries++) {
      assert.ok(tries < 1800 && this.server.exitCode === null, `the server did not start:\n${log}`);
      await wait(100);
    }
    this.browser = await chromium.launch(browserOptions());
  }

  private keepSettings(): void {
    const folder = path.join(this.environment.JUPYTER_CONFIG_DIR, "lab/user-settings/@jupyterlab");
    for (const [name, values] of Object.entries(settings)) {
      const file = path.join(folder, `${name}.jupyterlab-settings`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(values));
    }
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    if (this.server?.kill()) await new Promise((resolve) => this.server!.once("exit", resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a program of the environment to its end and returns what it printed. */
  run(name: string, options: string[]): string {
    const file = path.isAbsolute(name) ? name : program(name);
    const done = spawnSync(file, options, {
      cwd: this.notebooks,
      env: this.environment,
      encoding: "utf8",
    });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  }

  read(name: string): Notebook {
    return JSON.parse(readFileSync(path.join(this.notebooks, name), "utf8")) as Notebook;
  }

  write(name: string, notebook: Notebook): void {
    writeFileSync(path.join(this.notebooks, name), `${JSON.stringify(notebook, null, 1)}\n`);
  }

  version(front: FrontEnd): string {
    return this.run(front === "JupyterLab" ? "jupyter-lab" : "jupyter-notebook", [
      "--version",
    ]).trim();
  }

  /** Opens a notebook in a browser's profile of its own, and in JupyterLab a workspace of its own. */
  async open(front: FrontEnd, name: string): Promise<NotebookPage> {
    const context = await this.browser!.newContext({ viewport: { width: 1440, height: 1000 } });
    await context.route(
      (url) => url.protocol.startsWith("http") && url.hostname !== "127.0.0.1",
      (route) => {
        this.refused.push(route.request().url());
        return route.abort();
      },
    );
    // A machine that runs the whole suite may take long to draw a page.
    context.setDefaultTimeout(60_000);
    context.setDefaultNavigationTimeout(120_000);
    const page = await context.newPage();
    page.on("pageerror", (error) => this.complaints.push(error.message));
    const place =
      front === "JupyterLab"
        ? `lab/workspaces/test-${++this.workspaces}/tree/${name}`
        : `notebooks/${name}`;
    await page.goto(`${this.address}/${place}?token=secret`);
    const opened = new NotebookPage(
      page,
      `${this.address}/api/sessions?token=secret`,
      path.join(this.notebooks, name),
    );
    await opened.ready();
    return opened;
  }
}

/** What the server says of a notebook and its kernel. */
interface Session {
  name: string;
  kernel: { execution_state: string; connections: number };
}

/** A notebook that is open in a page. */
export class NotebookPage {
  readonly figures: Locator;
  readonly explorers: Locator;
  readonly tables: Locator;
  readonly pictures: Locator;

  /**
   * @param sessions address at which the server lists its sessions
   * @param file the notebook's
   */
  constructor(
    readonly page: Page,
    private readonly sessions: string,
    private readonly file: string,
  ) {
    this.figures = page.locator(".jp-Notebook [data-lowrank-figure]:has(.main-svg)");
    this.explorers = page.locator(".jp-Notebook [data-lowrank-explorer] .explorer");
    this.pictures = page.locator(".jp-RenderedImage img");
    this.tables = page.locator(".jp-OutputArea-output > table");
  }

  /** Waits for the cells and a kernel that is idle. */
  async ready(): Promise<void> {
    await this.page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 60_000 });
    await this.page
      .locator(".jp-Toolbar-kernelName", { hasText: "TypeScript (Lowrank)" })
      .waitFor({ timeout: 120_000 });
    await this.idle();
  }

  /** Waits until the server says that the kernel has this page and nothing to do. */
  idle(): Promise<void> {
    return this.waitForState("idle");
  }

  /** Waits until the server says that the kernel is at work. */
  busy(): Promise<void> {
    return this.waitForState("busy");
  }

  private waitForState(state: string): Promise<void> {
    return this.until(
      async () => {
        const listed = (await (await fetch(this.sessions)).json()) as Session[];
        const kernel = listed.find(({ name }) => name === path.basename(this.file))?.kernel;
        return kernel && kernel.connections > 0 ? kernel.execution_state : "not connected";
      },
      (found) => found === state,
      "the kernel's state",
      60_000,
    );
  }

  cell(place: number): Locator {
    return this.page.locator(".jp-Notebook .jp-Cell").nth(place);
  }

  /** What stands below a cell. */
  output(place: number): Locator {
    return this.cell(place).locator(".jp-Cell-outputArea");
  }

  countCells(): Promise<number> {
    return this.page.locator(".jp-Notebook .jp-Cell").count();
  }

  /** The number before a cell. */
  prompt(place: number): Promise<string> {
    return this.cell(place).locator(".jp-InputPrompt").innerText();
  }

  /** The text of a cell. */
  async text(place: number): Promise<string> {
    const lines = await this.cell(place).locator(".cm-line").allInnerTexts();
    return lines.join("\n");
  }

  /** Presses keys one after the other. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Chooses an entry of the menu bar, through menus within it. */
  async choose(menu: string, ...entries: (string | RegExp)[]): Promise<void> {
    await this.page
      .locator(".lm-MenuBar-item", { hasText: new RegExp(`^${menu}$`) })
      .first()
      .click();
    for (const entry of entries)
      await this.page
        .locator(".lm-Menu .lm-Menu-itemLabel")
        .filter({ hasText: entry })
        .first()
        .click();
  }

  /** Runs all cells and waits until each has its number. */
  async runAll(timeout = 120_000): Promise<void> {
    await this.choose("Run", /^Run All Cells$/);
    const filled = await this.page.locator(".jp-CodeCell").count();
    for (const end = Date.now() + timeout; ; await wait(200)) {
      const prompts = await this.page.locator(".jp-CodeCell .jp-InputPrompt").allTextContents();
      if (prompts.length === filled && prompts.every((prompt) => /^\[\d+\]:$/.test(prompt))) break;
      assert.ok(Date.now() < end, `cells did not run: ${prompts.join(" ")}`);
    }
    await this.idle();
  }

  /** Runs one cell where it stands. */
  async runCell(place: number): Promise<void> {
    await this.cell(place).locator(".cm-content").click();
    await this.press("ControlOrMeta+Enter");
  }

  /** Puts another text into a cell; the cursor stands behind it. */
  async retype(place: number, text: string): Promise<void> {
    await this.cell(place).locator(".cm-content").click();
    await this.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
  }

  /** Scrolls through the notebook, for outputs out of sight may not be drawn yet. */
  async scrollThrough(): Promise<void> {
    for (let place = 0; place < (await this.countCells()); place++)
      await this.cell(place).scrollIntoViewIfNeeded();
  }

  /** Asks until the answer is the wanted one. */
  async until<Value>(
    ask: () => Promise<Value>,
    isWanted: (value: Value) => boolean,
    what: string,
    timeout = 30_000,
  ): Promise<void> {
    for (const end = Date.now() + timeout; ; await wait(100)) {
      const value = await ask();
      if (isWanted(value)) return;
      assert.ok(Date.now() < end, `${what} is ${String(value)}`);
    }
  }

  waitForCount(found: Locator, count: number): Promise<void> {
    return this.until(
      () => found.count(),
      (value) => value === count,
      `the count of ${String(found)}, to be ${count},`,
    );
  }

  /** Saves, and waits until the file is written. */
  async save(): Promise<void> {
    const before = statSync(this.file).mtimeMs;
    await this.press("Escape", "ControlOrMeta+s");
    const isWritten = (): Promise<boolean> =>
      Promise.resolve(statSync(this.file).mtimeMs > before && isWhole(readFileSync(this.file)));
    await this.until(isWritten, (written) => written, "whether the file is written");
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  async picture(name: string): Promise<void> {
    const pictures = process.env.LOWRANK_PICTURES;
    if (pictures !== undefined)
      await this.page.screenshot({ path: path.join(pictures, `${name}.png`) });
  }
}

export const codeCells = ({ cells }: Notebook): CodeCell[] =>
  cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

/** How many outputs of a notebook have a form. */
export function countForms(notebook: Notebook, type: string): number {
  return codeCells(notebook)
    .flatMap((cell) => cell.outputs)
    .filter((output) => "data" in output && type in output.data).length;
}

function isWhole(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}
