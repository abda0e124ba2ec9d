import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { namePlotly } from "../../../src/workbook/book/pages/minifyPlotly";
import type { RunNotebook } from "../../../src/workbook/book/run/runTasks";
import { startBook, type StartBookOptions } from "../../../src/workbook/book/startBook";
import {
  joinText,
  type Cell,
  type Notebook,
} from "../../../src/workbook/jupyter/notebook/notebook";
import type { RunResult } from "../../../src/workbook/jupyter/notebook/runNotebook";
import { code, markdown, notebook, stream, thrown, writeNotebooks } from "./sampleNotebooks";

interface Project {
  folder: string;
  file: (name: string) => string;
  page: (name: string) => string;
  lines: string[];
  ran: string[];
  start: (options?: Partial<StartBookOptions>) => Promise<number>;
}

/** A kernel's stand-in: prints each cell's source; `boom` fails, `hang` waits for the end. */
const pretend =
  (ran: string[]): RunNotebook =>
  async (given, { name = "", signal, onCell }) => {
    ran.push(path.basename(name, ".ipynb"));
    const copy: Notebook = structuredClone(given);
    let done = 0;
    for (const [i, cell] of copy.cells.entries()) {
      if (cell.cell_type !== "code") continue;
      const text = joinText(cell.source);
      if (text === "hang")
        await new Promise((_, reject) =>
          signal?.addEventListener("abort", () => reject(signal.reason as Error)),
        );
      if (text.startsWith("boom")) {
        const started = text !== "boom early";
        const error = {
          kind: !started ? "died" : text === "boom late" ? "timeout" : "error",
          notebook: name,
          cell: started ? i + 1 : 0,
          codeCell: started ? done + 1 : 0,
          name: "Error",
          message: text,
          traceback: [],
        } as const;
        if (text === "boom") cell.outputs = [thrown("Error", text)];
        return {
          notebook: copy,
          cells: done,
          seconds: 0.1,
          error: { ...error, traceback: [] },
        } satisfies RunResult;
      }
      cell.outputs = [stream(`ran ${text}\n`)];
      onCell?.({ done: ++done, total: copy.cells.length });
    }
    return { notebook: copy, cells: done, seconds: 0.1 };
  };

function createProject(notebooks: Record<string, Notebook>): Promise<Project> {
  const { folder } = writeNotebooks({});
  const cacheFolder = path.join(folder, ".lowrank");
  for (const name of ["solutions", "zh-CN"])
    mkdirSync(path.join(folder, "notebooks", name), { recursive: true });
  const file = (name: string): string => path.join(folder, "notebooks", `${name}.ipynb`);
  for (const [name, content] of Object.entries(notebooks))
    writeFileSync(file(name), JSON.stringify(content));
  const lines: string[] = [];
  const ran: string[] = [];
  const start = (options: Partial<StartBookOptions> = {}): Promise<number> => {
    ran.length = lines.length = 0;
    return startBook({
      command: ["unused"],
      serve: false,
      run: true,
      notebooksFolder: path.join(folder, "notebooks"),
      cacheFolder,
      runOne: pretend(ran),
      write: (line) => lines.push(line),
      ...options,
    });
  };
  return Promise.resolve({
    folder,
    file,
    page: (name) => readFileSync(path.join(cacheFolder, "book", `${name}.html`), "utf8"),
    lines,
    ran,
    start,
  });
}

const content = (...cells: Cell[]): Notebook => notebook(markdown("# A title\n\nLead."), ...cells);

test("a start without run shows what the notebooks hold, runs none, and builds nothing the second time", async () => {
  const project = await createProject({
    "01-a": content(code("one", stream("held"))),
    "solutions/01-a": content(code("two", stream("solved"))),
  });
  assert.equal(await project.start({ run: false }), 0);
  assert.match(project.page("01-a"), /held/);
  assert.match(project.page("solutions/01-a"), /solved/);
  assert.match(project.lines.join(), /^built .*book: 4 pages/);
  assert.equal(await project.start({ run: false }), 0);
  assert.deepEqual([project.ran, project.lines], [[], []]);
  writeFileSync(project.file("01-a"), JSON.stringify(content(code("one", stream("held anew")))));
  await project.start({ run: false });
  assert.match(project.page("01-a"), /held anew/);
});

test("a start without run names a file that is no notebook, builds the others, and the code is 1 each time", async () => {
  const project = await createProject({
    "01-a": content(code("one")),
    "02-b": content(code("two")),
  });
  writeFileSync(project.file("01-a"), "{ not json");
  for (let i = 0; i < 2; i++) {
    assert.equal(await project.start({ run: false }), 1);
    assert.match(project.lines.join("\n"), /01-a\.ipynb/);
  }
  assert.match(project.page("02-b"), /two/);
});

test("pages are served before the assets that take long are made; who asks for one of these waits", async (t) => {
  const project = await createProject({ "01-a": content(code("one")) });
  // Plotly must be minified anew.
  const { LOWRANK_CACHE } = process.env;
  process.env.LOWRANK_CACHE = path.join(project.folder, "cache");
  t.after(() => (process.env.LOWRANK_CACHE = LOWRANK_CACHE));
  const stop = new AbortController();
  const missing: boolean[] = [];
  const statuses: number[] = [];
  const write = (line: string): void => {
    const url = /http:\/\/\S+?(?=\?)/.exec(line)?.[0];
    if (!url) return;
    missing.push(
      !existsSync(path.join(project.folder, ".lowrank", "book", "assets", namePlotly())),
    );
    const ask = async (name: string): Promise<void> =>
      void statuses.push((await fetch(url + name)).status);
    void Promise.all([
      ask("01-a.html"),
      ask(`assets/${namePlotly()}`),
      ask("assets/book.js"),
    ]).finally(() => stop.abort());
  };
  await project.start({ run: false, serve: true, port: 0, signal: stop.signal, write });
  assert.deepEqual([missing, statuses], [[true], [200, 200, 200]]);
});

test("with run, the first start runs every notebook and builds its page; the second runs and builds nothing", async () => {
  const project = await createProject({
    "01-a": content(code("one")),
    "02-b": content(code("two")),
    "03-c": content(code("three")),
  });
  assert.equal(await project.start(), 0);
  assert.deepEqual([...project.ran].sort(), ["01-a", "02-b", "03-c"]);
  assert.match(project.page("02-b"), /ran two/);
  assert.equal(await project.start(), 0);
  assert.deepEqual(project.ran, []);
  assert.deepEqual(project.lines, ["3 notebooks, all up to date"]);
});

test("solutions are run, kept and built like the notebooks, also where their names are alike", async () => {
  const project = await createProject({
    "01-a": content(code("one")),
    "solutions/01-a": content(code("solved")),
  });
  await project.start();
  assert.deepEqual([...project.ran].sort(), ["01-a", "01-a"]);
  assert.match(project.page("01-a"), /ran one/);
  assert.match(project.page("solutions/01-a"), /ran solved/);
  await project.start();
  assert.deepEqual(project.ran, []);
  writeFileSync(project.file("solutions/01-a"), JSON.stringify(content(code("solved anew"))));
  await project.start();
  assert.deepEqual(project.ran, ["01-a"]);
  assert.match(project.page("solutions/01-a"), /ran solved anew/);
  assert.match(project.page("01-a"), /ran one/);
});

test("translations are run and built beside the notebooks, each with the same name", async () => {
  const project = await createProject({
    "01-a": content(code("one")),
    "zh-CN/01-a": content(code("一")),
  });
  await project.start();
  assert.deepEqual([...project.ran].sort(), ["01-a", "01-a"]);
  assert.match(project.page("01-a"), /ran one[^]*/);
  assert.match(project.page("zh-CN/01-a"), /ran 一/);
  assert.ok(
    project.lines.some((line) => / 6 pages/.test(line)),
    project.lines.join("\n"),
  );
  await project.start();
  assert.deepEqual(project.ran, []);
});

test("changed code runs that notebook again; changed prose or stored outputs run none, and the prose is seen", async () => {
  const project = await createProject({
    "01-a": content(code("one")),
    "02-b": content(code("two")),
  });
  await project.start();
  writeFileSync(
    project.file("01-a"),
    JSON.stringify(content(markdown("New prose."), code("one", stream("stale output")))),
  );
  await project.start();
  assert.deepEqual(project.ran, []);
  assert.match(project.page("01-a"), /New prose\.[\s\S]*ran one/);
  assert.doesNotMatch(project.page("01-a"), /stale output/);
  writeFileSync(project.file("02-b"), JSON.stringify(content(code("two"), code("and more"))));
  await project.start();
  assert.deepEqual(project.ran, ["02-b"]);
  assert.match(project.page("02-b"), /ran and more/);
});

test("changed data run every notebook again", async () => {
  const project = await createProject({ "01-a": content(code("one")) });
  mkdirSync(path.join(project.folder, "data"));
  writeFileSync(path.join(project.folder, "data", "posts.csv"), "a");
  await project.start();
  writeFileSync(path.join(project.folder, "data", "posts.csv"), "b");
  await project.start();
  assert.deepEqual(project.ran, ["01-a"]);
});

test("a page or an asset that went missing is built again without a run", async () => {
  const project = await createProject({ "01-a": content(code("one")) });
  await project.start();
  rmSync(path.join(project.folder, ".lowrank", "book", "01-a.html"));
  await project.start();
  assert.deepEqual(project.ran, []);
  assert.match(project.page("01-a"), /ran one/);
});

for (const [cause, cells] of [
  ["an error", [code("fine"), code("boom"), code("never")]],
  ["a time-out", [code("fine"), code("boom late")]],
  ["a kernel that does not start", [code("boom early")]],
] as const) {
  test(`after ${cause} in one notebook the others are built, its page shows it, it runs again next time, and the code is 1`, async () => {
    const project = await createProject({
      "01-a": content(...cells),
      "02-b": content(code("two")),
    });
    assert.equal(await project.start(), 1);
    assert.match(
      project.lines.join("\n"),
      /01-a\.ipynb[\s\S]*1 of 2 notebooks stopped with an error/,
    );
    assert.match(project.page("01-a"), /stopped early[\s\S]*class="output error"/);
    assert.match(project.page("02-b"), /ran two/);
    assert.equal(await project.start(), 1);
    assert.deepEqual(project.ran, ["01-a"]);
  });
}

test("a file that is no notebook is named with its fault, and the others are built", async () => {
  const project = await createProject({
    "01-a": content(code("one")),
    "02-b": content(code("two")),
  });
  await project.start();
  writeFileSync(project.file("01-a"), "{ not json");
  assert.equal(await project.start(), 1);
  assert.match(project.lines.join("\n"), /01-a\.ipynb/);
  assert.match(project.page("02-b"), /ran two/);
  assert.throws(() => project.page("01-a"), /ENOENT/);
});

test("a folder in the way of an executed copy costs that copy alone, and is named", async () => {
  const project = await createProject({
    "01-a": content(code("one", stream("held"))),
    "02-b": content(code("two")),
  });
  const copy = path.join(project.folder, ".lowrank", "executed", "01-a.ipynb");
  for (const inTheWay of [path.join(copy, "inside"), `${copy}.key`]) {
    mkdirSync(inTheWay, { recursive: true });
    assert.equal(await project.start(), 1);
    assert.match(
      project.lines.join("\n"),
      /cannot write .*01-a\.ipynb(\.key)?: it is a folder; its page/,
    );
    assert.match(project.page("01-a"), /held/);
    assert.match(project.page("02-b"), /ran two/);
  }
  rmSync(copy, { recursive: true });
  rmSync(`${copy}.key`, { recursive: true });
  assert.equal(await project.start(), 0);
  assert.match(project.page("01-a"), /ran one/);
});

test("a part of a cell that cannot be shown is named with notebook and cell", async () => {
  const deep = "{".repeat(4_000) + "}".repeat(4_000);
  const project = await createProject({
    "01-a": content(markdown(`Before $${deep}$ after.`), markdown("![a](gone.png)")),
  });
  assert.equal(await project.start({ run: false }), 0);
  assert.deepEqual(project.lines.slice(0, 2), [
    "01-a.ipynb, cell 2: a formula cannot be drawn: it is nested too deeply",
    "01-a.ipynb, cell 3: the picture gone.png is missing",
  ]);
});

test("an address that other machines reach is warned of", async () => {
  const project = await createProject({ "01-a": content(code("one")) });
  const stop = new AbortController();
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
    if (line.includes("Ctrl-C")) stop.abort();
  };
  await project.start({
    run: false,
    serve: true,
    port: 0,
    host: "0.0.0.0",
    signal: stop.signal,
    write,
  });
  assert.match(
    lines.join("\n"),
    /Warning: 0\.0\.0\.0 is reached from outside this machine, without encryption/,
  );
});

test("the pages carry the book's title and introduction, and are built anew when these change; one in Chinese alone has a Chinese front", async () => {
  const chinese = { ...content(code("one")), metadata: { lowrank: { language: "zh-CN" } } };
  const project = await createProject({ "01-a": chinese });
  assert.equal(await project.start({ title: "Mine", introduction: "About *this*." }), 0);
  assert.match(project.page("index"), /<html lang="zh-CN">[^]*<title>Mine<[^]*About <em>this/);
  assert.match(project.page("01-a"), /<html lang="zh-CN">[^]*A title – Mine<\/title>/);
  assert.equal(await project.start({ title: "Yours" }), 0);
  assert.match(project.page("index"), /<title>Yours</);
});

test("with serve it serves until it is ended, then returns 0, also where a notebook failed", async () => {
  const project = await createProject({ "01-a": content(code("boom")) });
  const stop = new AbortController();
  let page = "";
  const write = (line: string): void => {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url)
      void fetch(url)
        .then((reply) => reply.text())
        .then((text) => {
          page = text;
          stop.abort();
        });
  };
  assert.equal(await project.start({ serve: true, port: 0, signal: stop.signal, write }), 0);
  assert.match(page, /A title/);
});

test(
  "ending it during a run ends the run and returns 0; what had finished is kept",
  { timeout: 20_000 },
  async () => {
    const project = await createProject({
      "01-a": content(code("one")),
      "02-b": content(code("hang")),
    });
    const stop = new AbortController();
    const write = (line: string): void => {
      if (/^ok .*01-a\.ipynb$/.test(line)) stop.abort();
    };
    assert.equal(await project.start({ signal: stop.signal, write }), 0);
    writeFileSync(project.file("02-b"), JSON.stringify(content(code("two"))));
    assert.equal(await project.start(), 0);
    assert.deepEqual(project.ran, ["02-b"]);
  },
);

test("a folder without notebooks gets a message that names it", async () => {
  const project = await createProject({});
  await assert.rejects(project.start(), /no notebooks \(\*\.ipynb\) in .*notebooks/);
});
