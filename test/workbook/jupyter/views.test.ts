import assert from "node:assert/strict";
import { test } from "node:test";
import { formatResult } from "../../../src/workbook/jupyter/kernel/formatResult";

/** The table's rows as texts, its head first. */
async function tableOf(value: unknown): Promise<string[][]> {
  const { "text/html": markup, "text/plain": text } = await formatResult(value);
  assert.equal(typeof text, "string");
  return [...(markup as string).matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell),
  );
}

const count = (length: number): number[] => Array.from({ length }, (_, at) => at);

test("a Map or Set of several lines is a table, with the text that Node prints beside it", async () => {
  const map = new Map(count(40).map((at) => [`word ${at}`, at / 4]));
  const rows = await tableOf(map);
  assert.deepEqual(rows.slice(0, 3), [
    ["key", "value"],
    ["word 0", "0"],
    ["word 1", "0.25000"],
  ]);
  assert.deepEqual(rows.at(-1), ["… and 20 more rows"]);
  assert.match(
    (await formatResult(map))["text/plain"] as string,
    /^Map\(40\) \{\n {2}'word 0' => 0,/,
  );
  const set = await tableOf(new Set(count(30).map((at) => `word ${at}`)));
  assert.deepEqual(set.slice(0, 2), [
    ["", "value"],
    ["0", "word 0"],
  ]);
});

test("a list of many numbers is a grid whose rows are named by their first place", async () => {
  for (const list of [count(1000), Float64Array.from(count(1000)), count(1000).map(BigInt)]) {
    const rows = await tableOf(list);
    assert.deepEqual(rows[0], ["", ...count(10).map((at) => `+${at}`)]);
    assert.deepEqual(rows[2], ["10", ...count(10).map((at) => String(at + 10))]);
    assert.deepEqual(rows.at(-1), ["… and 80 more rows"]);
  }
  assert.match(
    (await formatResult(new Int8Array(500)))["text/html"] as string,
    /Int8Array of 500</,
  );
});

test("lists in a list are its rows, however long each is", async () => {
  const rows = await tableOf([
    [1, "a"],
    new Float32Array(30),
    [],
    [2, 3, 4],
    [[5], null],
    [6],
    [7],
  ]);
  assert.equal(rows[0].length, 13);
  assert.deepEqual(rows[1].slice(0, 3), ["0", "1", "a"]);
  assert.deepEqual(rows[5].slice(0, 3), ["4", "[ 5 ]", ""]);
  assert.deepEqual(rows.at(-1), ["… and 18 more columns"]);
});

test("instances of one class are a table of their fields; errors, promises and a mixture are text", async () => {
  class Point {
    constructor(
      readonly x: number,
      readonly y: number,
    ) {}
  }
  assert.deepEqual(await tableOf([new Point(1, 2), new Point(3, 4)]), [
    ["x", "y"],
    ["1", "2"],
    ["3", "4"],
  ]);
  const others = [[new Error("a")], [Promise.resolve(1)], [new Point(1, 2), { x: 1 }], [/a/]];
  for (const value of others)
    assert.deepEqual(Object.keys(await formatResult(value)), ["text/plain"]);
});

test("views of 100 million numbers, and of a Map of a million, take their beginning alone", async () => {
  const large = [new Float64Array(1e8), new Map(count(1e6).map((at) => [at, at]))];
  for (const value of large) {
    const bundle = await formatResult(value);
    assert.ok(JSON.stringify(bundle).length < 30_000);
  }
});

// Stand-ins that have what arquero 7, apache-arrow 21, danfojs 1 and nodejs-polars 0.25 have.
const rows = count(50).map((at) => ({ word: `word ${at}`, n: at }));
const frames: Record<string, unknown> = {
  arquero: {
    numRows: () => 50,
    columnNames: () => ["word", "n"],
    objects: ({ limit }: { limit: number }) => rows.slice(0, limit),
  },
  Arrow: {
    numRows: 50,
    schema: { fields: [{ name: "word" }, { name: "n" }] },
    getChildAt: (column: number) => ({ get: (row: number) => Object.values(rows[row])[column] }),
  },
  danfo: {
    shape: [50, 2],
    columns: ["word", "n"],
    dtypes: ["string", "int32"],
    index: count(50),
    values: rows.map((row) => Object.values(row)),
  },
  polars: {
    height: 50,
    columns: ["word", "n"],
    head: (limit: number) => ({ toRecords: () => rows.slice(0, limit) }),
    toRecords: () => assert.fail("all rows were asked for"),
    [Symbol.for("Jupyter.display")]: () => assert.fail("all rows were asked for"),
  },
};

for (const [library, frame] of Object.entries(frames)) {
  test(`a frame of ${library} is a table of its first rows in both forms`, async () => {
    const table = await tableOf(frame);
    const at = library === "danfo" ? 1 : 0;
    assert.deepEqual(
      [table[0], table[2], table.at(-1)].map((row) => row!.slice(at)),
      [["word", "n"], ["word 1", "1"], at ? [] : ["… and 30 more rows"]],
    );
    const text = (await formatResult(frame))["text/plain"] as string;
    assert.match(text, new RegExp(`^${library}: 50 × 2\n.*word +n\n`));
    assert.match(text, /\n… and 30 more rows$/);
  });
}

const svg = "http://www.w3.org/2000/svg";

test("an SVG element is a picture that stands by itself, and an HTML element its markup", async () => {
  const element = {
    ...{ nodeType: 1, localName: "svg", namespaceURI: svg },
    outerHTML: '<svg width="5" data-a=">"><circle r="2"></circle></svg>',
  };
  const shown = await formatResult(element);
  assert.deepEqual(shown, {
    "image/svg+xml": `<svg xmlns="${svg}" width="5" data-a=">"><circle r="2"></circle></svg>`,
    "text/plain": '<svg width="5" data-a=">">',
  });
  class XMLSerializer {
    serializeToString(given: unknown): string {
      return given === serialised ? "<svg/>" : "";
    }
  }
  const serialised = { ...element, ownerDocument: { defaultView: { XMLSerializer } } };
  assert.equal((await formatResult(serialised))["image/svg+xml"], "<svg/>");
  const paragraph = { nodeType: 1, localName: "p", outerHTML: "<p>a<b>b</b></p>" };
  assert.deepEqual(await formatResult(paragraph), {
    "text/html": "<p>a<b>b</b></p>",
    "text/plain": "<p>",
  });
  const circle = { nodeType: 1, localName: "circle", namespaceURI: svg, outerHTML: "<circle>" };
  assert.deepEqual(await formatResult(circle), { "text/plain": "<circle>" });
});

const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

test("a canvas is its picture, at once or when it is made", async () => {
  const canvas = { width: 3, height: 2, getContext: () => null };
  const ways: object[] = [
    { toBuffer: (type: string) => Buffer.from(type === "image/png" ? png : "", "base64") },
    { toBuffer: () => Promise.resolve(Buffer.from(png, "base64")) },
    { toDataURL: (type: string) => `data:${type};base64,${png}` },
  ];
  for (const way of ways)
    assert.deepEqual(await formatResult({ ...canvas, ...way }), {
      "image/png": png,
      "text/plain": "Canvas 3 × 2",
    });
});

test("a specification of Vega-Lite goes under its MIME type, of its version", async () => {
  const specification = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.20.1.json",
    mark: { type: "bar" },
    data: { values: [{ a: 1 }] },
  };
  assert.deepEqual(await formatResult(specification), {
    "application/vnd.vegalite.v5+json": specification,
    "text/plain": "Vega-Lite figure: bar",
  });
  const other = { $schema: "https://json-schema.org/draft/2020-12/schema" };
  assert.deepEqual(Object.keys(await formatResult(other)), ["text/plain"]);
});

test("what takes over 10 MB to draw is named, and not sent", async () => {
  const element = { nodeType: 1, localName: "p", outerHTML: `<p>${"x".repeat(11_000_000)}</p>` };
  assert.deepEqual(await formatResult(element), {
    "text/plain": "<p>\n(not shown: it takes 11 MB, and 10 are the most)",
  });
});

const refuse = (): never => {
  throw new Error("not now");
};
const refusing = new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse });

test("what only looks like something known is shown as any other value", async () => {
  const throws = {
    get columns(): never {
      throw new Error("not now");
    },
    get nodeType(): never {
      throw new Error("not now");
    },
  };
  assert.match((await formatResult(throws))["text/plain"] as string, /columns: \[Getter\]/);
  const known = new Proxy({}, { get: () => known });
  assert.deepEqual(Object.keys(await formatResult(known)), ["text/plain"]);
  assert.deepEqual(Object.keys(await formatResult(refusing)), ["text/plain"]);
  const called = new Proxy(() => called, { get: () => called, apply: () => called }) as object;
  await assert.rejects(formatResult(called), /returned \[Function .*; return an object/);
});

test("an object of very many fields is shown by its first ones, within the text's limit", async () => {
  const value = Object.fromEntries(count(100_000).map((at) => [`k${at}`, at]));
  const text = (await formatResult(value))["text/plain"] as string;
  assert.match(text, /^\{\n {2}k0: 0,\n/);
  assert.ok(text.length < 101_000);
  assert.doesNotMatch(text, /k10000:/);
});

test("forms that are nested too deeply are an error that says so", async () => {
  let deep: unknown = 1;
  for (let level = 0; level < 1000; level++) deep = [deep];
  const value = { [Symbol.for("Jupyter.display")]: () => ({ "application/json": deep }) };
  await assert.rejects(formatResult(value), /nested more than 500 levels deep/);
});
