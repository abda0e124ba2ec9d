import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { librarySources, repository } from "../../paths";

const plot = path.join(librarySources, "plot");
const start = `
  const { show, showTable } = require(${JSON.stringify(path.join(plot, "show.js"))});
  const { plotScree } = require(${JSON.stringify(path.join(plot, "plotScree.js"))});`;

/** Runs in a process of its own: whether tslab is loaded is a matter of the whole process. */
function run(code: string): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["-e", start + code], {
    encoding: "utf8",
    cwd: repository,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

test("show(figure) outside a kernel prints one line and loads no compiler", () => {
  const printed = run(
    `show([plotScree([3, 2, 1]), plotScree([1])]); console.log(Object.keys(require.cache).some((file) => file.includes("tslab")));`,
  );
  const line =
    "Figure: Singular values and cumulative energy (scatter; Index of the singular value × Singular value; singular value, cumulative energy)";
  assert.equal(printed, `${line}\n${line}\nfalse\n`);
});

test("show(figure) in a kernel publishes the figure as Plotly's JSON, as HTML and as text", () => {
  const printed = run(`
    const calls = [];
    require("tslab/dist/jupyter").lastWriteDisplayData = (...call) => calls.push(call);
    show(plotScree([3, 2, 1]));
    showTable([{ rank: 1 }]);
    console.log(JSON.stringify(calls));`);
  const [figure, table] = JSON.parse(printed) as [
    { data: Record<string, unknown>; metadata: object; transient: object },
    boolean,
  ][];
  assert.deepEqual(Object.keys(figure[0].data), [
    "application/vnd.plotly.v1+json",
    "text/html",
    "text/plain",
  ]);
  assert.deepEqual([figure[0].metadata, figure[0].transient, figure[1]], [{}, {}, false]);
  assert.deepEqual(table[0].data["text/plain"], "rank\n   1");
});

test("show(x) takes an x with a method [Symbol.for('Jupyter.display')]() at its word, alone and among figures", () => {
  const printed = run(`
    const own = { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "my own form" }) };
    show(own);
    show([own, plotScree([1])]);`);
  assert.deepEqual(
    printed.split("\n").map((line) => line.slice(0, 11)),
    ["my own form", "my own form", "Figure: Sin", ""],
  );
});
