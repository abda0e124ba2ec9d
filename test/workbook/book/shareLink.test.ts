import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hashText } from "../../../src/workbook/book/browser/live/keepEdits";
import {
  decodeCells,
  encodeCells,
  longestLink,
} from "../../../src/workbook/book/browser/live/shareLink";

test("a link carries changed cells of any text, and gives back what was put in", async () => {
  const cell = fc.record({
    id: fc.string(),
    original: fc.string(),
    text: fc.string({ unit: "binary" }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { maxLength: 5 }), async (cells) => {
      const fragment = await encodeCells(cells);
      assert.match(fragment, /^#cells=[\w-]*$/);
      assert.deepEqual(
        await decodeCells(fragment),
        cells.map(({ id, original, text }) => ({ id, original: hashText(original), text })),
      );
    }),
    { numRuns: 50 },
  );
});

test("what is longer than a link may be is refused, with the limit", async () => {
  const text = Array.from({ length: 30_000 }, (_, i) => hashText(String(i))).join("");
  await assert.rejects(encodeCells([{ id: "a", original: "", text }]), (error: Error) =>
    error.message.endsWith(`of at most ${longestLink}`),
  );
});

test("other fragments carry no cells; damaged ones and ones that inflate without end are refused", async () => {
  for (const other of ["", "#Compute", "#k=5&text=bird"])
    assert.equal(await decodeCells(other), undefined);
  const good = await encodeCells([{ id: "a", original: "1", text: "const a = 2;" }]);
  for (const bad of [good.slice(0, -6), "#cells=%%%", "#cells=", `#cells=${good.slice(12)}`])
    await assert.rejects(decodeCells(bad));
  const zeros = await new Response(
    new Blob([new Uint8Array(2 ** 22)]).stream().pipeThrough(new CompressionStream("deflate-raw")),
  ).arrayBuffer();
  const bomb = Buffer.from(zeros).toString("base64url");
  await assert.rejects(decodeCells(`#cells=${bomb}`), /more than 1048576 bytes/);
  const text = new Blob(['[["a", 1, {}]]'])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const wrong = Buffer.from(await new Response(text).arrayBuffer()).toString("base64url");
  await assert.rejects(decodeCells(`#cells=${wrong}`), /holds no cells/);
});
