import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";

/** A page of a browser without a window. */
export interface HeadlessPage {
  /**
   * Runs an expression in the page, waits for its promise and returns its value, which JSON must
   * hold.
   */
  evaluate(expression: string): Promise<unknown>;
  /**
   * Takes a PNG of a part of the page, also of what lies below the window; `scale` is its pixels to
   * a CSS pixel.
   */
  capture(part: {
    x: number;
    y: number;
    width: number;
    height: number;
    scale: number;
  }): Promise<Buffer>;
  /** Ends the browser. */
  close(): Promise<void>;
}

interface Reply {
  id?: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/**
 * Background traffic and questions of a first start are switched off; a sandbox refuses to run as
 * root, as in many containers.
 */
function listFlags(profile: string): string[] {
  const quiet = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
  ];
  return [
    "--headless",
    "--remote-debugging-pipe",
    ...quiet,
    "--hide-scrollbars",
    `--user-data-dir=${profile}`,
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "about:blank",
  ];
}

/**
 * Starts a Chromium without a window and opens one page in it.
 *
 * It is spoken to by the DevTools protocol over two pipes, which takes no package and no port:
 * https://chromedevtools.github.io/devtools-protocol/
 *
 * @param program path of the browser
 * @throws Error if it does not start or does not answer within a minute
 */
export async function openHeadlessPage(program: string): Promise<HeadlessPage> {
  const profile = await mkdtemp(path.join(tmpdir(), `lowrank-browser-${process.pid}-`));
  const browser = spawn(program, listFlags(profile), {
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) =>
    browser.once("close", () => resolve()).once("error", () => resolve()),
  );
  const send = connect(browser, program);
  const close = async (): Promise<void> => {
    const killer = setTimeout(() => browser.kill("SIGKILL"), 5000);
    if (browser.exitCode === null && browser.signalCode === null)
      // It may be gone already.
      await send("Browser.close", {}).catch(() => browser.kill("SIGKILL"));
    await ended;
    clearTimeout(killer);
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const { targetId } = await send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
    return {
      evaluate: (expression) => evaluate(send, expression, String(sessionId)),
      capture: (part) => capture(send, part, String(sessionId)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Send = (
  method: string,
  params: object,
  sessionId?: string,
) => Promise<Record<string, unknown>>;

/**
 * Sends requests and hands each its reply; when the browser ends, all that wait fail with its last
 * words.
 */
function connect(browser: ChildProcess, program: string): Send {
  const [, , errors, toBrowser, fromBrowser] = browser.stdio as [
    null,
    null,
    Readable,
    Writable,
    Readable,
  ];
  const waiting = new Map<
    number,
    {
      resolve: (result: Record<string, unknown>) => void;
      reject: (error: Error) => void;
      timer: NodeJS.Timeout;
    }
  >();
  let words = "";
  let count = 0;
  const settle = (id: number, reply: Reply): void => {
    const request = waiting.get(id);
    if (request === undefined) return;
    waiting.delete(id);
    clearTimeout(request.timer);
    if (reply.error) request.reject(new Error(`${program}: ${reply.error.message}`));
    else request.resolve(reply.result ?? {});
  };
  let failure: string | undefined;
  const fail = (message: string): void => {
    failure ??= message;
    for (const id of waiting.keys()) settle(id, { error: { message } });
  };
  errors.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-1000)));
  browser
    .once("error", (error) => fail(error.message))
    .once("close", (code, signal) =>
      fail(`it ended (${signal ?? `code ${code}`}): ${words.trim() || "without a word"}`),
    );
  toBrowser.on("error", () => undefined); // The browser's end, which "close" tells with its reason.
  readMessages(fromBrowser, (reply) => reply.id !== undefined && settle(reply.id, reply));
  return (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(new Error(`${program}: ${failure}`));
      const id = ++count;
      const timer = setTimeout(
        () => settle(id, { error: { message: `no answer to ${method} within 60 s` } }),
        60_000,
      );
      waiting.set(id, { resolve, reject, timer });
      toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
}

/** Messages end with a zero byte and come in pieces. */
function readMessages(stream: Readable, take: (reply: Reply) => void): void {
  let pieces: string[] = [];
  stream.setEncoding("utf8").on("data", (text: string) => {
    const parts = text.split("\0");
    for (const part of parts.slice(0, -1)) {
      take(JSON.parse(pieces.join("") + part) as Reply);
      pieces = [];
    }
    pieces.push(parts[parts.length - 1]);
  });
}

async function evaluate(send: Send, expression: string, sessionId: string): Promise<unknown> {
  const { result, exceptionDetails } = (await send(
    "Runtime.evaluate",
    { expression, awaitPromise: true, returnByValue: true },
    sessionId,
  )) as {
    result: { value?: unknown };
    exceptionDetails?: { text: string; exception?: { description?: string } };
  };
  if (exceptionDetails)
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

async function capture(send: Send, clip: object, sessionId: string): Promise<Buffer> {
  const { data } = await send(
    "Page.captureScreenshot",
    { format: "png", clip, captureBeyondViewport: true },
    sessionId,
  );
  return Buffer.from(String(data), "base64");
}
