import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { listPublicFunctions } from "../docstrings/publicFunctions";
import { repository } from "../paths";

const folder = path.join(repository, "src", "workbook", "dist", "book", "reference");
const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".html"))
  .map((name) => ({ name, html: readFileSync(path.join(folder, name), "utf8") }));

test("the reference has a page for every public function, with its example", () => {
  for (const [door, module] of [
    ["index.ts", "lowrank"],
    ["teaching.ts", "lowrank_teaching"],
    ["adapters.ts", "lowrank_adapters"],
  ]) {
    for (const { name } of listPublicFunctions(door)) {
      // What two doors name is described once, under the first.
      const ends = [module, "lowrank"].flatMap((owner) =>
        ["functions", "classes"].map((kind) => path.join(kind, `${owner}.${name}.html`)),
      );
      const page = pages.find((one) => ends.includes(one.name));
      assert.ok(page, `${module}: ${name}`);
      assert.match(page.html, /Example/, name);
    }
  }
});

test("pages of the reference refer to files that are there, and to nothing on the network", () => {
  for (const { name, html } of pages) {
    assert.doesNotMatch(html, /<(?:script|link|img)[^>]*(?:src|href)="https?:/, name);
    for (const [, address] of html.matchAll(/(?:href|src)="([^"#]+)[^"]*"/g)) {
      const file = path.join(folder, path.dirname(name), address);
      // What the book around it brings: the notebooks' pages, and the icon.
      const isOfBook = /^(\.\.\/)+(index\.html|assets\/icon\.svg)$/.test(address);
      if (/^https?:/.test(address) || (isOfBook && !file.startsWith(folder))) continue;
      assert.ok(existsSync(file), `${name} refers to ${address}`);
    }
  }
});

test("no page of the reference holds a script, which the book's server would forbid", () => {
  for (const { name, html } of pages) {
    assert.doesNotMatch(html, /<script>|\son\w+="/, name);
    assert.match(html, /<script src="[./]*assets\/theme\.js">/, name);
  }
});
