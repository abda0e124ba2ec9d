import assert from "node:assert/strict";
import { test } from "node:test";
import * as lowrank from "../../../src/lowrank/index";
import { assertSameBits, copyOf } from "./sameBits";
import { dense, matrix, twins } from "./twins";

/** What a call throws. */
async function errorOf(call: () => unknown): Promise<Error> {
  try {
    await call();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was refused");
}

for (const { name, sync, async: asynchronous, wrong } of twins) {
  test(`off the calling thread the result is the same to the last bit: ${name}`, async () => {
    assertSameBits(await asynchronous(), await sync());
  });

  test(`progress grows to 1 in the end: ${name}`, async () => {
    const shares: number[] = [];
    await asynchronous({ onProgress: ({ done, total }) => shares.push(done / total) });
    assert.equal(shares.at(-1), 1);
    assert.ok(shares.every((share, i) => share > (i === 0 ? 0 : shares[i - 1])));
  });

  test(`off the calling thread errors have the same words and class: ${name}`, async () => {
    for (const [call, twin] of wrong) {
      const expected = await errorOf(call);
      await assert.rejects(twin(), (error: Error) => {
        assert.equal(error.message, expected.message);
        assert.equal(error.constructor, expected.constructor);
        return true;
      });
    }
  });

  test(`an option that it does not have is refused: ${name}`, async () => {
    await assert.rejects(
      asynchronous({ bogus: 1 } as never),
      /^TypeError: \w+( by "\w+")? has no option "bogus"; .*[Ii]ts options are /,
    );
  });

  test(`a signal that has aborted is heard before any work: ${name}`, async () => {
    const reason = new Error("too late");
    const signal = AbortSignal.abort(reason);
    await assert.rejects(asynchronous({ signal }), reason);
  });
}

test("unknown options are refused by the twin's own name", async () => {
  await assert.rejects(
    lowrank.truncatedSvdAsync(matrix, 2, { onprogress: () => undefined } as never),
    /^TypeError: truncatedSvdAsync has no option "onprogress"; did you mean onProgress\?/,
  );
});

test("the matrix stays as it is, and may be changed while the work goes on", async () => {
  const [sparse, own] = [copyOf(matrix), copyOf(dense)];
  const expected = [lowrank.truncatedSvd(matrix, 9), lowrank.truncatedSvd(dense, 9)];
  const found = [lowrank.truncatedSvdAsync(sparse, 9), lowrank.truncatedSvdAsync(own, 9)];
  assertSameBits([sparse, own], [copyOf(matrix), copyOf(dense)]);
  sparse.values.fill(0);
  own.data.fill(0);
  assertSameBits(await Promise.all(found), expected);
});

test("a part of a larger array goes over alone, and shared memory is shared", async () => {
  const { rows, columns, data } = dense;
  const larger = new Float64Array(data.length + 7);
  larger.set(data, 3);
  const part = new lowrank.DenseMatrix(rows, columns, larger.subarray(3, 3 + data.length));
  const shared = new Float64Array(new SharedArrayBuffer(8 * data.length));
  shared.set(data);
  const expected = lowrank.truncatedSvd(dense, 4);
  assertSameBits(await lowrank.truncatedSvdAsync(part, 4), expected);
  const inShared = new lowrank.DenseMatrix(rows, columns, shared);
  assertSameBits(await lowrank.truncatedSvdAsync(inShared, 4), expected);
  assert.ok(larger.byteLength > 0 && shared.byteLength > 0);
});

test("an operator is factored on the calling thread, in steps between which events run", async () => {
  let events = 0;
  const count = (): void => {
    events++;
    again = setImmediate(count);
  };
  let again = setImmediate(count);
  const passes = new Set<number>();
  const operator: lowrank.MatrixOperator = {
    rows: matrix.rows,
    columns: matrix.columns,
    multiply: (block, width) => {
      passes.add(events);
      return matrix.multiply(block, width);
    },
    multiplyTransposed: (block, width) => matrix.multiplyTransposed(block, width),
  };
  const found = await lowrank.truncatedSvdAsync(operator, 60);
  clearImmediate(again);
  assertSameBits(found, lowrank.truncatedSvd(operator, 60));
  assert.ok(passes.size > 1, "all products were taken in one go");
});

test("a signal stops an operator's steps", async () => {
  const controller = new AbortController();
  let products = 0;
  const operator: lowrank.MatrixOperator = {
    rows: matrix.rows,
    columns: matrix.columns,
    multiply: (block, width) => {
      if (++products === 3) controller.abort(new Error("enough"));
      return matrix.multiply(block, width);
    },
    multiplyTransposed: (block, width) => matrix.multiplyTransposed(block, width),
  };
  const { signal } = controller;
  await assert.rejects(lowrank.truncatedSvdAsync(operator, 200, { signal }), /^Error: enough$/);
  const sofar = products;
  await lowrank.truncatedSvdAsync([[1]], 1);
  assert.equal(products, sofar);
});
