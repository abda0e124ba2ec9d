import assert from "node:assert/strict";
import { SourceMap } from "node:module";
import { test } from "node:test";
import fc from "fast-check";
import ts from "typescript";
import { lineStarts, placeOf, readMappings } from "../../../src/workbook/cells/running/sourceMap";
import { applyEdits, type TextEdit } from "../../../src/workbook/cells/running/textEdits";

const edited = fc
  .tuple(
    fc.string({ maxLength: 40 }),
    fc.array(fc.tuple(fc.nat(6), fc.nat(3), fc.string({ maxLength: 4 }))),
  )
  .map(([text, steps]) => {
    const edits: TextEdit[] = [];
    let at = 0;
    for (const [skip, length, added] of steps) {
      at += skip;
      if (at + length > text.length) break;
      edits.push({ at, length, text: added, rank: length });
      at += length;
    }
    return { text, edits };
  });

test("applyEdits puts every text in its place", () => {
  fc.assert(
    fc.property(edited, ({ text, edits }) => {
      let expected = text;
      for (const { at, length, text: added } of [...edits].reverse())
        expected = expected.slice(0, at) + added + expected.slice(at + length);
      // Equal places and ranks keep their order.
      assert.equal(applyEdits(text, edits).text, expected);
    }),
  );
});

test("before leads each character that was kept back to itself, in order", () => {
  fc.assert(
    fc.property(edited, ({ text, edits }) => {
      const result = applyEdits(text, edits);
      const back =
        [...result.text].length >= 0 ? Array.from({ length: result.text.length }, (_, i) => i) : [];
      const pairs = back
        .map((at) => [at, result.before(at)] as const)
        .filter(([, from]) => from !== undefined);
      for (const [at, from] of pairs) assert.equal(result.text[at], text[from!]);
      const places = pairs.map(([, from]) => from!);
      assert.deepEqual(
        places,
        [...new Set(places)].sort((a, b) => a - b),
      );
      const removed = edits.reduce((sum, { length }) => sum + length, 0);
      assert.equal(places.length, text.length - removed);
    }),
  );
});

test("applyEdits refuses edits that overlap", () => {
  const edits = [
    { at: 0, length: 3, text: "", rank: 0 },
    { at: 2, length: 1, text: "x", rank: 0 },
  ];
  assert.throws(() => applyEdits("abcd", edits), /edits overlap at 2: x/);
});

test("readMappings agrees with Node's source maps at every entry", () => {
  const source = `interface A { a: number }\n\nclass B<T> { constructor(private readonly t: T) {} m(): T { return this.t!; } }
const f = async (x: A): Promise<number> => { for (const y of [x.a as number]) await y; return x.a; };\nenum E { P, Q }`;
  const { sourceMapText } = ts.transpileModule(source, {
    compilerOptions: { sourceMap: true, target: ts.ScriptTarget.ES2017 },
  });
  const json = JSON.parse(sourceMapText!) as { mappings: string };
  const map = new SourceMap(json as never);
  let count = 0;
  readMappings(json.mappings).forEach((entries, line) => {
    for (const { column, original } of entries) {
      const entry = map.findEntry(line, column) as { originalLine: number; originalColumn: number };
      assert.deepEqual(original, { line: entry.originalLine, column: entry.originalColumn });
      count++;
    }
  });
  assert.ok(count > 50);
});

test("placeOf finds the line and column of an offset", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "\n") }), fc.nat(), (text, number) => {
      const offset = number % (text.length + 1);
      const before = text.slice(0, offset);
      const line = before.split("\n").length - 1;
      assert.deepEqual(placeOf(lineStarts(text), offset), {
        line,
        column: offset - before.lastIndexOf("\n") - 1,
      });
    }),
  );
});
