import assert from "node:assert/strict";
import { test } from "node:test";
import { pageWords } from "../../../src/workbook/book/pages/pageWords";
import { sessionWords } from "../../../src/workbook/book/live/sessionWords";

test("a server speaks the page's language, English to one that it does not know", () => {
  const [english, chinese] = [sessionWords("en"), sessionWords("zh-CN")];
  assert.equal(sessionWords("fr"), english);
  assert.deepEqual(Object.keys(chinese), Object.keys(english));
  for (const [name, words] of Object.entries(chinese) as [
    string,
    string | ((...values: unknown[]) => string),
  ][]) {
    assert.doesNotMatch(typeof words === "string" ? words : words(7, 8), /[a-z]{2,}/i, name);
  }
  assert.equal(
    english.kernelsFull(12),
    "As many kernels run as this server allows (12); close the page of another notebook, then run this cell again.",
  );
  assert.match(pageWords("zh-CN").goLiveLocked, /npm start/);
});
