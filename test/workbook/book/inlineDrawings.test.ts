import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { putDrawings, takeDrawings } from "../../../src/workbook/book/pages/inlineDrawings";

const show = (drawing: string): string => `[${drawing}]`;

test("takeDrawings takes the outermost drawings, and putDrawings puts each where it stood", () => {
  const markup = "<p>a<svg w=1><g/><svg></svg></svg>b</p><svg/x></svg ><i>c</i>";
  const { markup: rest, drawings } = takeDrawings(markup);
  assert.deepEqual(drawings, ["<svg w=1><g/><svg></svg></svg>", "<svg/x></svg >"]);
  assert.equal(
    putDrawings(rest, drawings, show),
    "<p>a[<svg w=1><g/><svg></svg></svg>]b</p>[<svg/x></svg >]<i>c</i>",
  );
});

test("a drawing that does not end, and a tag with a longer name, stay markup", () => {
  for (const markup of ["<svg><g>", "<svgx></svgx>", "a</svg>", "<svg></svg"])
    assert.deepEqual(takeDrawings(markup), { markup, drawings: [] });
});

test("inside a tag nothing is put, and a mark that markup writes itself brings no drawing twice", () => {
  const { markup, drawings } = takeDrawings('<a title="<svg></svg>">x</a><svg>1</svg>');
  assert.equal(putDrawings(markup, drawings, show), '<a title="">x</a>[<svg>1</svg>]');
  assert.equal(putDrawings("\uE0000\uE001\uE0000\uE001\uE0009\uE001", ["d"], show), "[d]");
});

test("all markup comes back as it was, but for characters of private use", () => {
  const piece = fc.constantFrom("<svg>", "</svg>", "<svg a='1'>", "<p>", "x", "\uE000", "0", ">");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const whole = pieces.join("").replace(/[\uE000\uE001]/g, "");
      const { markup, drawings } = takeDrawings(pieces.join(""));
      const back = markup.replace(/\uE000(\d+)\uE001/g, (_, at) => drawings[Number(at)]);
      assert.equal(back, whole);
    }),
  );
});
