import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync, inflateSync } from "node:zlib";
import { packNumbers, packText } from "../../../src/lowrank/explore/payload/packed";
import { explorerType as payloadType } from "../../../src/lowrank/explore/payload/payload";
import {
  compareBundles,
  explorerType,
  findStaticFault,
} from "../../../src/workbook/jupyter/compare/compareBundles";
import { encodePalettePng } from "../../../src/workbook/jupyter/png/encodePng";
import type { MimeBundle } from "../../../src/workbook/jupyter/notebook/notebook";
import type { PackedNumbers } from "../../../src/lowrank/explore/payload/payload";
import { samplePicture } from "./samplePicture";

const rules = { tolerance: 1e-6, numbersAreFree: false };
const bundle = (
  factor: PackedNumbers,
  texts = packText('["a bird"]'),
  energy = 0.5,
): MimeBundle => ({
  [explorerType]: {
    type: "lowrank-explorer",
    version: 1,
    ranks: [1, 2],
    energy: [energy, 1],
    factor: [factor],
    content: { texts },
  },
  "text/plain": "Figure: Explore the rank",
});
const values = [0.5, -0.25, 3.75, -100];

test("the type that jupyter compares is the one that explorers carry", () =>
  assert.equal(explorerType, payloadType));

test("the same numbers packed by another zlib are the same explorer", async () => {
  const packed = packNumbers(values, 0.25);
  const again = {
    ...packed,
    bytes: deflateSync(inflateSync(Buffer.from(packed.bytes, "base64")), {
      level: 1,
      strategy: 2,
    }).toString("base64"),
  };
  assert.notEqual(again.bytes, packed.bytes);
  assert.equal(await compareBundles(bundle(packed), bundle(again), rules), undefined);
});

test("a number one step apart is rounding, two steps apart a difference with its place", async () => {
  const moved = (by: number): PackedNumbers =>
    packNumbers(
      values.map((value, i) => (i === 2 ? value + by : value)),
      0.25,
    );
  assert.equal(await compareBundles(bundle(moved(0)), bundle(moved(-0.25)), rules), undefined);
  assert.deepEqual(await compareBundles(bundle(moved(0)), bundle(moved(0.5)), rules), {
    place: "explorer, factor[0], number 3",
    expected: "3.75",
    found: "4.25",
  });
  assert.equal(
    await compareBundles(bundle(moved(0)), bundle(moved(0.5)), { ...rules, numbersAreFree: true }),
    undefined,
  );
  assert.match(
    (await compareBundles(bundle(moved(0)), bundle(packNumbers([1], 0.25)), rules))!.found,
    /1 packed numbers/,
  );
});

test("three bytes a number are read as two are", async () => {
  const wide = [1e6, -1e6, 5];
  assert.equal(
    await compareBundles(
      bundle(packNumbers(wide, 1)),
      bundle(
        packNumbers(
          wide.map((value) => value + 1),
          1,
        ),
      ),
      rules,
    ),
    undefined,
  );
  assert.match(
    (await compareBundles(
      bundle(packNumbers(wide, 1)),
      bundle(packNumbers([1e6, -1e6, 8], 1)),
      rules,
    ))!.place,
    /number 3$/,
  );
});

test("a changed word in the texts, or a changed share, is a difference", async () => {
  const packed = packNumbers(values, 0.25);
  assert.match(
    (await compareBundles(bundle(packed), bundle(packed, packText('["a burd"]')), rules))!.place,
    /content\.texts/,
  );
  assert.match(
    (await compareBundles(bundle(packed), bundle(packed, undefined, 0.51), rules))!.place,
    /energy\[0\]/,
  );
});

test("an explorer without a picture, or with HTML beside it, is not seen where no scripts run", async () => {
  const given = bundle(packNumbers(values, 0.25));
  const png = (await encodePalettePng(samplePicture(320, 200))).toString("base64");
  assert.match((await findStaticFault(given))!.expected, /PNG/);
  assert.match(
    (await findStaticFault({ ...given, "image/png": png, "text/html": "<div></div>" }))!.expected,
    /no text\/html/,
  );
  assert.equal(await findStaticFault({ ...given, "image/png": png }), undefined);
});
