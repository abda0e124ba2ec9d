import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { test, type TestContext } from "node:test";
import { createMessage, encodeMessage } from "../../../src/workbook/jupyter/wire";
import { executeContent, KernelHarness, resultData, startCommand } from "./kernelHarness";

async function startKernel(
  t: TestContext,
  options?: Parameters<typeof KernelHarness.start>[0],
): Promise<KernelHarness> {
  const kernel = await KernelHarness.start(options);
  t.after(() => kernel.stop());
  return kernel;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a process has ended, 5 seconds at most. */
async function isGone(pid: number): Promise<boolean> {
  for (let i = 0; i < 50 && isAlive(pid); i++) await sleep(100);
  return !isAlive(pid);
}

for (const channel of ["control", "shell"] as const) {
  for (const restart of [false, true]) {
    test(`shutdown_request (restart: ${restart}) on ${channel} is answered and ends the process with code 0`, async (t) => {
      const kernel = await startKernel(t);
      await kernel.execute("setInterval(() => {}, 100); 1");
      const { header, content } = await kernel.request("shutdown_request", { restart }, channel);
      assert.deepEqual([header.msg_type, content], ["shutdown_reply", { status: "ok", restart }]);
      assert.equal(await kernel.ended(), 0);
    });
  }
}

test("shutdown_request ends a kernel whose cell does not end", async (t) => {
  const kernel = await startKernel(t);
  await kernel.start("while (true) {}");
  await kernel.hears(({ header }) => header.msg_type === "execute_input");
  assert.equal(
    (await kernel.request("shutdown_request", { restart: false }, "control")).content.status,
    "ok",
  );
  await kernel.ended();
});

test("SIGTERM ends the kernel, busy or not", async (t) => {
  const kernel = await startKernel(t);
  await kernel.start("while (true) {}");
  await kernel.hears(({ header }) => header.msg_type === "execute_input");
  kernel.process.kill("SIGTERM");
  assert.equal(await kernel.ended(), "SIGTERM");
});

for (const [what, code] of [
  ["idle", "process.pid"],
  ["computing", "console.log(process.pid); while (true) {}"],
]) {
  test(`a kernel that is ${what} ends when the process that started it dies`, async (t) => {
    const parent = `const [program, ...args] = process.argv.slice(1); require("node:child_process").spawn(program, args, { stdio: "ignore" }); setInterval(() => {}, 1000)`;
    const kernel = await startKernel(t, {
      command: [process.execPath, "-e", parent, "--", ...startCommand],
    });
    const { id } = await kernel.start(code);
    await kernel.hears(
      ({ header }) => header.msg_type === "execute_result" || header.msg_type === "stream",
    );
    const shown = kernel.shownBy(id);
    const pid = Number(shown.stdout || resultData({ reply: {}, ...shown })?.["text/plain"]);
    assert.ok(isAlive(pid) && pid !== kernel.process.pid);
    kernel.process.kill("SIGKILL");
    assert.ok(await isGone(pid), `kernel ${pid} outlived its parent`);
  });
}

test("bad messages are dropped with a line on stderr, and the kernel lives", async (t) => {
  const kernel = await startKernel(t);
  const { key } = kernel.connection;
  const request = createMessage("execute_request", executeContent("1"), { session: "s" });
  const changed = (index: number, text: string): Buffer[] => {
    const frames = encodeMessage(request, "");
    frames[index] = Buffer.from(text);
    return frames;
  };
  const bad: (Buffer | string)[][] = [
    encodeMessage(request, "wrong key"),
    encodeMessage(request, ""),
    ["no", "delimiter"],
    [""],
    encodeMessage(request, key).slice(0, 3),
    changed(5, "{not json"),
  ];
  for (const channel of ["shell", "control"] as const)
    for (const frames of bad) await kernel.sendRaw(frames, channel);
  assert.equal((await kernel.execute("1")).reply.execution_count, 1);
  assert.equal((await kernel.request("kernel_info_request", {}, "control")).content.status, "ok");
  const lines = kernel.stderr
    .split("\n")
    .filter((line) => line.startsWith("lowrank kernel: dropped a message on the "));
  assert.equal(lines.length, 2 * bad.length, kernel.stderr);
  assert.equal(lines.filter((line) => line.includes("signature does not match")).length, 6);
});

test("signed content that is no object, odd requests and unknown types do not harm the kernel", async (t) => {
  const kernel = await startKernel(t);
  const list = createMessage("execute_request", [] as never, { session: "s" });
  await kernel.sendRaw(encodeMessage(list, kernel.connection.key));
  for (const channel of ["shell", "control"] as const)
    await kernel.send("unheard_of_request", {}, channel);
  for (const type of ["comm_open", "comm_msg", "comm_close"])
    await kernel.send(type, { comm_id: "1" });
  assert.equal((await kernel.request("execute_request", { code: 7 })).content.status, "error");
  for (const type of ["complete", "inspect", "is_complete", "history"]) {
    const odd = await kernel.request(`${type}_request`, {
      code: 7,
      cursor_pos: "x",
      hist_access_type: 3,
    });
    assert.equal(odd.header.msg_type, `${type}_reply`);
  }
  assert.deepEqual((await kernel.request("comm_info_request")).content, {
    status: "ok",
    comms: {},
  });
  assert.equal(
    (await kernel.request("connect_request")).content.hb_port,
    kernel.connection.hb_port,
  );
  assert.equal((await kernel.execute("1")).reply.status, "ok");
  assert.match(kernel.stderr, /content is not|message part is not a JSON object/);
  assert.match(
    kernel.stderr,
    /ignored a message of type "unheard_of_request" on the shell channel/,
  );
});

test("a wrong connection file, or a port that is taken, is named", async (t) => {
  const kernel = await startKernel(t);
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-connection-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "c.json");
  const [program, ...args] = startCommand;
  const stderrOf = (content: string): string => {
    writeFileSync(file, content);
    const { stderr, status } = spawnSync(program, [...args, file], {
      encoding: "utf8",
      timeout: 30_000,
    });
    assert.equal(status, 1, stderr);
    return stderr;
  };
  assert.match(stderrOf("{"), /cannot read connection file .*c\.json/);
  assert.match(
    stderrOf(JSON.stringify({ ...kernel.connection, hb_port: 0 })),
    /c\.json: hb_port: /,
  );
  assert.match(
    stderrOf(JSON.stringify({ ...kernel.connection, signature_scheme: "hmac-md5" })),
    /signature_scheme/,
  );
  assert.match(
    stderrOf(JSON.stringify(kernel.connection)),
    /cannot open the kernel's sockets: Address already in use/,
  );
});
