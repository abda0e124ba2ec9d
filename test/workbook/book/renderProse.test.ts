import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { createProseRenderer, type PageProse } from "../../../src/workbook/book/pages/renderProse";
import { cacheFolder, code, markdown, notebook, writeNotebooks } from "./sampleNotebooks";

const content = notebook(
  markdown(
    "# One\n\n## Two\n\nSee [next](02-next.ipynb#Next), [out](../secret.txt), [web](https://a.b/).",
  ),
  code("1"),
  markdown(
    "#### Deep\n\n$a^2$ <b onclick='x'>bold</b> <script>x</script> 20 % ![p](p.png) ![m](m.png)",
  ),
  markdown("## Two\n\n| a |\n|---|\n| 1 |\n\n```ts\nconst a = 1;\n```"),
);

async function build(): Promise<{ prose: PageProse; script: string; page: string }> {
  const { folder, files } = writeNotebooks({
    "01-a": content,
    "02-next": notebook(markdown("# Next")),
  });
  const png =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  mkdirSync(path.dirname(files[0]), { recursive: true });
  writeFileSync(path.join(path.dirname(files[0]), "p.png"), Buffer.from(png, "base64"));
  const out = path.join(folder, "book");
  await buildBook({ notebooks: files, out, cacheFolder, served: true });
  const script = readFileSync(path.join(out, "notebooks", "01-a.prose.js"), "utf8");
  const scope = vm.createContext({}) as { lowrankProse?: PageProse };
  vm.runInContext(script, scope);
  return {
    // Of this realm, not of the script's.
    prose: JSON.parse(JSON.stringify(scope.lowrankProse)) as PageProse,
    script,
    page: readFileSync(path.join(out, "01-a.html"), "utf8"),
  };
}

test("prose rendered anew from the script beside the notebook is what the build made of it", async () => {
  const { prose, page, script } = await build();
  assert.ok(!script.includes("</script"), "the script can stand in a page");
  const render = await createProseRenderer(prose, "en");
  const pieces = content.cells.filter(({ cell_type }) => cell_type === "markdown");
  const levels = [0, 2, 3];
  pieces.forEach(({ id }, i) => {
    const above = pieces.slice(0, i).map((one) => page.indexOf(`data-block="${one.id}"`));
    assert.ok(above.every((at) => at > 0));
    const taken = i === 2 ? ["Two"] : [];
    const place = { cell: id, level: levels[i], isTaken: (one: string) => taken.includes(one) };
    const markup = render(prose.sources[id], place);
    assert.ok(page.includes(`data-block="${id}">\n${markup}</div>`), markup);
  });
});

test("only pages of the book, the web and the page itself are linked; pictures beside the notebook come with the script", async () => {
  const { prose } = await build();
  assert.deepEqual(prose.pages, ["01-a.html", "02-next.html"]);
  const pictures = Object.values(prose.pictures);
  assert.deepEqual(
    pictures.map((one) => Object.keys(one)),
    [["p.png"]],
  );
  assert.match(pictures[0]["p.png"], /^data:image\/png;base64,/);
  const render = await createProseRenderer(prose, "en");
  const links = (source: string): string[] =>
    [
      ...render(source, { cell: "own", level: 1, isTaken: () => false }).matchAll(
        /(?:href|src|data-image)="([^"]*)"/g,
      ),
    ].map(([, address]) => address);
  assert.deepEqual(
    links("[a](javascript:x) [b](data:text/html,x) [c](//e.org) [d](file:///etc)"),
    [],
  );
  assert.deepEqual(links("[a](#Two) [b](02-next.ipynb) ![c](https://e.org/c.png) ![p](p.png)"), [
    ...["#Two", "02-next.html", "https://e.org/c.png"],
  ]);
});
