import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  createFrameReader,
  encodeFrame,
  readNumbers,
  type Frame,
} from "../../../src/lowrank/cluster/frames";

const frames = fc.array(
  fc.record({ kind: fc.string(), text: fc.string(), body: fc.float64Array({ maxLength: 20 }) }),
  { maxLength: 5 },
);

test("createFrameReader gives the frames that encodeFrame made, however their bytes are cut", () => {
  fc.assert(
    fc.property(
      frames,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      (sent, cuts) => {
        const bytes = Buffer.concat(
          sent.flatMap(({ kind, text, body }) => encodeFrame({ kind, text }, body)),
        );
        const received: Frame[] = [];
        const read = createFrameReader((frame) => received.push(frame));
        for (let at = 0, cut = 0; at < bytes.length; at += cuts[cut++ % cuts.length])
          read(bytes.subarray(at, at + cuts[cut % cuts.length]));
        assert.deepEqual(
          received.map((frame) => ({ ...frame.head, body: readNumbers(frame) })),
          sent.map(({ kind, text, body }) => ({ kind, text, body: Float64Array.from(body) })),
        );
      },
    ),
  );
});

test("createFrameReader shows what else stands in the pipe", () => {
  const read = createFrameReader(() => undefined);
  assert.throws(
    () => read(Buffer.from("Warning: something or other\n")),
    /begins with "Warning: somethi"; something else writes to this pipe/,
  );
});
