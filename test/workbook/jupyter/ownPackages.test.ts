import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { KernelHarness, resultData, tracebackText } from "./kernelHarness";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-elsewhere-"));
let kernel: KernelHarness;
before(async () => {
  writeFileSync(
    path.join(folder, "part.ts"),
    'import { cumulativeEnergy } from "lowrank";\nexport const total: number = cumulativeEnergy(new Float64Array([1, 1]), 2)[1];\n',
  );
  kernel = await KernelHarness.start({ cwd: folder });
});
after(async () => {
  await kernel.stop();
  rmSync(folder, { recursive: true });
});

async function textOf(code: string, at = kernel): Promise<unknown> {
  const executed = await at.execute(code);
  assert.equal(executed.reply.status, "ok", String(executed.reply.evalue));
  return resultData(executed)?.["text/plain"];
}

test("a notebook whose folder has no Lowrank imports the kernel's own", async () => {
  assert.equal(
    await textOf(
      'import { accuracy } from "lowrank"; accuracy({ actual: ["a", "b"], predicted: ["a", "c"] })',
    ),
    "0.5",
  );
  assert.equal(await textOf('(await import("lowrank")).accuracy === accuracy'), "true");
  assert.equal(
    await textOf(
      'import { postTopics } from "lowrank/teaching"; import { loadDataset } from "lowrank-workbook"; [postTopics.length, typeof loadDataset]',
    ),
    "[ 6, 'function' ]",
  );
});

test("its types are checked there, and those that they import are found", async () => {
  const wrong = await kernel.execute(
    'import { plotScree } from "lowrank";\nconst figure: string = plotScree([1]);',
  );
  assert.match(tracebackText(wrong), /^2:7 - Type 'Figure' is not assignable to type 'string'/);
  const deep = await kernel.execute(
    'import { plotScree } from "lowrank";\nconst trace: null = plotScree([1]).data[0];',
  );
  // `any`, which is what a type that is not found turns into, could be assigned.
  assert.match(tracebackText(deep), /^2:7 - Type '.*' is not assignable to type 'null'/);
  const inspected = await kernel.request("inspect_request", {
    code: 'import { truncatedSvd } from "lowrank"; truncatedSvd',
    cursor_pos: 45,
    detail_level: 0,
  });
  assert.match(JSON.stringify(inspected.content.data), /singular/);
});

test("a package that Lowrank depends on is found too, and its types can be a variable's", async () => {
  assert.equal(
    await textOf('import { Matrix } from "ml-matrix"; new Matrix([[1, 2]]).columns'),
    "2",
  );
  await textOf('import { sparseFromRows } from "lowrank";');
  await textOf("const inferred = sparseFromRows([[1, 5]]).toDense().subMatrix(0, 0, 0, 1);");
  assert.equal(await textOf("inferred.get(0, 1)"), "5");
});

test("a file of the notebook's folder imports it too", async () => {
  assert.equal(await textOf('import { total } from "./part"; total'), "1");
});

test("a package that is nowhere stays a compiler's finding, and an error at run time", async () => {
  const executed = await kernel.execute('import { x } from "lowrankest";');
  assert.match(tracebackText(executed), /^1:19 - Cannot find module 'lowrankest'/);
  assert.match(
    tracebackText(await kernel.execute('require("lowrankest")')),
    /Cannot find module 'lowrankest'/,
  );
  assert.match(
    tracebackText(await kernel.execute('require("lowrank/none")')),
    /Package subpath '.\/none' is not defined by "exports"/,
  );
});

test("a Lowrank above the notebook's folder comes first, in types and at run time", async () => {
  const own = path.join(folder, "with", "node_modules", "lowrank");
  mkdirSync(own, { recursive: true });
  writeFileSync(
    path.join(own, "package.json"),
    '{ "name": "lowrank", "version": "9.9.9", "main": "index.js", "types": "index.d.ts" }',
  );
  writeFileSync(path.join(own, "index.js"), 'exports.mine = "theirs";');
  writeFileSync(path.join(own, "index.d.ts"), "export declare const mine: string;");
  const cwd = path.join(folder, "with", "notebooks");
  mkdirSync(cwd);
  const other = await KernelHarness.start({ cwd });
  try {
    assert.equal(await textOf('import { mine } from "lowrank"; mine', other), "'theirs'");
    assert.match(
      tracebackText(await other.execute('import { truncatedSvd } from "lowrank";')),
      /has no exported member 'truncatedSvd'/,
    );
  } finally {
    await other.stop();
  }
});
