import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, test } from "node:test";
import { KernelHarness, parentId, resultData } from "./kernelHarness";

let kernel: KernelHarness;
before(async () => {
  kernel = await KernelHarness.start();
  await kernel.execute(
    "const kept = 42; const sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));",
  );
});
after(() => kernel.stop());

const endless: Record<string, string> = {
  "while (true) {}": "console.log('begun');\nwhile (true) {}",
  "a pending await": "console.log('begun');\nawait new Promise(() => {});",
  "a loop after an await": "await sleep(5); console.log('begun');\nwhile (true) {}",
  "a loop in an async function after an await":
    "async function f() { await sleep(5); console.log('begun'); for (;;); }\nawait f()",
  "a loop of awaits": "console.log('begun');\nwhile (true) await null;",
  "a loop in a timer":
    "setTimeout(() => { console.log('begun'); do {} while (true) }, 5);\nawait sleep(60_000);",
  "a long call of a library": "console.log('begun');\nnew Function('while (true) {}')();",
  "a long call of a library after an await":
    "await sleep(5); console.log('begun');\nnew Function('while (true) {}')();",
  "promises that call for the next":
    "console.log('begun'); const next = (): Promise<void> => Promise.resolve().then(next); await next();",
  "promises that nobody awaits":
    "console.log('begun'); function again() { Promise.resolve().then(again); } again();\nawait new Promise(() => {});",
  "an async function that calls itself":
    "console.log('begun'); async function self(): Promise<void> { await null; return self(); }\nawait self();",
  "recursion through nextTick":
    "console.log('begun'); function tick() { process.nextTick(tick); } tick();",
  "recursion through other names":
    "console.log('begun'); const later = process.nextTick; function first() { later(second); } const second = first; second();",
  "recursion through queueMicrotask":
    "console.log('begun'); const more = () => queueMicrotask(more); more();",
  "a loop in a top-level for await":
    "console.log('begun'); for await (const x of [1]) { while (true) {} }",
};

const means: Record<string, () => Promise<unknown>> = {
  "an interrupt_request": () => kernel.request("interrupt_request", {}, "control"),
  SIGINT: () => Promise.resolve(kernel.process.kill("SIGINT")),
};

async function interruptOne(code: string, interrupt: () => Promise<unknown>): Promise<void> {
  const running = await kernel.start(code);
  const queued = await kernel.start("'queued'");
  const begun = await kernel.hears(({ content, parentHeader }) => {
    return content.text === "begun\n" && (parentHeader as { msg_id: string }).msg_id === running.id;
  });
  assert.ok(begun);
  await sleep(50);
  await interrupt();
  const { reply } = await kernel.finish(running);
  assert.deepEqual([reply.status, reply.ename], ["error", "Interrupted"]);
  assert.equal((await queued.reply).content.status, "aborted");
  assert.deepEqual(resultData(await kernel.execute("kept")), { "text/plain": "42" });
}

for (const [what, code] of Object.entries(endless)) {
  for (const [how, interrupt] of Object.entries(means)) {
    test(`${how} stops ${what}; what was declared before stays`, { timeout: 60_000 }, () =>
      interruptOne(code, interrupt),
    );
  }
}

test(
  "a factorisation shared by threads stops at an interrupt, and the next one gives the same bits as ever",
  { timeout: 120_000 },
  async () => {
    await kernel.execute(`
    import { createRandom, sparseFromRows, truncatedSvd } from "lowrank";
    const random = createRandom(1);
    const big = sparseFromRows(Array.from({ length: 3000 }, () => Array.from({ length: 800 }, () => (random.uniform() < 0.02 ? random.normal() : 0))));
    const factorise = () => truncatedSvd(big, 60, { threads: 2 }).singularValues.join();
    const before = factorise();`);
    for (let round = 0; round < 6; round++) {
      const running = await kernel.start("console.log('begun'); for (;;) factorise();");
      await kernel.hears(
        ({ content, parentHeader }) =>
          content.text === "begun\n" && (parentHeader as { msg_id: string }).msg_id === running.id,
      );
      await sleep(60 + 37 * round);
      await kernel.request("interrupt_request", {}, "control");
      assert.equal((await kernel.finish(running)).reply.ename, "Interrupted");
      assert.deepEqual(resultData(await kernel.execute("factorise() === before")), {
        "text/plain": "true",
      });
    }
  },
);

test("an interrupted cell does not go on in the background", async () => {
  const running = await kernel.start(
    "console.log('on'); await sleep(300); console.log('still on')",
  );
  await kernel.hears(({ content }) => content.text === "on\n");
  await kernel.request("interrupt_request", {}, "control");
  await kernel.finish(running);
  await sleep(500);
  assert.equal(kernel.shownBy(running.id).stdout, "on\n");
});

test("an interrupt while nothing runs changes nothing", async () => {
  for (const interrupt of Object.values(means)) await interrupt();
  await sleep(300);
  assert.equal((await kernel.execute("while (Math.abs(kept) < 0) {} kept")).reply.status, "ok");
});

test("the heartbeat and the control channel answer while a cell computes", async () => {
  const running = await kernel.start(
    "const from = Date.now(); while (Date.now() - from < 2000) {} 'computed'",
  );
  await kernel.hears(({ header }) => header.msg_type === "execute_input");
  await sleep(300);
  await kernel.beat();
  assert.equal((await kernel.request("kernel_info_request", {}, "control")).content.status, "ok");
  assert.equal(
    resultData({ reply: {}, ...kernel.shownBy(running.id) }),
    undefined,
    "the cell had ended too early to tell",
  );
  assert.equal((await kernel.finish(running)).reply.status, "ok");
});

test("an interrupt ends one cell, never the next", { timeout: 60_000 }, async () => {
  const codes = [
    "while (true) await null;",
    "for (;;) await new Promise((r) => setImmediate(r));",
    "while (true) {}",
  ];
  for (let round = 0; round < 24; round++) {
    const running = await kernel.start(codes[round % codes.length]);
    await kernel.hears(
      (message) => message.header.msg_type === "execute_input" && parentId(message) === running.id,
    );
    await sleep(20 + round);
    await Object.values(means)[round % 2]();
    assert.equal((await running.reply).content.ename, "Interrupted");
    assert.equal((await kernel.execute("1")).reply.status, "ok");
  }
});
