import assert from "node:assert/strict";
import { test } from "node:test";
import { sanitizeOutput } from "../../../src/workbook/book/pages/sanitizeOutput";

const attacks = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "<svg><script>alert(1)</script></svg>",
  "<table><tr><td onclick=alert(1) style='background:url(http://x/y)'>a</td></tr></table>",
  "<a href='javascript:alert(1)'>a</a>",
  "<a href=' jAvAsCrIpT:alert(1)'>a</a>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<style>body{display:none}</style>",
  "<form action='//x'><input name=a></form>",
  "<link rel=stylesheet href=//x>",
  "<base href='//x/'>",
  "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
  "<div style='position:fixed;inset:0'>over everything</div>",
  "<meta http-equiv=refresh content='0;url=//x'>",
];

for (const attack of attacks) {
  test(`sanitizeOutput makes ${attack.slice(0, 48)} harmless`, () => {
    assert.doesNotMatch(
      sanitizeOutput(attack).text,
      /<(script|style|iframe|svg|form|input|link|base|meta|math)|<[^>]*\son\w+=|<[^>]*(javascript:|url\(|position|svg\+xml)|<img/i,
    );
  });
}

test("sanitizeOutput keeps tables with spans, alignment and basic formatting", () => {
  const table =
    '<table><thead><tr><th colspan="2" scope="col">term</th></tr></thead><tbody><tr><td style="text-align:right"><b>0.41</b></td></tr></tbody></table>';
  assert.equal(sanitizeOutput(table).text, table);
});

test("sanitizeOutput turns headings into bold text, so that the page's outline stays its own", () => {
  assert.equal(sanitizeOutput("<h1>Result</h1>").text, "<strong>Result</strong>");
});
