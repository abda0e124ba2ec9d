import assert from "node:assert/strict";
import { test } from "node:test";
import {
  kernelLanguage,
  refuseCell,
  refuseNotebook,
} from "../../../src/workbook/jupyter/notebook/languages";
import { parseNotebook } from "../../../src/workbook/jupyter/notebook/notebookSchema";
import type { Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import type { Json } from "../../../src/workbook/jupyter/wire";

const notebookOf = (metadata: Json, cell: Json = {}): Notebook =>
  parseNotebook({
    nbformat: 4,
    nbformat_minor: 5,
    metadata,
    cells: [{ cell_type: "code", metadata: {}, source: "1", ...cell }],
  });

const foreign: [metadata: Json, message: RegExp][] = [
  [
    { kernelspec: { name: "python3", language: "python" } },
    /is in python \(metadata\.kernelspec\.language\)/,
  ],
  [{ language_info: { name: "R" } }, /is in r \(metadata\.language_info\.name\)/],
  [{ kernelspec: { name: "python3" } }, /is in python3 \(metadata\.kernelspec\.name\)/],
  [{ kernelspec: { name: ".net-csharp", language: "C#" } }, /is in c# /],
];
for (const [metadata, message] of foreign) {
  test(`refuseNotebook(n) names the language of ${JSON.stringify(metadata)}`, () => {
    assert.match(refuseNotebook(notebookOf(metadata))?.message ?? "", message);
  });
}

for (const metadata of [
  {},
  { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } },
  { kernelspec: { name: "tslab" } },
  { kernelspec: { name: "jslab", language: "javascript" }, language_info: { name: "javascript" } },
  { kernelspec: null, language_info: 3 },
  { language_info: { name: "TypeScript" } },
]) {
  test(`refuseNotebook(n) lets ${JSON.stringify(metadata)} be run`, () => {
    assert.equal(refuseNotebook(notebookOf(metadata)), undefined);
  });
}

const lowrank = { language_info: { name: "typescript" } };
const python = { language_info: { name: "python" } };
const cells: [cell: Json, info: Json, message: RegExp | undefined][] = [
  [
    { metadata: { vscode: { languageId: "python" } } },
    lowrank,
    /marked as python \(metadata\.vscode\.languageId\)/,
  ],
  [{ metadata: { polyglot_notebook: { kernelName: "csharp" } } }, lowrank, /marked as csharp/],
  [{ metadata: { dotnet_interactive: { language: "fsharp" } } }, lowrank, /marked as fsharp/],
  [{ source: "%%bash\nls" }, lowrank, /marked as bash \(its first line\)/],
  [{ source: "#!csharp\nvar x = 1;" }, lowrank, /marked as csharp/],
  [{ source: "%%time\nsum(x)" }, python, undefined],
  [{ metadata: { vscode: { languageId: "typescript" } } }, python, /the kernel runs python/],
  [{ metadata: { vscode: { languageId: "javascript" } } }, lowrank, undefined],
  [{ metadata: { vscode: { languageId: "typescriptreact" } } }, lowrank, undefined],
  [{ metadata: { vscode: { languageId: "Python" } } }, python, undefined],
  [{ metadata: { vscode: "python", polyglot_notebook: null } }, lowrank, undefined],
  [{ source: "#!/usr/bin/env node\n1" }, lowrank, undefined],
  [{ source: "100 %\n%%bash" }, lowrank, undefined],
];
for (const [cell, info, message] of cells) {
  test(`refuseCell(${JSON.stringify(cell)}) under ${info.language_info === python.language_info ? "python" : "typescript"}: ${message ? "refused" : "run"}`, () => {
    const refusal = refuseCell(notebookOf({}, cell).cells[0], info);
    if (message) assert.match(refusal?.message ?? "", message);
    else assert.equal(refusal, undefined);
  });
}

const spoken: [metadata: Json, language: string][] = [
  [{}, "typescript"],
  [{ kernelspec: { name: "tslab" } }, "typescript"],
  [{ kernelspec: { name: "deno", language: "typescript" } }, "typescript"],
  [{ kernelspec: { name: "jslab" } }, "javascript"],
  [{ kernelspec: { name: "lowrank-javascript" } }, "javascript"],
  [{ kernelspec: { name: "x", language: "JavaScript" } }, "javascript"],
  [{ language_info: { name: "javascript" } }, "javascript"],
];
for (const [metadata, language] of spoken) {
  test(`kernelLanguage(n) of ${JSON.stringify(metadata)} is ${language}`, () => {
    assert.equal(kernelLanguage(notebookOf(metadata)), language);
    assert.equal(refuseNotebook(notebookOf(metadata)), undefined);
  });
}
