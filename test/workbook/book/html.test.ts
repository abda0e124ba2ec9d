import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { html, scriptJson, trustHtml } from "../../../src/workbook/book/pages/html";

test("html escapes values in content and in quoted attributes", () => {
  const nasty = `"><img src=x onerror='alert(1)'>&`;
  assert.equal(html`<p title="${nasty}">${nasty}</p>`.text.match(/</g)?.length, 2);
  assert.equal(
    html`<b>${nasty}</b>`.text,
    "<b>&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;</b>",
  );
});

test("html joins lists, keeps markup, and leaves nothing for undefined, null and false", () => {
  assert.equal(
    html`${[html`<i>${1}</i>`, trustHtml("<hr>")]}${undefined}${null}${false}${0}`.text,
    "<i>1</i><hr>0",
  );
});

test("scriptJson cannot end its element and reads back as the same value, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom("</script><script>alert(1)</script>", "<!--", "]]>", "\u2028"),
      (value, nasty) => {
        const text = scriptJson({ value, nasty }).text;
        assert.ok(!text.includes("<"));
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify({ value, nasty })));
      },
    ),
  );
});
