import assert from "node:assert/strict";
import { test } from "node:test";
import { CellSession } from "../../../src/workbook/cells/cellSession";
import { complete } from "../../../src/workbook/jupyter/kernel/introspection";
import { languageSettings } from "../../../src/workbook/jupyter/kernel/languageSettings";
import { nodeHost } from "../../../src/workbook/jupyter/kernel/nodeHost";
import { repository } from "../../paths";

const session = new CellSession(nodeHost(repository), languageSettings());

interface Typed {
  text: string;
  type: string;
  start: number;
  end: number;
}

function kindsAt(code: string): Map<string, Typed> {
  const { metadata } = complete(session, { code, cursor_pos: [...code].length });
  const typed = (metadata as { _jupyter_types_experimental: Typed[] })._jupyter_types_experimental;
  return new Map(typed.map((one) => [one.text, one]));
}

test("complete(session, code) tells what each name is, and the place that it replaces", () => {
  const declared = "const 𝐀 = 1; class Point {} function place() {} let plain = 2; ";
  const names = kindsAt(`${declared}p`);
  const at = [...declared].length;
  assert.deepEqual(names.get("place"), { text: "place", type: "function", start: at, end: at + 1 });
  assert.equal(names.get("plain")?.type, "variable");
  assert.equal(kindsAt(`${declared}P`).get("Point")?.type, "class");
  assert.equal(kindsAt("Math.a").get("abs")?.type, "method");
  assert.equal(kindsAt("Math.P").get("PI")?.type, "property");
});

test("complete(session, code) offers modules inside a path", () => {
  assert.ok(kindsAt('import { readFileSync } from "node:f').has("node:fs"));
});
