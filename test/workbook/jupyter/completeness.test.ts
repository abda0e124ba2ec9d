import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeCompleteness } from "../../../src/workbook/jupyter/kernel/completeness";

const status = (code: string): string => judgeCompleteness(code).status;

test("judgeCompleteness calls runnable code complete", () => {
  for (const code of [
    "",
    "  \n",
    "// note",
    "1 +\n2",
    "await f()",
    "const f = <T>(x: T) => x",
    "`a${1}`",
    "Math.abs?",
    "import a from 'b'",
  ]) {
    assert.equal(status(code), "complete", code);
  }
});

test("judgeCompleteness calls code that stops too early incomplete", () => {
  for (const code of [
    "{",
    "f(1,",
    "const a =",
    "x => {\n  y(",
    "`open ${1}",
    "/* open",
    "class A {",
    "if (a)",
    "f( // note",
    "a ?",
    "import {",
    "[1,\n// note\n",
  ]) {
    assert.equal(status(code), "incomplete", code);
  }
});

test("judgeCompleteness calls code invalid that no further line can mend", () => {
  for (const code of ["1 1", ")", "const const", "'open\nx", "let 1a", "f(]", "a b c {"])
    assert.equal(status(code), "invalid", code);
});

test("judgeCompleteness indents two deeper after an opening bracket or arrow", () => {
  const indent = (code: string): unknown => (judgeCompleteness(code) as { indent?: string }).indent;
  assert.equal(indent("if (a) {"), "  ");
  assert.equal(indent("if (a) {\n  f(\n"), "    ");
  assert.equal(indent("if (a) {\n  b;"), "  ");
  assert.equal(indent("const f = () =>"), "  ");
});
