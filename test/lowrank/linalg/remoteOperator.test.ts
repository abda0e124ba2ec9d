import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../../src/lowrank/base/random";
import type { StreamedOperator } from "../../../src/lowrank/linalg/matrixOperator";
import type { RemoteOperator } from "../../../src/lowrank/linalg/remoteOperator";
import { sparseFromRows, type SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { truncatedSvdAsync } from "../../../src/lowrank/linalg/truncatedSvdAsync";

function draw(rows: number, columns: number): SparseMatrix {
  const random = createRandom(rows);
  return sparseFromRows(
    Array.from({ length: rows }, () =>
      Float64Array.from({ length: columns }, () => (random.uniform() < 0.1 ? random.normal() : 0)),
    ),
  );
}

/** The same products at once and as promises. */
function bothForms(matrix: SparseMatrix): { local: StreamedOperator; remote: RemoteOperator } {
  const { rows, columns, values } = matrix;
  const largestEntry = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const local: StreamedOperator = {
    rows,
    columns,
    largestEntry,
    multiply: (block, width) => matrix.multiply(block, width),
    multiplyTransposed: (block, width) => matrix.multiplyTransposed(block, width),
    multiplyGram(block, width, scale) {
      const image = matrix.multiply(block, width).map((value) => value / scale / scale);
      return matrix.multiplyTransposed(image, width);
    },
  };
  const later = async <Value>(work: () => Value): Promise<Value> => {
    await new Promise((resume) => setTimeout(resume, 1));
    return work();
  };
  const remote: RemoteOperator = {
    rows,
    columns,
    largestEntry,
    multiplyAsync: (...args) => later(() => local.multiply(...args)),
    multiplyTransposedAsync: (...args) => later(() => local.multiplyTransposed(...args)),
    multiplyGramAsync: (...args) => later(() => local.multiplyGram(...args)),
  };
  return { local, remote };
}

for (const [rows, columns] of [
  [400, 150],
  [150, 400],
  [12, 9],
])
  test(`truncatedSvdAsync(remote operator, k) is truncatedSvd(operator, k) to the last bit: ${rows} × ${columns}`, async () => {
    const { local, remote } = bothForms(draw(rows, columns));
    const shares: number[] = [];
    const found = await truncatedSvdAsync(remote, 5, {
      onProgress: ({ done }) => shares.push(done),
    });
    assert.deepEqual(found, truncatedSvd(local, 5));
    assert.equal(shares.at(-1), 1);
  });

test("truncatedSvdAsync(remote operator, k) rejects with the very error of a product", async () => {
  const { remote } = bothForms(draw(400, 150));
  const problem = new Error("shard 7 is damaged");
  let left = 3;
  const failing = {
    ...remote,
    multiplyGramAsync: (...args: Parameters<RemoteOperator["multiplyGramAsync"]>) =>
      --left < 0 ? Promise.reject(problem) : remote.multiplyGramAsync(...args),
  };
  await assert.rejects(truncatedSvdAsync(failing, 5), (error) => error === problem);
});

test("truncatedSvdAsync(remote operator, k) stops at once though a product never ends", async () => {
  const { remote } = bothForms(draw(400, 150));
  const stuck = { ...remote, multiplyGramAsync: () => new Promise<Float64Array>(() => undefined) };
  const signal = AbortSignal.timeout(500);
  await assert.rejects(truncatedSvdAsync(stuck, 5, { signal }), { name: "TimeoutError" });
});

test("a remote operator's product of another length or with NaN is refused", async () => {
  const { remote } = bothForms(draw(400, 150));
  const give = (numbers: Float64Array): RemoteOperator => ({
    ...remote,
    multiplyGramAsync: () => Promise.resolve(numbers),
  });
  await assert.rejects(truncatedSvdAsync(give(new Float64Array(3)), 5), /3 numbers; return 600/);
  await assert.rejects(
    truncatedSvdAsync(give(new Float64Array(600).fill(NaN)), 5),
    /matrix\.multiplyGram returned NaN at 0/,
  );
});

test("truncatedSvd refuses a remote operator and names truncatedSvdAsync", () => {
  const { remote } = bothForms(draw(20, 15));
  assert.throws(
    () => truncatedSvd(remote as never, 2),
    /its products are promises: pass it to truncatedSvdAsync/,
  );
});
