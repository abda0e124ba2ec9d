import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { compareNotebooks } from "../../../src/workbook/jupyter/compare/compareNotebooks";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import type { CodeCell, Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { runNotebook } from "../../../src/workbook/jupyter/notebook/runNotebook";
import { repository } from "../../paths";

const sources = [
  'import { checkbox, interact, plotLines, show, slider, view } from "lowrank";',
  'interact({ k: slider(1, 300, { value: 20 }), on: checkbox(true) }, ({ k, on }) => plotLines([{ name: "line", x: [1, 2], y: [k, on ? 1 : 0] }], { title: "A line", xTitle: "x", yTitle: "y" }))',
  "interact({ k: slider(1, 300, { value: 20 }) }, ({ k }) => `k is ${k}`)",
  "await interact({ k: slider(1, 9) }, async ({ k }) => k + 1);",
  "const k = view(slider(1, 300, { value: 33 }));\nconsole.log(k);",
];
const notebook: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: sources.map((source, i) => ({
    ...{ cell_type: "code", id: `cell-${i}`, metadata: {}, source },
    ...{ execution_count: null, outputs: [] },
  })),
};
const tslab = path.join(repository, "node_modules", "tslab", "bin", "tslab");
const stock = [process.execPath, tslab, "kernel", "--config-path", "{connection_file}"];

async function run(command: readonly string[]): Promise<Notebook> {
  const { notebook: done, error } = await runNotebook(notebook, { command, cwd: repository });
  assert.equal(error, undefined, error?.message);
  return done;
}

test("controls leave the same outputs under the stock tslab kernel as under Lowrank's", async () => {
  const ours = await run(kernelCommand());
  const outputs = (ours.cells as CodeCell[]).map((cell) => cell.outputs);
  assert.deepEqual(
    outputs.map((shown) => shown.map((one) => ("data" in one ? Object.keys(one.data) : "text"))),
    [
      [],
      [["text/plain"], ["application/vnd.plotly.v1+json", "text/html", "text/plain"]],
      [["text/plain"], ["text/plain"]],
      [["text/plain"], ["text/plain"]],
      [["text/plain"], "text"],
    ],
  );
  const theirs = await run(stock);
  assert.deepEqual(await compareNotebooks(ours, theirs), []);
});
