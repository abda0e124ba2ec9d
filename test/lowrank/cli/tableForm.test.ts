import assert from "node:assert/strict";
import { test } from "node:test";
import { findTableForm } from "../../../src/lowrank/cli/tableForm";

const delimiterOf = (start: string, wanted: string[] = [], file = "a.csv"): string =>
  findTableForm(file, start, wanted).delimiter;

test("findTableForm takes the delimiter under which the wanted columns stand", () => {
  assert.equal(delimiterOf("title, with; many; marks,topic\n", ["topic"]), ",");
  assert.equal(delimiterOf("a,b;topic;title\n", ["topic", "title"]), ";");
  assert.equal(delimiterOf('"ti;tle","topic"\n', ["topic", "ti;tle"]), ",");
  assert.equal(delimiterOf("title|topic\n", ["title"]), "|");
});

test("findTableForm otherwise takes the one that occurs most outside quotes", () => {
  assert.equal(delimiterOf("a;b;c,d\n1,2,3,4,5\n"), ";");
  assert.equal(delimiterOf('"a,b,c";d\n'), ";");
  assert.equal(delimiterOf("one column\n"), ",");
  assert.equal(delimiterOf('"a line\nend;";b,c,d\n'), ",");
});

test("findTableForm prefers equally many fields to many marks in the first line", () => {
  assert.equal(delimiterOf('ham\tgo, now, or, later\nspam\twin "it\nham\tok\n'), "\t");
  assert.equal(delimiterOf("a;b,c,d\r\n\r\n1;2\r\n3;4,5\r\n"), ";");
  assert.equal(delimiterOf("a,b,c;d\n1,2,3;4\n5,6,7;8;9\n"), ",");
});

test("findTableForm goes by the name for tabs, and quotes are then part of the text", () => {
  assert.deepEqual(findTableForm("a.TSV", "a,b,c\td\n", []), {
    delimiter: "\t",
    quotes: false,
    lineEnd: "\n",
  });
  assert.equal(findTableForm("a.tsv", "a\tb\n", [], { quotes: true }).quotes, true);
  assert.equal(findTableForm("a.csv", "a\tb\n", [], { delimiter: "#" }).delimiter, "#");
});

test("findTableForm sees every kind of line end", () => {
  assert.equal(findTableForm("a.csv", "a,b\r\n1,2\r\n", []).lineEnd, "\r\n");
  assert.equal(findTableForm("a.csv", "a,b\r1,2\r", []).lineEnd, "\r");
  assert.equal(findTableForm("a.csv", "a,b", []).lineEnd, "\n");
});
