import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning } from "../jupyter/isRunning";
import { startLive, type LiveServer, type Page } from "./liveHarness";

async function start(
  t: TestContext,
  options: Parameters<typeof startLive>[1],
): Promise<LiveServer> {
  const live = await startLive({}, options);
  t.after(() => live.close());
  return live;
}

async function openPage(live: LiveServer): Promise<Page> {
  const page = await live.connect();
  await page.open();
  return page;
}

async function pidOf(page: Page): Promise<number> {
  await page.run("pid", "console.log(process.pid)");
  return Number(page.text("pid"));
}

async function isGone(pid: number): Promise<boolean> {
  for (let i = 0; i < 200 && isRunning(pid); i++) await sleep(100);
  return !isRunning(pid);
}

/** No kernel: says a line and ends. */
const broken = [
  process.execPath,
  "-e",
  "console.error('no such library'); process.exit(3)",
  "{connection_file}",
];

test(
  "a kernel too many is refused in words; one whose page is closed makes room",
  { timeout: 120_000 },
  async (t) => {
    const live = await start(t, { kernels: 1 });
    const [first, second] = await Promise.all([openPage(live), openPage(live)]);
    const pid = await pidOf(first);
    second.send({ type: "execute", cell: "b", code: "1" });
    const refused = await second.hears("refused");
    assert.equal(refused.cell, "b");
    assert.match(
      refused.message,
      /As many kernels run as this server allows \(1\); close the page of another notebook/,
    );
    const { session } = await first.hears("opened");
    await first.cut();
    // The server hears of the cut a moment later.
    for (
      let tries = 0;
      tries < 100 && !second.heard.some((message) => message.type === "queued");
      tries++
    ) {
      second.send({ type: "execute", cell: "c", code: "1" });
      await sleep(50);
    }
    assert.equal((await second.hears("finished")).status, "ok");
    assert.ok(await isGone(pid));
    const back = await live.connect();
    await back.open("01-a.ipynb", { session });
    assert.match(
      String((await back.hears("kernel", ({ state }) => state === "none")).message),
      /shut down to make room/,
    );
  },
);

test("a session too many is refused in words; one whose page is closed makes room", async (t) => {
  const live = await start(t, { sessions: 2 });
  const [first] = await Promise.all([openPage(live), openPage(live)]);
  const third = await live.connect();
  third.send({ type: "open", notebook: "01-a.ipynb" });
  assert.match((await third.hears("refused")).message, /2 notebooks are open already/);
  const { session } = await first.hears("opened");
  await first.cut();
  for (let tries = 0; tries < 100 && !third.heard.some(({ type }) => type === "opened"); tries++) {
    third.send({ type: "open", notebook: "01-a.ipynb" });
    await sleep(50);
  }
  assert.equal((await third.hears("opened")).isNew, true);
  const back = await live.connect();
  back.send({ type: "open", notebook: "01-a.ipynb", session });
  assert.match(
    (await back.hears("refused")).message,
    /open already/,
    "the session that gave way is gone",
  );
});

test(
  "an interrupt while the kernel starts forgets the cells; cells beyond the queue's limit are refused, those before it are run",
  { timeout: 60_000 },
  async (t) => {
    const live = await start(t, { queue: 10 });
    const page = await openPage(live);
    page.send({ type: "execute", cell: "a", code: "1" });
    page.send({ type: "interrupt" });
    assert.equal((await page.hears("finished")).status, "aborted");
    for (let i = 0; i < 15; i++) page.send({ type: "execute", cell: `c${i}`, code: "1" });
    await page.hears("finished", ({ cell }) => cell === "c9");
    const refused = page.heard.filter((message) => message.type === "refused");
    assert.deepEqual(
      refused.map(({ cell }) => cell),
      ["c10", "c11", "c12", "c13", "c14"],
    );
    assert.match(refused[0].message, /10 cells wait already/);
    assert.equal(
      page.heard.filter((message) => message.type === "finished" && message.status === "ok").length,
      10,
    );
  },
);

test(
  "a kernel without a page is shut down when it has been idle; with a page it stays",
  { timeout: 60_000 },
  async (t) => {
    const live = await start(t, { idleMinutes: 1 / 120 });
    const page = await openPage(live);
    const pid = await pidOf(page);
    await sleep(1_500); // Three times as long as a kernel without a page would live.
    assert.ok(isRunning(pid));
    const { session } = await page.hears("opened");
    const { seen } = page;
    await page.cut();
    assert.ok(await isGone(pid));
    const back = await live.connect();
    assert.deepEqual(await back.open("01-a.ipynb", { session, seen }), {
      type: "opened",
      session,
      isNew: false,
      kernel: "none",
      node: Number(process.versions.node.split(".")[0]),
    });
    assert.match(
      String((await back.hears("kernel", ({ state }) => state === "none")).message),
      /shut down after .* minutes without a page/,
    );
  },
);

test(
  "where a kernel cannot start, its cell and those behind are answered with the reason",
  { timeout: 60_000 },
  async (t) => {
    const live = await start(t, { command: broken });
    const page = await openPage(live);
    page.send({ type: "execute", cell: "a", code: "1" });
    page.send({ type: "execute", cell: "b", code: "1" });
    const [dead, a, b] = await Promise.all([
      page.hears("kernel", ({ state }) => state === "dead"),
      page.hears("finished", ({ cell }) => cell === "a"),
      page.hears("finished", ({ cell }) => cell === "b"),
    ]);
    assert.match(
      String(dead.message),
      /cannot start: kernel ended: exit code 3[^]*no such library/,
    );
    assert.deepEqual([a.status, b.status], ["died", "aborted"]);
  },
);

for (const signal of ["SIGKILL", "SIGTERM"] as const) {
  test(
    `kernels end with a server that gets ${signal}, also while a cell computes`,
    { timeout: 60_000, skip: process.platform === "win32" },
    async () => {
      const script = `
      const { startLive } = require(${JSON.stringify(require.resolve("./liveHarness"))});
      (async () => {
        const live = await startLive();
        const page = await live.connect();
        await page.open();
        page.send({ type: "execute", cell: "a", code: "console.log(process.pid); while (true) {}" });
        await page.hears("output");
        console.log(page.text("a"));
      })();`;
      const child = spawn(process.execPath, ["-e", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const pid = await new Promise<number>((resolve) =>
        child.stdout.once("data", (data: Buffer) => resolve(Number(data.toString()))),
      );
      assert.ok(isRunning(pid));
      child.kill(signal);
      assert.ok(await isGone(pid), `kernel ${pid} outlived its server`);
    },
  );
}
