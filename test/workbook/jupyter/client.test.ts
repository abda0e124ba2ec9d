import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import {
  CellTimeoutError,
  KernelDiedError,
  launchKernel,
} from "../../../src/workbook/jupyter/client/client";
import {
  collectOutput,
  createCellOutputs,
  type CellOutputs,
  type Displays,
} from "../../../src/workbook/jupyter/notebook/collectOutputs";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import { isRunning } from "./isRunning";
import { workbookSources } from "../../paths";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-test-"));
after(() => rmSync(folder, { recursive: true }));
const ipykernel = ["/usr/bin/python3", "-m", "ipykernel_launcher", "-f", "{connection_file}"];
const withoutIpykernel =
  spawnSync(ipykernel[0], ["-c", "import ipykernel"]).status === 0
    ? false
    : "Debian's python3-ipykernel is not installed";

/** A command that runs a script; it is no kernel, but starts, stays and dies like one. */
const nodeScript = (script: string): string[] => [
  process.execPath,
  "-e",
  script,
  "{connection_file}",
];

async function waitFor<T>(look: () => T | undefined, what: string): Promise<T> {
  for (let tries = 0; tries < 600; tries++) {
    const found = look();
    if (found !== undefined) return found;
    await wait(50);
  }
  throw new Error(`waited 30 s for ${what}`);
}

const readNumber = (file: string): number | undefined =>
  existsSync(file) && readFileSync(file, "utf8") !== ""
    ? Number(readFileSync(file, "utf8"))
    : undefined;

const isGone = (pid: number) => (): true | undefined => (isRunning(pid) ? undefined : true);

test("launchKernel names a program that does not exist", async () => {
  await assert.rejects(
    launchKernel({ command: ["no-such-kernel", "{connection_file}"] }),
    (error) => {
      assert.ok(error instanceof KernelDiedError);
      assert.match(error.message, /cannot start the kernel no-such-kernel: no such program/);
      return true;
    },
  );
});

test("launchKernel tells the exit code and last lines of a kernel that ends at once", async () => {
  const command = nodeScript(
    "console.error('first'); console.error('Error: no licence'); process.exit(3)",
  );
  await assert.rejects(
    launchKernel({ command }),
    /kernel ended: exit code 3; its last lines:\n {2}first\n {2}Error: no licence/,
  );
});

test("launchKernel tells the signal that ended a kernel", async () => {
  await assert.rejects(
    launchKernel({ command: nodeScript("process.kill(process.pid, 'SIGKILL')") }),
    /kernel ended: signal SIGKILL/,
  );
});

test("launchKernel gives up on a kernel that never answers, and ends it although it ignores SIGTERM", async () => {
  const pidFile = path.join(folder, "deaf");
  const command = nodeScript(
    `process.on("SIGTERM", () => {}); require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000)`,
  );
  await assert.rejects(
    launchKernel({ command, readySeconds: 1 }),
    /kernel was not ready after 1 s/,
  );
  assert.equal(isRunning(readNumber(pidFile) ?? -1), false);
});

test("launchKernel says of a kernel that ran out of memory that it did", async () => {
  const [node, ...rest] = nodeScript(
    "const all = []; for (;;) all.push(new Array(100_000).fill(1.5))",
  );
  await assert.rejects(
    launchKernel({ command: [node, "--max-old-space-size=50", ...rest] }),
    /kernel ended: signal SIGABRT; its last lines:\n[^]*JavaScript heap out of memory/,
  );
});

test("launchKernel tells the last lines of a kernel that never answers", async () => {
  const command = nodeScript("console.error('waiting for a licence'); setInterval(() => {}, 1000)");
  await assert.rejects(
    launchKernel({ command, readySeconds: 3 }),
    /kernel was not ready after 3 s: [^]*; its last lines:\n {2}waiting for a licence$/,
  );
});

test("launchKernel with an aborted signal ends the kernel and throws the signal's reason", async () => {
  const controller = new AbortController();
  const launched = launchKernel({
    command: nodeScript("setInterval(() => {}, 1000)"),
    signal: controller.signal,
  });
  setTimeout(() => controller.abort(new Error("changed my mind")), 300);
  await assert.rejects(launched, /changed my mind/);
});

test("the connection file can be read by this user only, and is gone with the kernel", async () => {
  const seen = path.join(folder, "seen");
  const command = nodeScript(
    `require("fs").writeFileSync(${JSON.stringify(seen)}, process.argv[1]); setInterval(() => {}, 1000)`,
  );
  const launched = launchKernel({ command, readySeconds: 2 });
  const file = await waitFor(
    () => (existsSync(seen) && readFileSync(seen, "utf8")) || undefined,
    "the kernel to start",
  );
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
  const info = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  assert.equal(
    new Set(
      ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"].map(
        (name) => info[name],
      ),
    ).size,
    5,
  );
  assert.match(String(info.key), /^[0-9a-f]{64}$/);
  await assert.rejects(launched);
  assert.equal(existsSync(path.dirname(file)), false);
});

/** A program that launches a kernel with a child of its own, and then comes to the given end. */
function startParent(
  name: string,
  ending: string,
): {
  exit: Promise<[number | null, NodeJS.Signals | null]>;
  pids: () => Promise<number[]>;
  connections: () => string[];
  kill: (signal: NodeJS.Signals) => boolean;
} {
  const [kernelFile, childFile, script] = ["kernel", "child", "parent.js"].map((part) =>
    path.join(folder, `${name}-${part}`),
  );
  const kernelScript =
    `const { renameSync, writeFileSync } = require("fs");` +
    // Its parent ends it as soon as the file is there: it must not be there without its text.
    `const put = (file, pid) => { writeFileSync(file + ".new", String(pid)); renameSync(file + ".new", file); };` +
    `const child = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);` +
    `put(${JSON.stringify(childFile)}, child.pid); put(${JSON.stringify(kernelFile)}, process.pid); setInterval(() => {}, 1000)`;
  writeFileSync(
    script,
    `const { launchKernel } = require(${JSON.stringify(path.join(workbookSources, "jupyter", "client", "client.js"))});
     launchKernel({ command: ${JSON.stringify(nodeScript(kernelScript))} });
     const timer = setInterval(() => { if (require("fs").existsSync(${JSON.stringify(kernelFile)})) { clearInterval(timer); ${ending} } }, 20);`,
  );
  const temporary = path.join(folder, `${name}-tmp`);
  mkdirSync(temporary);
  const child = spawn(process.execPath, [script], {
    stdio: "ignore",
    env: { ...process.env, TMPDIR: temporary },
  });
  return {
    exit: new Promise((resolve) => child.once("exit", (code, signal) => resolve([code, signal]))),
    pids: () =>
      Promise.all(
        [kernelFile, childFile].map((file) =>
          waitFor(() => readNumber(file), "the kernel to start"),
        ),
      ),
    connections: () => readdirSync(temporary),
    kill: (signal) => child.kill(signal),
  };
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  test(
    `${signal} to the program that launched a kernel leaves neither kernel, child nor connection file`,
    { skip: process.platform === "win32" },
    async () => {
      const parent = startParent(signal, "");
      const pids = await parent.pids();
      assert.equal(parent.connections().length, 1);
      parent.kill(signal);
      assert.deepEqual(await parent.exit, [null, signal]);
      for (const pid of pids) await waitFor(isGone(pid), `process ${pid} to end`);
      assert.deepEqual(parent.connections(), []);
    },
  );
}

for (const [ending, code] of [
  ["throw new Error('boom')", 1],
  ["process.exit(5)", 5],
] as const) {
  test(`a program that ends by ${ending} leaves no kernel behind`, async () => {
    const parent = startParent(`end${code}`, ending);
    const pids = await parent.pids();
    assert.deepEqual(await parent.exit, [code, null]);
    for (const pid of pids) await waitFor(isGone(pid), `process ${pid} to end`);
  });
}

test("Lowrank's kernel ends by itself when the program that launched it is killed", async () => {
  const [pidFile, script] = ["orphan-pid", "orphan.js"].map((name) => path.join(folder, name));
  writeFileSync(
    script,
    `const { launchKernel } = require(${JSON.stringify(path.join(workbookSources, "jupyter", "client", "client.js"))});
     launchKernel({ command: ${JSON.stringify(kernelCommand())} }).then((kernel) => require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(kernel.pid)));`,
  );
  const parent = spawn(process.execPath, [script], {
    stdio: "ignore",
    env: { ...process.env, TMPDIR: folder },
  });
  const pid = await waitFor(() => readNumber(pidFile), "the kernel to be ready");
  parent.kill("SIGKILL");
  await waitFor(isGone(pid), "the kernel to end");
});

test(
  "a client runs IPython's kernel: streams, results, displays that later cells update, clear_output",
  { skip: withoutIpykernel },
  async () => {
    const kernel = await launchKernel({ command: ipykernel, cwd: folder });
    const displays: Displays = new Map();
    const run = async (code: string): Promise<CellOutputs> => {
      const cell = createCellOutputs();
      const reply = await kernel.execute(code, {
        onMessage: (message) => collectOutput(cell, message, displays),
      });
      assert.equal(reply.status, cell.error ? "error" : "ok");
      return cell;
    };
    try {
      const first = await run(
        "import os; from IPython.display import display, clear_output\nprint(os.getcwd())\nh = display('old', display_id=True)\n6 * 7",
      );
      const texts = (cell: CellOutputs): unknown[] =>
        cell.outputs.map((output) =>
          output.output_type === "stream"
            ? output.text
            : output.output_type === "error"
              ? output.ename
              : output.data["text/plain"],
        );
      assert.deepEqual(texts(first), [`${folder}\n`, "'old'", "42"]);
      assert.deepEqual(texts(await run("h.update('new')")), []);
      assert.deepEqual(texts(first), [`${folder}\n`, "'new'", "42"]);
      assert.deepEqual(texts(await run("print(1)\nclear_output(wait=True)\nprint(2)")), ["2\n"]);
      assert.deepEqual(texts(await run("for i in range(5000): print(i)")), [
        Array.from({ length: 5000 }, (_, i) => `${i}\n`).join(""),
      ]);
      const failed = await run("1 / 0");
      assert.equal(failed.error?.name, "ZeroDivisionError");
      assert.deepEqual(texts(failed), ["ZeroDivisionError"]);
      assert.equal(
        (await kernel.request("is_complete_request", { code: "if x:" })).status,
        "incomplete",
      );
      await assert.rejects(
        kernel.execute("import time; time.sleep(60)", { timeoutSeconds: 0.5 }),
        CellTimeoutError,
      );
      assert.deepEqual(texts(await run("'alive'")), ["'alive'"]);
      await assert.rejects(
        kernel.execute("os.kill(os.getpid(), 9)"),
        /kernel ended: signal SIGKILL/,
      );
      await assert.rejects(kernel.execute("1"), KernelDiedError);
    } finally {
      await kernel.shutdown();
    }
    assert.equal(isRunning(kernel.pid), false);
  },
);

test(
  "client.execute(code) runs what a kernel aborts for a moment after an error, and leaves aborted what was queued behind it",
  { skip: withoutIpykernel },
  async () => {
    const command = [...ipykernel, "--IPythonKernel.stop_on_error_timeout=0.25"];
    const kernel = await launchKernel({ command, cwd: folder });
    try {
      assert.equal((await kernel.execute("1 / 0")).status, "error");
      assert.equal((await kernel.execute("'alive'")).status, "ok");
      const [failed, queued] = await Promise.all([
        kernel.execute("import time; time.sleep(0.2); 1 / 0"),
        kernel.execute("'queued'"),
      ]);
      assert.deepEqual([failed.status, queued.status], ["error", "aborted"]);
    } finally {
      await kernel.shutdown();
    }
  },
);
