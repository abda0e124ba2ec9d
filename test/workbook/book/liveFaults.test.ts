import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { connect, type Socket } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createRequestGuard } from "../../../src/workbook/book/live/requestGuard";
import { serveBook } from "../../../src/workbook/book/live/serveBook";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import { isRunning } from "../jupyter/isRunning";
import { workbookSources } from "../../paths";
import { startLive, type LiveServer } from "./liveHarness";
import { markdown, notebook } from "./sampleNotebooks";

/** An address of this machine that others reach. */
const outerAddress = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

// Nothing that an output, a file, a kernel or a client does ends the server, or keeps it from ending.

async function start(t: TestContext, ...given: Parameters<typeof startLive>): Promise<LiveServer> {
  const live = await startLive(...given);
  t.after(() => live.close());
  return live;
}

const showing = (data: string): string => `({ [Symbol.for("Jupyter.display")]: () => (${data}) })`;

test("an output that cannot be shown says so in its place, and the session's variables stay", async (t) => {
  const live = await start(t);
  const page = await live.connect();
  await page.open();
  await page.run("a", "let kept = 42;");
  for (const [cell, data, shown] of [
    ["latex", '{ "text/latex": "{".repeat(4000) + "}".repeat(4000) }', /nested too deeply/],
    ["markdown", '{ "text/markdown": "![x](.)" }', /\[image: x\]/],
    [
      "json",
      '{ "application/json": JSON.parse("[".repeat(400) + "]".repeat(400)), "text/plain": "j" }',
      /j|cannot be shown/,
    ],
    ["number", '{ "text/html": 7, "text/plain": [1] }', /has no form/],
  ] as const) {
    assert.equal((await page.run(cell, showing(data))).status, "ok", cell);
    assert.match(
      page
        .shown(cell)
        .map(({ html }) => html)
        .join(),
      shown,
      cell,
    );
  }
  // Deeper than any front end reads: an error of its cell.
  const deep = showing('{ "application/json": JSON.parse("[".repeat(3000) + "]".repeat(3000)) }');
  assert.equal((await page.run("deep", deep)).status, "error");
  await page.run("b", "console.log(kept)");
  assert.equal(page.text("b"), "42\n");
});

test("a picture that is a folder is missing from an output, and no more", async (t) => {
  const live = await start(t);
  mkdirSync(path.join(live.notebooks, "folder.png"));
  const page = await live.connect();
  await page.open();
  await page.run("a", showing('{ "text/markdown": "![pic](folder.png)" }'));
  assert.match(page.shown("a")[0].html, /\[image: pic\]/);
});

test(
  "Stop on a kernel that does not answer is said to the reader, its death under Stop too; a restart helps",
  { timeout: 120_000 },
  async (t) => {
    const live = await start(t);
    const page = await live.connect();
    await page.open();
    await page.run("pid", "console.log(process.pid)");
    const pid = Number(page.text("pid"));
    page.send({
      type: "execute",
      cell: "a",
      code: "await new Promise(() => setInterval(() => 0, 1000))",
    });
    await page.hears("started", ({ cell }) => cell === "a");
    process.kill(pid, "SIGSTOP");
    page.send({ type: "interrupt" });
    assert.match(
      (await page.hears("kernel", ({ message }) => message !== undefined)).message ?? "",
      /does not answer/,
    );
    page.send({ type: "interrupt" });
    await sleep(200);
    process.kill(pid, "SIGKILL");
    await page.hears("finished", ({ cell, status }) => cell === "a" && status === "died");
    await page.hears("kernel", ({ state }) => state === "dead");
    assert.equal((await page.run("b", "1")).status, "ok");
  },
);

test("a notebook of another language, a dangling link and a cut file are refused in words, and others open", async (t) => {
  const python = notebook(markdown("# P"));
  python.metadata = { kernelspec: { name: "python3", language: "python" } };
  const live = await start(t, { "02-python": python });
  symlinkSync("nothing.ipynb", path.join(live.notebooks, "03-dangling.ipynb"));
  writeFileSync(path.join(live.notebooks, "04-cut.ipynb"), "{");
  for (const [name, message] of [
    ["02-python.ipynb", /cannot be run here: the notebook is in python/],
    ["03-dangling.ipynb", /no such file/],
    ["04-cut.ipynb", /is not valid JSON/],
  ] as const) {
    const page = await live.connect();
    page.send({ type: "open", notebook: name });
    assert.match((await page.hears("refused")).message, message);
    await page.cut();
  }
  const page = await live.connect();
  assert.equal((await page.open()).isNew, true);
});

test("pages of notebooks with # and ? in their names are served and run", async (t) => {
  const name = "05 #1? 50%";
  const live = await start(t, { [name]: notebook(markdown("# Odd")) });
  writeFileSync(path.join(live.notebooks, "..", "book", `${name}.html`), "odd page");
  assert.equal((await live.ask(`/${encodeURIComponent(name)}.html`)).body, "odd page");
  const page = await live.connect();
  assert.equal((await page.open(`${name}.ipynb`)).isNew, true);
  assert.equal((await page.run("a", "1")).status, "ok");
});

test("a server that knows its book's files serves no other, whatever lies beside them", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-files-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ["index.html", "01-a.html", "evil.html", "01-a", "index"])
    writeFileSync(path.join(folder, name), name);
  mkdirSync(path.join(folder, "loop.html"));
  const server = await serveBook({
    folder,
    port: 0,
    files: new Set(["index.html", "01-a.html", "gone.html", "loop.html"]),
  });
  t.after(() => server.close());
  const statusOf = async (asked: string): Promise<[number, string]> => {
    const reply = await fetch(server.url + asked);
    return [reply.status, (await reply.text()).slice(0, 12)];
  };
  assert.deepEqual(await statusOf(""), [200, "index.html"]);
  assert.deepEqual(await statusOf("01-a"), [200, "01-a.html"]);
  for (const asked of ["evil.html", "evil", "gone.html", "loop.html"])
    assert.equal((await statusOf(asked))[0], 404, asked);
});

/** A client that connects, sends what it is given and then holds its connection. */
function hold(port: number, text: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true }, () => {
      socket.write(text);
      resolve(socket);
    });
    socket.on("error", () => resolve(socket)).resume();
  });
}

test(
  "300 clients that hold connections, and 100 whose upgrade was refused, keep neither a reader out nor the server from ending",
  { timeout: 60_000 },
  async () => {
    const live = await startLive();
    const refused =
      "GET /live/socket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    const held = await Promise.all([
      ...Array.from({ length: 100 }, () => hold(live.port, refused)),
      ...Array.from({ length: 300 }, (_, i) =>
        hold(live.port, i % 2 ? "" : "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "),
      ),
    ]);
    assert.equal((await live.ask("/")).status, 200);
    const page = await live.connect();
    assert.equal((await page.open()).isNew, true);
    await live.close();
    for (const socket of held) socket.destroy();
  },
);

test(
  "a refused upgrade is closed by the server, also where the client does not close",
  { timeout: 30_000 },
  async (t) => {
    const live = await start(t);
    const socket = connect({ port: live.port, host: "127.0.0.1", allowHalfOpen: true });
    const closed = new Promise<string>((resolve) => {
      let text = "";
      socket.on("data", (data) => (text += data.toString()));
      // The other side is gone for good once writing fails.
      socket.on("error", () => resolve(text)).on("close", () => resolve(text));
      socket.on("end", () => {
        const timer = setInterval(() => socket.write("x"), 20);
        socket.once("close", () => clearInterval(timer));
      });
    });
    socket.write(
      "GET /live/socket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    );
    assert.match(await closed, /^HTTP\/1\.1 403/);
  },
);

/** Runs a program beside this one; resolves once it has written what is looked for. */
function run(
  t: TestContext,
  script: string,
  look: RegExp,
): Promise<{
  pid: number;
  match: RegExpExecArray;
  text: () => string;
  ended: Promise<number | null>;
}> {
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return new Promise((resolve, reject) => {
    let text = "";
    const hear = (data: Buffer): void => {
      text += data.toString();
      const match = look.exec(text);
      if (match) resolve({ pid: child.pid!, match, text: () => text, ended });
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    void ended.then(() => reject(new Error(`it ended: ${text}`)));
  });
}

const modulePath = (name: string): string =>
  JSON.stringify(path.join(workbookSources, ...name.split("/")));

test(
  "what nobody caught is said, and the server goes on until SIGTERM, beside clients that hold on",
  { timeout: 60_000 },
  async (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), "lowrank-guard-"));
    t.after(() => rmSync(folder, { recursive: true }));
    mkdirSync(path.join(folder, "notebooks"));
    writeFileSync(
      path.join(folder, "notebooks", "01-a.ipynb"),
      JSON.stringify(notebook(markdown("# A"))),
    );
    const script = `process.chdir(${JSON.stringify(folder)});
    const { startBook } = require(${modulePath("book/startBook.js")});
    startBook({ command: ["unused"], port: 0 }).then((code) => process.exit(code));
    process.on("SIGUSR2", () => { setTimeout(() => { throw new Error("planted") }); Promise.reject(new Error("rejected")); });`;
    const { pid, match, text, ended } = await run(t, script, /is at (http:\/\/\S+?)\?/);
    process.kill(pid, "SIGUSR2");
    for (let i = 0; i < 200 && !/planted[^]*rejected|rejected[^]*planted/.test(text()); i++)
      await sleep(50);
    assert.match(text(), /The server met an error, and goes on[^]*planted/);
    assert.equal((await fetch(`${match[1]}01-a.html`)).status, 200);
    const port = Number(new URL(match[1]).port);
    const held = await Promise.all(
      Array.from({ length: 20 }, () =>
        hold(
          port,
          "GET /live/socket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        ),
      ),
    );
    process.kill(pid, "SIGTERM");
    assert.equal(await ended, 0);
    for (const socket of held) socket.destroy();
  },
);

test(
  "after kill -9 nothing is left a minute later: no kernel, none of what cells started, no folder",
  { timeout: 120_000 },
  async (t) => {
    const script = `const { launchKernel } = require(${modulePath("jupyter/client/client.js")});
    const { kernelCommand } = require(${modulePath("jupyter/kernel/kernelspec.js")});
    launchKernel({ command: kernelCommand() }).then((kernel) => {
      kernel.execute('const child = require("child_process").spawn("sleep", ["600"]); console.log(child.pid); while (true) {}', {
        onMessage: ({ content }) => content.text && console.log("pids", kernel.pid, content.text),
      });
    });`;
    const { pid, match } = await run(t, script, /pids (\d+) (\d+)/);
    const pids = [Number(match[1]), Number(match[2])];
    const folderOf = (): string[] =>
      readdirSync(tmpdir()).filter((name) => name.startsWith("lowrank-kernel-"));
    const before = folderOf();
    process.kill(pid, "SIGKILL");
    for (let i = 0; i < 600 && pids.some(isRunning); i++) await sleep(100);
    assert.deepEqual(pids.filter(isRunning), []);
    assert.ok(
      before.some((name) => !folderOf().includes(name)),
      "the kernel's folder is left",
    );
  },
);

test("a server on all addresses says one that others reach, and answers to it", async (t) => {
  const live = await startLive();
  t.after(() => live.close());
  const folder = path.join(live.notebooks, "..", "book");
  const server = await serveBook({ folder, port: 0, host: "0.0.0.0" });
  t.after(() => server.close());
  const { hostname } = new URL(server.url);
  assert.notEqual(hostname, "0.0.0.0");
  assert.equal(createRequestGuard("0.0.0.0").namesThisMachine({ host: `${hostname}:1` }), true);
  assert.equal((await fetch(server.url)).status, 200);
});

test(
  "--host with one address of this machine answers there to who names it, and not on the others",
  { skip: outerAddress === undefined && "this machine has no address but its own loop" },
  async (t) => {
    const live = await startLive();
    t.after(() => live.close());
    const folder = path.join(live.notebooks, "..", "book");
    const server = await serveBook({
      folder,
      port: 0,
      host: outerAddress,
      live: { notebooksFolder: live.notebooks, command: kernelCommand() },
    });
    t.after(() => server.close());
    const { hostname, port } = new URL(server.url);
    assert.equal(hostname, outerAddress);
    const ask = async (address: string): Promise<number> =>
      (await fetch(address, { redirect: "manual" })).status;
    assert.deepEqual([await ask(server.url), await ask(server.liveUrl)], [200, 303]);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`), /fetch failed/);
    const named = await new Promise<number | undefined>((resolve, reject) => {
      const options = { host: outerAddress, port, headers: { host: `evil.example:${port}` } };
      get(options, ({ statusCode }) => resolve(statusCode)).once("error", reject);
    });
    assert.equal(named, 403);
  },
);
