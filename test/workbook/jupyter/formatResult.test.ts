import assert from "node:assert/strict";
import { test } from "node:test";
import { Matrix } from "ml-matrix";
import { formatResult } from "../../../src/workbook/jupyter/kernel/formatResult";

const html = async (value: unknown): Promise<string> =>
  (await formatResult(value))["text/html"] as string;

test("formatResult(records) is a table of all their keys, with a plain twin", async () => {
  const bundle = await formatResult([
    { word: "a", n: 1 },
    { word: "b", share: 0.123456789 },
  ]);
  const [left, right] = [' style="text-align:left"', ' style="text-align:right"'];
  assert.equal(
    bundle["text/html"],
    `<table>\n<thead><tr><th${left}>word</th><th${right}>n</th><th${right}>share</th></tr></thead>\n<tbody>\n` +
      `<tr><td${left}>a</td><td${right}>1</td><td${right}></td></tr>\n` +
      `<tr><td${left}>b</td><td${right}></td><td${right}>0.123457</td></tr>\n</tbody>\n</table>`,
  );
  assert.match(bundle["text/plain"] as string, /word: 'a'/);
});

test("formatResult(records) lets no markup of the data through", async () => {
  const text = await html([{ "<script>": `<img src=x onerror="alert('1')">&amp;` }]);
  assert.ok(!/<script|<img/.test(text));
  assert.match(text, /&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp;amp;/);
});

test("formatResult(matrix) shows 20 rows and 12 columns, and says how many more there are", async () => {
  const text = await html(Matrix.ones(1000, 50));
  assert.equal(text.match(/<tr>/g)!.length, 22);
  assert.equal(text.match(/<th /g)!.length, 13);
  assert.match(text, /… and 980 more rows, 38 more columns/);
});

test("formatResult(matrix view) shows a table; numbers keep six digits, and NaN and infinity their names", async () => {
  const matrix = new Matrix([
    [Math.PI * 1e6, 1e-9 / 3],
    [NaN, -Infinity],
  ]);
  const text = await html(matrix.subMatrix(0, 1, 0, 1));
  assert.match(text, />0<\/td><td [^>]*>3141593<\/td><td [^>]*>3\.33333e-10<\/td>/);
  assert.match(text, />1<\/td><td [^>]*>NaN<\/td><td [^>]*>-Infinity<\/td>/);
});

test("formatResult takes arrays that are no records, and what only looks like a matrix, as text", async () => {
  const values = [
    [],
    [1, 2],
    [[1]],
    [{}],
    [{ a: 1 }, null],
    [new Date(0)],
    [new Map()],
    { rows: 1, columns: 1 },
    null,
    Float64Array.of(1),
  ];
  for (const value of values)
    assert.deepEqual(Object.keys(await formatResult(value)), ["text/plain"]);
});

test("formatResult cuts long texts, arrays and table cells", async () => {
  assert.ok(((await formatResult("x".repeat(1e6)))["text/plain"] as string).length < 11_000);
  assert.match(
    (await formatResult(new Float64Array(1e6)))["text/plain"] as string,
    /999900 more items/,
  );
  const long = (await formatResult(Array.from({ length: 100 }, () => "y".repeat(9000))))[
    "text/plain"
  ] as string;
  assert.match(long, /… \d+ more characters$/);
  assert.ok((await html([{ text: "z".repeat(5000) }])).length < 500);
  const circular: Record<string, unknown> = {};
  circular.self = circular;
  assert.match(await html([{ circular }]), /Circular/);
});

test("formatResult(object with Jupyter.display) is its bundle, called as a method", async () => {
  const value = {
    name: "me",
    [Symbol.for("Jupyter.display")]() {
      return { "text/plain": this.name };
    },
  };
  assert.deepEqual(await formatResult(value), { "text/plain": "me" });
  const wrong = { [Symbol.for("Jupyter.display")]: () => 7 };
  await assert.rejects(formatResult(wrong), /returned 7; return an object of MIME types/);
});
