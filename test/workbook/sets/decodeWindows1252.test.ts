import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeWindows1252 } from "../../../src/workbook/sets/decodeWindows1252";

test("decodeWindows1252 gives the characters that Python's cp1252 gives, and Latin-1's elsewhere", () => {
  // ''.join(bytes([b]).decode('cp1252', 'replace') for b in range(0x80, 0xa0)), where U+FFFD marks
  // the five that it leaves undefined.
  const python =
    "\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178";
  for (let byte = 0; byte < 256; byte++) {
    const expected = byte >= 0x80 && byte < 0xa0 ? python[byte - 0x80] : "\ufffd";
    const found = decodeWindows1252(Buffer.of(0x61, byte));
    assert.equal(found, `a${expected === "\ufffd" ? String.fromCharCode(byte) : expected}`);
  }
});
