import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createMarkdownPage } from "../../../src/workbook/book/pages/bookLinks";
import { createMarkdownRenderer } from "../../../src/workbook/book/pages/markdownRenderer";
import { renderOutputs } from "../../../src/workbook/book/pages/renderOutput";
import { isRunning } from "../jupyter/isRunning";
import { startLive, type LiveServer, type Page } from "./liveHarness";
import { code, notebook, rankCurveFigure } from "./sampleNotebooks";

let live: LiveServer;
/** One page, whose kernel most tests share. */
let page: Page;
const allowed = {
  ...code("throw new Error('allowed')"),
  id: "allowed",
  metadata: { tags: ["raises-exception"] },
};

before(async () => {
  const javascript = { ...notebook(), metadata: { language_info: { name: "javascript" } } };
  live = await startLive({ "02-b": notebook(allowed), "03-c": javascript });
  page = await live.connect();
  await page.open("02-b.ipynb");
});
after(() => page.cut());

const numbersOf = (heard: Page["heard"]): number[] =>
  heard.flatMap((message) => ("number" in message ? [message.number] : []));

test("a cell is queued, starts a kernel, runs, shows its outputs and ends", async () => {
  const { status, executionCount, seconds } = await page.run("a", "console.log('hello');\n6 * 7");
  assert.deepEqual([status, executionCount], ["ok", 1]);
  assert.ok(seconds > 0 && seconds < 60);
  await page.hears(
    "kernel",
    ({ state }) => state === "idle",
    page.heard.findIndex(({ type }) => type === "finished"),
  );
  const said = page.heard.map((message) =>
    message.type === "kernel" ? message.state : message.type,
  );
  assert.deepEqual(
    said.filter((word, i) => word !== said[i - 1]),
    ["opened", "queued", "starting", "idle", "busy", "started", "output", "finished", "idle"],
  );
  assert.deepEqual(
    page.shown("a").map(({ output }) => output),
    [
      { output_type: "stream", name: "stdout", text: "hello\n" },
      {
        output_type: "execute_result",
        execution_count: 1,
        data: { "text/plain": "42" },
        metadata: {},
      },
    ],
  );
});

test("a page of a notebook in JavaScript has a kernel that checks no types", async () => {
  const other = await live.connect();
  await other.open("03-c.ipynb");
  const { status } = await other.run("a", 'let a = 1; a = "x"; a.nope; console.log(a);');
  assert.deepEqual([status, other.text("a")], ["ok", "x\n"]);
  await other.cut();
});

test("a cell asks its page, one that is loaded again too, and goes on with the answer", async () => {
  page.send({ type: "execute", cell: "asks", code: 'console.log("hi", prompt("Name?"));' });
  const { prompt, password } = await page.hears("asked", ({ cell }) => cell === "asks");
  assert.deepEqual([prompt, password], ["Name? ", false]);
  page.send({ type: "answer", cell: "asks", value: "Ada" });
  const { status } = await page.hears("finished", ({ cell }) => cell === "asks");
  assert.deepEqual([status, page.text("asks")], ["ok", "Name? Ada\nhi Ada\n"]);
  page.send({ type: "execute", cell: "stops", code: 'prompt("Name?");' });
  await page.hears("asked", ({ cell }) => cell === "stops");
  page.send({ type: "interrupt" });
  assert.equal((await page.hears("finished", ({ cell }) => cell === "stops")).status, "error");
});

test("the markup of each output is what the static page has", async () => {
  await page.run(
    "markup",
    `import { show } from "lowrank";
    console.log("\\u001b[31mred\\u001b[39m <b>&");
    console.error("warning");
    show(${JSON.stringify(rankCurveFigure)} as any);
    [{ term: "dog", weight: 0.4 }]`,
  );
  const markdown = await createMarkdownRenderer();
  const shown = page.shown("markup");
  assert.equal(shown.length, 4);
  const expected = renderOutputs(
    shown.map(({ output }) => output),
    markdown,
    createMarkdownPage({ page: "02-b.html", folder: live.notebooks, language: "en" }, new Set()),
  );
  assert.deepEqual(
    shown.map(({ html }) => html),
    expected.map(String),
  );
  const whole = shown.map(({ html }) => html).join("");
  for (const part of [
    "<span ",
    '<figure class="figure">',
    'class="output scroll rich"',
    "stream stderr",
  ])
    assert.ok(whole.includes(part), part);
});

const injections: [what: string, source: string][] = [
  ["text/html", `({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": evil }) })`],
  [
    "text/markdown",
    `({ [Symbol.for("Jupyter.display")]: () => ({ "text/markdown": evil + "\\n\\n[a](javascript:alert(1)) ![](x\\"onerror=alert(1))" }) })`,
  ],
  [
    "text/latex",
    `({ [Symbol.for("Jupyter.display")]: () => ({ "text/latex": "$\\\\href{javascript:alert(1)}{a}" + evil + "$" }) })`,
  ],
  [
    "an SVG",
    `({ [Symbol.for("Jupyter.display")]: () => ({ "image/svg+xml": "<svg onload=alert(1)><title>\\"" + evil + "</title></svg>" }) })`,
  ],
  [
    "a PNG that is none",
    `({ [Symbol.for("Jupyter.display")]: () => ({ "image/png": "\\" onerror=alert(1)" }) })`,
  ],
  ["the name of an unknown type", `({ [Symbol.for("Jupyter.display")]: () => ({ [evil]: "1" }) })`],
  ["a stream", `console.log(evil)`],
  ["stderr", `console.error(evil)`],
  ["a result", `evil`],
  ["a table", `[{ [evil]: evil }]`],
  ["an error", `throw Object.assign(new Error(evil), { name: evil })`],
  [
    "a figure",
    `({ [Symbol.for("Jupyter.display")]: () => ({ "application/vnd.plotly.v1+json": { data: [{ type: "scatter", x: [evil], text: "</script>" + evil }], layout: { title: { text: evil } } } }) })`,
  ],
];
test("markup in outputs of every kind does nothing on the page", async () => {
  await page.run(
    "evil",
    "const evil = `<img src=x onerror=alert(1)><script>alert(1)</script><iframe src=//evil.example></iframe><a href='javascript:alert(1)' onclick=alert(1)>a</a><style>*{}</style>`;",
  );
  for (const [what, source] of injections) {
    await page.run("inject", source);
    const html = page
      .shown("inject")
      .map((shown) => shown.html)
      .join("");
    assert.notEqual(html, "", what);
    // What is left between < and >, but for the JSON of a figure, in which no < is left.
    const tags = html.match(/<[^>]*>/g) ?? [];
    assert.ok(tags.length > 0, what);
    for (const tag of tags) {
      assert.doesNotMatch(
        tag.replace(/"[^"]*"/g, '""'),
        /\son\w+\s*=|^<(iframe|style|object|embed|link|meta|base|form)/i,
        `${what}: ${tag}`,
      );
      assert.doesNotMatch(tag, /(?:href|src)="\s*javascript:/i, `${what}: ${tag}`);
      if (tag.startsWith("<script")) assert.equal(tag, '<script type="application/json">', what);
    }
  }
});

test("an error names its line, and the cells behind it are not run", async () => {
  for (const [cell, source] of [
    ["b", "const one = 1;\n\nthrow new RangeError('two');"],
    ["c", "console.log('never')"],
    ["d", "1"],
  ])
    page.send({ type: "execute", cell, code: source });
  const [b, c, d] = await Promise.all(
    ["b", "c", "d"].map((cell) => page.hears("finished", (event) => event.cell === cell)),
  );
  assert.deepEqual([b.status, b.errorLine, c.status, d.status], ["error", 3, "aborted", "aborted"]);
  assert.equal(page.text("c"), "");
  assert.equal((await page.run("types", "const a = 1;\nconst n: number = 'text';")).errorLine, 2);
  assert.equal((await page.run("after", "1")).status, "ok");
});

test("behind a cell that may fail by its tag the others run", async () => {
  page.send({ type: "execute", cell: "allowed", code: "throw new Error('allowed')" });
  page.send({ type: "execute", cell: "behind", code: "1" });
  assert.equal((await page.hears("finished", ({ cell }) => cell === "behind")).status, "ok");
  assert.equal((await page.hears("finished", ({ cell }) => cell === "allowed")).status, "error");
});

test("a display is updated where it stands, also from a later cell, and no more once its own cell has run anew", async () => {
  await page.run(
    "hook",
    `const display = (text: string, update = false) => require("tslab/dist/jupyter").lastWriteDisplayData({ data: { "text/plain": text }, transient: { display_id: "d" } }, update);`,
  );
  await page.run("show", `console.log("above"); display("one"); console.log("below");`);
  await page.run("update", `display("two", true)`);
  await page.hears("output", ({ cell, html }) => cell === "show" && html.includes("two"));
  assert.deepEqual(
    page.shown("show").map(({ html }) => />([^<]*)</.exec(html)?.[1]),
    ["above", "two", "below"],
  );
  assert.deepEqual(page.shown("update"), []);
  await page.run("show", "1");
  await page.run("update", `display("three", true); 2`);
  assert.deepEqual([page.shown("show").length, page.shown("update").length], [1, 1]);
});

test("clear_output takes outputs away", async () => {
  await page.run(
    "clear",
    `for (let i = 0; i < 3; i++) { console.clear(); console.log(i); console.error(i); await new Promise((resolve) => setTimeout(resolve, 100)); } console.clear(); console.log("last");`,
  );
  assert.equal(page.text("clear"), "last\n");
  assert.equal(page.shown("clear").length, 1);
});

test("what a timer prints after its cell has ended still comes, to that cell", async () => {
  await page.run("timer", "setTimeout(() => console.log('late'), 200); console.log('early');");
  await page.hears(
    "output",
    ({ cell, output }) => cell === "timer" && JSON.stringify(output).includes("late"),
  );
  assert.equal(page.text("timer"), "early\nlate\n");
});

test(
  "an endless loop is interrupted, and the cells behind it are forgotten",
  { timeout: 60_000 },
  async () => {
    page.send({ type: "execute", cell: "loop", code: "console.log('in'); while (true) {}" });
    page.send({ type: "execute", cell: "next", code: "1" });
    await page.hears("output", ({ cell }) => cell === "loop");
    const asked = performance.now();
    page.send({ type: "interrupt" });
    assert.equal((await page.hears("finished", ({ cell }) => cell === "next")).status, "aborted");
    const { status } = await page.hears("finished", ({ cell }) => cell === "loop");
    const milliseconds = performance.now() - asked;
    assert.equal(status, "error");
    assert.ok(milliseconds < 8_000, `${milliseconds} ms; 2 s on a quiet machine`);
    assert.equal((await page.run("still", "1 + 1")).status, "ok");
  },
);

test("an interrupt in the moment a cell begins is not lost", { timeout: 60_000 }, async () => {
  page.send({ type: "execute", cell: "early", code: "while (true) {}" });
  await page.hears("started", ({ cell }) => cell === "early");
  page.send({ type: "interrupt" });
  assert.equal((await page.hears("finished", ({ cell }) => cell === "early")).status, "error");
});

test("completions and documentation come with their place in UTF-16 units", async () => {
  const source = "const 𝒙 = '😀'; Math.hyp";
  page.send({ type: "complete", request: 1, code: source, cursor: source.length });
  const { content } = await page.hears("reply", ({ request }) => request === 1);
  assert.deepEqual(
    [content.matches, content.cursor_start, content.cursor_end],
    [["hypot"], source.indexOf("hyp"), source.length],
  );
  page.send({
    type: "inspect",
    request: 2,
    code: "/* 😀 */ Math.hypot",
    cursor: "/* 😀 */ Math.hy".length,
  });
  assert.match(
    JSON.stringify((await page.hears("reply", ({ request }) => request === 2)).content),
    /hypot\(/,
  );
});

test(
  "50 MB of print are cut to both ends, few bytes go over the line, and the page is answered meanwhile",
  { timeout: 120_000 },
  async () => {
    const before = page.bytes;
    const { status } = await page.run(
      "print",
      "for (let i = 0; i < 500_000; i++) console.log(String(i).padEnd(99, '.'));",
    );
    assert.equal(status, "ok");
    const text = page.text("print");
    assert.match(text, /^0\.+\n1\.+\n[^]*characters left out[^]*\n499999\.+\n$/);
    assert.ok(text.length < 100_000);
    assert.ok(page.bytes - before < 30_000_000, `${page.bytes - before} bytes`);
  },
);

test(
  "a page that does not read for a while gets the end, not all that was between",
  { timeout: 120_000 },
  async () => {
    const slow = await live.connect();
    const { session } = await page.hears("opened");
    await slow.open("02-b.ipynb", { session, seen: page.seen });
    slow.socket.pause();
    slow.send({
      type: "execute",
      cell: "many",
      code: "for (let i = 0; i < 400; i++) { console.clear(); console.log(i + 'x'.repeat(40_000)); await new Promise((resolve) => setTimeout(resolve, 5)); }",
    });
    slow.send({ type: "execute", cell: "last", code: "'end'" });
    await page.hears("finished", ({ cell }) => cell === "last");
    slow.socket.resume();
    assert.equal((await slow.hears("finished", ({ cell }) => cell === "last")).status, "ok");
    assert.ok(slow.text("many").startsWith("399x"));
    assert.deepEqual(slow.shown("many"), page.shown("many"));
    await slow.cut();
  },
);

test(
  "a page whose line was cut comes back and hears what it missed",
  { timeout: 60_000 },
  async () => {
    const { session } = await page.hears("opened");
    const again = { session, seen: page.seen };
    const first = await live.connect();
    assert.equal((await first.open("02-b.ipynb", again)).isNew, false);
    await first.run("early", "const kept = 7; console.log('before the cut')");
    first.send({
      type: "execute",
      cell: "long",
      code: "for (let i = 0; i < 10; i++) { console.log('step ' + i); await new Promise((resolve) => setTimeout(resolve, 50)); }",
    });
    await first.hears("output", ({ cell }) => cell === "long");
    const { seen } = first;
    await first.cut();
    const second = await live.connect();
    await second.open("02-b.ipynb", { session, seen });
    await second.hears("finished", ({ cell }) => cell === "long");
    assert.equal(
      second.heard.some((message) => "cell" in message && message.cell === "early"),
      false,
      "what was seen is not sent again",
    );
    assert.ok(numbersOf(second.heard).every((number) => number > seen));
    assert.equal(second.text("long"), Array.from({ length: 10 }, (_, i) => `step ${i}\n`).join(""));
    await second.run("use", "console.log(kept)");
    assert.equal(second.text("use"), "7\n");
    await second.cut();
    const loaded = await live.connect();
    await loaded.open("02-b.ipynb", { session });
    await loaded.hears("finished", ({ cell }) => cell === "use");
    assert.equal(
      loaded.text("early") + loaded.text("use"),
      "before the cut\n7\n",
      "a page that was loaded again hears all",
    );
    await loaded.cut();
  },
);

test("a session that is unknown, or another notebook's, begins anew", async () => {
  const { session } = await page.hears("opened");
  for (const asked of [session, "none"]) {
    const stranger = await live.connect();
    const opened = await stranger.open("01-a.ipynb", { session: asked, seen: 99 });
    assert.deepEqual(
      [opened.isNew, opened.kernel, opened.session === session],
      [true, "none", false],
    );
    await stranger.cut();
  }
});

test(
  "a restart ends the cell that runs, forgets those that wait, and takes all variables away",
  { timeout: 60_000 },
  async () => {
    await page.run("set", "const here = 1; console.log(process.pid)");
    const pid = Number(page.text("set"));
    page.send({ type: "execute", cell: "endless", code: "while (true) {}" });
    page.send({ type: "execute", cell: "waits", code: "1" });
    await page.hears("started", ({ cell }) => cell === "endless");
    const from = page.heard.length;
    page.send({ type: "restart" });
    page.send({
      type: "execute",
      cell: "fresh",
      code: "console.log(typeof (globalThis as any).here, process.pid)",
    });
    const ends = await Promise.all(
      ["endless", "waits", "fresh"].map((cell) =>
        page.hears("finished", (event) => event.cell === cell, from),
      ),
    );
    assert.deepEqual(
      ends.map(({ status }) => status),
      ["died", "aborted", "ok"],
    );
    assert.match(page.text("fresh"), /^undefined \d+\n$/);
    assert.ok(!page.text("fresh").includes(String(pid)));
    assert.equal(isRunning(pid), false);
    assert.equal((await page.run("gone", "here")).status, "error");
  },
);

test(
  "a kernel that is killed in a cell or between cells is said to be dead with the reason, and the next cell starts another",
  { timeout: 60_000 },
  async () => {
    const from = page.heard.length;
    page.send({
      type: "execute",
      cell: "dies",
      code: "console.log('last words'); await new Promise((resolve) => setTimeout(resolve, 200)); process.kill(process.pid, 'SIGKILL'); while (true) {}",
    });
    page.send({ type: "execute", cell: "behind-it", code: "1" });
    const [dead, dies, behind] = await Promise.all([
      page.hears("kernel", ({ state }) => state === "dead", from),
      page.hears("finished", ({ cell }) => cell === "dies", from),
      page.hears("finished", ({ cell }) => cell === "behind-it", from),
    ]);
    assert.deepEqual([dies.status, behind.status], ["died", "aborted"]);
    assert.match(
      String(dead.message),
      /ended by itself \(signal SIGKILL\).*next cell that you run starts a new one/,
    );
    assert.equal(page.text("dies"), "last words\n");
    await page.run("again", "console.log(process.pid)");
    const since = page.heard.length;
    process.kill(Number(page.text("again")), "SIGKILL");
    await page.hears("kernel", ({ state }) => state === "dead", since);
  },
);

test(
  "200 cells in a row all run, in order, and 1,000 that run into an error are all answered",
  { timeout: 120_000 },
  async () => {
    await page.run("count", "let count = 0;");
    const from = page.heard.length;
    for (let i = 0; i < 200; i++)
      page.send({
        type: "execute",
        cell: `row-${i % 20}`,
        code: `if (count++ !== ${i}) throw new Error(String(count)); console.log(count)`,
      });
    await page.hears(
      "output",
      ({ output }) => output.output_type === "stream" && output.text === "200\n",
      from,
    );
    page.send({
      type: "execute",
      cell: "stop",
      code: "await new Promise((resolve) => setTimeout(resolve, 100)); throw new Error('stop')",
    });
    for (let i = 0; i < 1_000; i++) page.send({ type: "execute", cell: `late-${i}`, code: "1" });
    await page.hears("finished", ({ cell }) => cell === "late-999");
    const ends = page.heard.slice(from).filter((message) => message.type === "finished");
    assert.equal(ends.filter(({ status }) => status === "ok").length, 200);
    assert.equal(ends.filter(({ status }) => status === "aborted").length, 1_000);
    assert.ok(
      numbersOf(page.heard).every((number, i, all) => i === 0 || number > all[i - 1]),
      "numbers rise",
    );
  },
);

test("a server that ends takes the kernels with it", { timeout: 60_000 }, async () => {
  page.send({
    type: "execute",
    cell: "endless",
    code: "console.log(process.pid); while (true) {}",
  });
  await page.hears(
    "output",
    ({ cell, output }) => cell === "endless" && output.output_type === "stream",
  );
  const pid = Number(page.text("endless"));
  assert.ok(isRunning(pid));
  await live.close();
  assert.equal(isRunning(pid), false);
  assert.ok([1001, 1006].includes(await page.closed));
});
