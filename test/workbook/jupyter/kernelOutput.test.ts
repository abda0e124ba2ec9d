import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelHarness, parentId, resultData, type Executed } from "./kernelHarness";

let kernel: KernelHarness;
before(async () => (kernel = await KernelHarness.start()));
after(() => kernel.stop());

const types = ({ shown }: Executed): string[] => shown.map(({ header }) => header.msg_type);

test("console, process.stdout and process.stderr arrive in the order written, before the reply", async () => {
  const executed = await kernel.execute(
    "console.log('a', 1); process.stdout.write('b\\n'); console.error('c'); process.stderr.write(Buffer.from('d\\n')); console.log('e')",
  );
  const text = executed.shown.map(
    ({ content }) => `${String(content.name)}: ${String(content.text)}`,
  );
  assert.deepEqual(text, ["stdout: a 1\nb\n", "stderr: c\nd\n", "stdout: e\n"]);
});

test(
  "50 MB of output arrive whole and in order, and the kernel lives",
  { timeout: 120_000 },
  async () => {
    const executed = await kernel.execute(
      "for (let i = 0; i < 500_000; i++) process.stdout.write(String(i).padStart(99, '.') + '\\n')",
    );
    assert.equal(executed.reply.status, "ok");
    const lines = executed.stdout.split("\n");
    assert.equal(executed.stdout.length, 50_000_000);
    assert.ok(lines.slice(0, -1).every((line, i) => line.endsWith(`.${i}`)));
    assert.ok(types(executed).length < 5000, `${types(executed).length} messages`);
    assert.equal((await kernel.execute("1")).reply.status, "ok");
  },
);

test("a line printed before a long computation arrives before it ends", async () => {
  const running = await kernel.start(
    "console.log('first'); console.log('second'); const t0 = Date.now(); while (Date.now() - t0 < 1500) {}",
  );
  assert.ok(await kernel.hears(({ content }) => String(content.text).includes("second\n"), 1200));
  assert.ok(
    !kernel.heard.some(
      (message) => parentId(message) === running.id && message.content.execution_state === "idle",
    ),
  );
  await kernel.finish(running);
});

test("a character cut in two by writes arrives whole", async () => {
  const { stdout } = await kernel.execute(
    "const euro = Buffer.from('€\\n'); process.stdout.write(euro.subarray(0, 1)); process.stdout.write(euro.subarray(1));",
  );
  assert.equal(stdout, "€\n");
});

test("what a cell prints after its end belongs to it, not to the cell that runs", async () => {
  const early = await kernel.start("setTimeout(() => console.log('from the first'), 100); 1");
  await kernel.finish(early);
  const later = await kernel.execute(
    "console.log('from the second'); await new Promise((r) => setTimeout(r, 300));",
  );
  assert.equal(later.stdout, "from the second\n");
  assert.equal(kernel.shownBy(early.id).stdout, "from the first\n");
});

test("execute_input and execute_result carry the execution count, which the next cell raises", async () => {
  const first = await kernel.start("'x'");
  const { reply, shown } = await kernel.finish(first);
  const input = kernel.heard.find(
    (message) => parentId(message) === first.id && message.header.msg_type === "execute_input",
  )!;
  assert.deepEqual(input.content, { code: "'x'", execution_count: reply.execution_count });
  assert.equal(shown[0].content.execution_count, reply.execution_count);
  assert.equal(
    (await kernel.execute("1")).reply.execution_count,
    Number(reply.execution_count) + 1,
  );
});

test("a silent cell shows nothing and counts nothing; store_history: false shows but does not count", async () => {
  const { reply } = await kernel.execute("1");
  const silent = await kernel.execute("console.log('x'); 5", { silent: true });
  assert.deepEqual(
    [silent.shown, silent.reply.status, silent.reply.execution_count],
    [[], "ok", reply.execution_count],
  );
  const failing = await kernel.execute("throw new Error('quiet')", { silent: true });
  assert.deepEqual([failing.shown, failing.reply.ename], [[], "Error"]);
  const unstored = await kernel.execute("'shown'", { store_history: false });
  assert.deepEqual(
    [resultData(unstored), unstored.reply.execution_count],
    [{ "text/plain": "'shown'" }, reply.execution_count],
  );
  const { content } = await kernel.request("history_request", {
    hist_access_type: "tail",
    n: 1,
    output: true,
    raw: true,
  });
  assert.deepEqual(content.history, [[1, reply.execution_count, ["1", "1"]]]);
});

test("a promise shows its state and nothing of the kernel", async () => {
  const shown = async (code: string): Promise<unknown> =>
    resultData(await kernel.execute(code))?.["text/plain"];
  assert.equal(await shown("Promise.resolve(1)"), "Promise { 1 }");
  assert.equal(await shown("[new Promise(() => {})]"), "[ Promise { <pending> } ]");
  const printed = await kernel.execute("console.log(Promise.resolve({ a: [2] }))");
  assert.equal(printed.stdout, "Promise { { a: [ 2 ] } }\n");
});

test("let and const are declared anew by later cells, with another type", async () => {
  assert.equal(
    (await kernel.execute("const again: number = 1; let other = [1]; class Shape { a = 1 }")).reply
      .status,
    "ok",
  );
  assert.equal(
    (
      await kernel.execute(
        "const again = 'text'; let other = new Map<string, number>(); class Shape { b = 2 }",
      )
    ).reply.status,
    "ok",
  );
  assert.deepEqual(
    resultData(await kernel.execute("again.toUpperCase() + other.size + new Shape().b")),
    { "text/plain": "'TEXT02'" },
  );
});

test("tslab's display and its updates arrive as display_data and update_display_data", async () => {
  const executed = await kernel.execute(
    "import { display, newDisplay } from 'tslab'; display.html('<i>1</i>'); const d = newDisplay(); d.text('a'); d.text('b');",
  );
  assert.deepEqual(types(executed), ["display_data", "display_data", "update_display_data"]);
  const [html, first, second] = executed.shown.map(
    ({ content }) => content as { data: unknown; transient: { display_id?: string } },
  );
  assert.deepEqual(html.data, { "text/html": "<i>1</i>" });
  assert.ok(first.transient.display_id);
  assert.equal(first.transient.display_id, second.transient.display_id);
  assert.deepEqual(second.data, { "text/plain": "b" });
});

test("a whole bundle handed to tslab's hook, as a figure is, arrives as one display_data", async () => {
  const executed = await kernel.execute(
    "(require('tslab/dist/jupyter') as any).lastWriteDisplayData({ data: { 'text/plain': 'fig', 'application/vnd.plotly.v1+json': { data: [] } }, metadata: { m: 1 }, transient: {} }, false); 1",
  );
  assert.equal(executed.reply.status, "ok");
  assert.deepEqual(executed.shown[0].content, {
    data: { "text/plain": "fig", "application/vnd.plotly.v1+json": { data: [] } },
    metadata: { m: 1 },
    transient: {},
  });
});

test("what a cell displays and prints keeps its order", async () => {
  const executed = await kernel.execute(
    "import { display as show2 } from 'tslab'; for (let i = 0; i < 100; i++) { console.log(i); if (i % 50 === 0) show2.text('t' + i) }",
  );
  const inOrder = executed.shown.map(
    ({ content }) =>
      (content.text as string | undefined) ??
      `${(content.data as Record<string, string>)["text/plain"]}\n`,
  );
  const expected = Array.from({ length: 100 }, (_, i) =>
    i % 50 === 0 ? `${i}\nt${i}\n` : `${i}\n`,
  );
  assert.equal(inOrder.join(""), expected.join(""));
});

test("console.clear clears the cell's output", async () => {
  assert.deepEqual(types(await kernel.execute("console.log(1); console.clear(); console.log(2)")), [
    "stream",
    "clear_output",
    "stream",
  ]);
});

test("Jupyter.display may be async; a bundle that cannot be sent is the cell's error", async () => {
  const show = (body: string): string => `({ [Symbol.for("Jupyter.display")]: ${body} })`;
  const rich = await kernel.execute(
    show("async () => ({ 'text/html': '<b>x</b>', 'application/json': { a: [1] } })"),
  );
  assert.deepEqual(resultData(rich), { "text/html": "<b>x</b>", "application/json": { a: [1] } });
  for (const body of [
    "() => 'text'",
    "() => ({ 'application/json': 10n })",
    "() => { throw new Error('own') }",
    "async () => { throw new Error('own') }",
  ]) {
    assert.equal((await kernel.execute(show(body))).reply.status, "error", body);
  }
});

test("Lowrank imports, type-checks and shows its matrices as tables, from the folder of the notebooks", async () => {
  const executed = await kernel.execute(
    'import { DenseMatrix } from "lowrank";\nnew DenseMatrix(1, 2, Float64Array.of(1 / 3, 2))',
  );
  const data = resultData(executed) as Record<string, string>;
  assert.match(data["text/html"], /<td[^>]*>0\.333333<\/td><td[^>]*>2<\/td>/);
  assert.match(data["text/plain"], /DenseMatrix/);
});
