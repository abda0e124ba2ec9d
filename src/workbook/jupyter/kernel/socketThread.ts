import { rmSync, writeSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Publisher, Reply, Router } from "zeromq";
import { endChildren } from "./endChildren";
import { askInterrupt } from "./interruptFlag";
import { giveRoom } from "./outputFlow";
import { watchParent } from "./parentWatch";
import { StreamMerger } from "./streamMerger";
import type { Answer } from "./input/answers";
import type { FromSockets, SocketThreadData, SocketThreadPort, ToSockets } from "./socketMessages";
import {
  createMessage,
  decodeMessage,
  encodeMessage,
  kernelFolderVariable,
  socketAddress,
  type Json,
  type Message,
  type MessageHeader,
} from "../wire";

/*
 * The kernel's sockets live in a thread of their own, so that the heartbeat answers, interrupts arrive and output leaves
 * while a cell computes on the main thread.
 */

const { connection, session, kernelInfo, interruptFlag, outputFlow, inputSignal, answers } =
  workerData as SocketThreadData & SocketThreadPort;
const port = parentPort!;
const shell = new Router({ linger: 1000, sendHighWaterMark: 0 });
const control = new Router({ linger: 1000, sendHighWaterMark: 0 });
// A client that does not listen is an error at once, and not a question without an answer.
const stdin = new Router({ linger: 0, mandatory: true });
const heartbeat = new Reply({ linger: 0 });
// A cell that prints much waits for a client that reads slowly, and loses no line.
const iopub = new Publisher({ linger: 1000, sendHighWaterMark: 8, noDrop: true });

/** How long the main thread may take to see an interrupt before it gets a signal. */
const signalDelay = 100;
/** How long it may take to exit before it is killed. */
const exitDelay = 1000;

/** How long output may still take when the kernel is told to end, in milliseconds. */
const lastWordsDelay = 500;
/** Milliseconds until a publisher that was full is tried again. */
const retryDelay = 2;
let isClosing = false;

const post = (message: FromSockets): void => port.postMessage(message);
const complain = (text: string): void => void writeSync(2, `lowrank kernel: ${text}\n`);

const sending = new Map<unknown, Promise<void>>();

/** Sends after what is already on its way: a socket takes one message at a time. */
function send(socket: Router | Publisher, frames: Buffer[]): Promise<void> {
  const sent = (sending.get(socket) ?? Promise.resolve())
    .then(() => sendWhole(socket, frames))
    .catch((error: Error) => complain(`cannot send: ${error.message}`));
  sending.set(socket, sent);
  return sent;
}

/** A publisher refuses what is beyond its mark, and does not say when there is room again. */
async function sendWhole(socket: Router | Publisher, frames: Buffer[]): Promise<void> {
  for (;;) {
    try {
      return await socket.send(frames);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || isClosing) throw error;
      await wait(retryDelay);
    }
  }
}

const streams = new StreamMerger((parent, content) => {
  const sent = publishNow("stream", content, parent);
  void sent.then(() => giveRoom(outputFlow, String(content.text).length));
});

function publishNow(
  type: string,
  content: Json,
  parent: MessageHeader | undefined,
  metadata: Json = {},
): Promise<void> {
  const message = createMessage(type, content, { session, metadata });
  if (parent) message.parentHeader = parent;
  message.identities = [Buffer.from(type)];
  return send(iopub, encodeMessage(message, connection.key));
}

function publish(
  type: string,
  content: Json,
  parent: MessageHeader | undefined,
  metadata?: Json,
): void {
  streams.flush();
  void publishNow(type, content, parent, metadata);
}

function reply(socket: Router, request: Message, type: string, content: Json): void {
  streams.flush();
  const parent = { ...request, identities: request.identities.map((part) => Buffer.from(part)) };
  void send(
    socket,
    encodeMessage(createMessage(type, content, { session, parent }), connection.key),
  );
}

function onMainMessage(message: ToSockets): void {
  if (message.kind === "reply") reply(shell, message.request, message.type, message.content);
  else if (message.kind === "publish") {
    if (message.type === "stream" && message.parent) streams.add(message.parent, message.content);
    else publish(message.type, message.content, message.parent, message.metadata);
  } else if (message.kind === "ask") ask(message);
  else {
    // Two turns of the event loop let requests that have already arrived go ahead of the answer.
    setImmediate(() => setImmediate(() => post({ kind: "marked" })));
  }
}

/** The question that waits for its answer, and the id of the message that asked it. */
let asked: { question: number; id: string } | undefined;

function ask({ question, prompt, password, ...to }: Extract<ToSockets, { kind: "ask" }>): void {
  streams.flush();
  const message = createMessage("input_request", { prompt, password }, { session });
  message.parentHeader = to.parent;
  message.identities = to.identities.map((part) => Buffer.from(part));
  asked = { question, id: message.header.msg_id };
  stdin.send(encodeMessage(message, connection.key)).catch((error: Error) => {
    const failure = `the front end does not listen for questions (${error.message})`;
    if (asked?.question === question) answer({ question, failure });
  });
}

function answer(content: Answer): void {
  asked = undefined;
  answers.postMessage(content);
  Atomics.add(inputSignal, 0, 1);
  Atomics.notify(inputSignal, 0);
}

/** An answer to a question that was given up, or to none, is dropped. */
function onInput({ header, parentHeader, content }: Message): void {
  if (!asked || header.msg_type !== "input_reply") return;
  const { msg_id: id } = parentHeader as { msg_id?: unknown };
  // Some clients do not say which question they answer.
  if (id !== undefined && id !== asked.id) return;
  const { value } = content;
  answer({ question: asked.question, value: typeof value === "string" ? value : "" });
}

/** Hands each well-formed message of a socket on; a bad one costs a line on stderr. */
async function listen(
  socket: Router,
  name: string,
  handle: (message: Message) => void,
): Promise<void> {
  for await (const frames of socket) {
    let message: Message;
    try {
      message = decodeMessage(frames, connection.key);
    } catch (error) {
      complain(`dropped a message on the ${name} channel: ${(error as Error).message}`);
      continue;
    }
    handle(message);
  }
}

function onShell(message: Message): void {
  if (/^(shutdown|debug)_request$/.test(message.header.msg_type)) onControl(message, shell);
  else post({ kind: "request", message });
}

function onControl(message: Message, socket: Router = control): void {
  const type = message.header.msg_type;
  publish("status", { execution_state: "busy" }, message.header);
  if (type === "interrupt_request") {
    interrupt();
    reply(socket, message, "interrupt_reply", { status: "ok" });
  } else if (type === "kernel_info_request")
    reply(socket, message, "kernel_info_reply", kernelInfo);
  else if (type === "shutdown_request") {
    reply(socket, message, "shutdown_reply", {
      status: "ok",
      restart: message.content.restart === true,
    });
  } else if (type === "debug_request") {
    const { seq, command } = message.content;
    const answer = { type: "response", request_seq: seq, command, success: false };
    reply(socket, message, "debug_reply", { ...answer, message: "this kernel has no debugger" });
  } else complain(`ignored a message of type ${JSON.stringify(type)} on the control channel`);
  publish("status", { execution_state: "idle" }, message.header);
  if (type === "shutdown_request") void shutDown();
}

/**
 * Asks the main thread to stop its cell. Loops of a cell read the flag; a library's loop ends by
 * SIGINT, which Node turns into an exception while it runs the cell's code.
 */
function interrupt(): void {
  const isOpen = askInterrupt(interruptFlag);
  post({ kind: "interrupt" });
  if (process.platform === "win32") return; // SIGINT would end the process there.
  const timer = setTimeout(() => {
    // Another may be asked for by now: a signal for this one would end a cell behind it.
    if (!isOpen()) return;
    // The main thread may wait for a child, such as one of execSync, and then sees no signal.
    endChildren(process.pid, "SIGINT");
    if (isOpen()) process.kill(process.pid, "SIGINT");
  }, signalDelay);
  timer.unref();
}

async function shutDown(): Promise<void> {
  // What a cell still says now has nobody to say it to.
  port.off("message", onMainMessage);
  streams.flush();
  await Promise.race([Promise.all(sending.values()), wait(lastWordsDelay)]);
  isClosing = true;
  closeSockets();
  post({ kind: "exit" });
  setTimeout(() => process.kill(process.pid, "SIGKILL"), exitDelay);
}

/** Must come before the process exits: open sockets abort it. */
function closeSockets(): void {
  for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close();
}

const address = (port: number): string => socketAddress(connection, port);

async function start(): Promise<void> {
  await Promise.all([
    shell.bind(address(connection.shell_port)),
    control.bind(address(connection.control_port)),
    stdin.bind(address(connection.stdin_port)),
    iopub.bind(address(connection.iopub_port)),
    heartbeat.bind(address(connection.hb_port)),
  ]);
  publish("status", { execution_state: "starting" }, undefined);
  port.on("message", onMainMessage);
  const { [kernelFolderVariable]: folder, JPY_PARENT_PID: parent } = process.env;
  watchParent(
    () => {
      if (folder) rmSync(folder, { recursive: true, force: true });
      endGroup();
    },
    folder ? Number(parent) : undefined,
  );
  post({ kind: "ready" });
  await Promise.all([
    listen(shell, "shell", onShell),
    listen(control, "control", onControl),
    listen(stdin, "stdin", onInput),
    echo(),
  ]);
}

/** Ends this process and, where it leads a group, all that cells have started. */
function endGroup(): void {
  try {
    if (process.platform !== "win32") process.kill(-process.pid, "SIGKILL");
  } catch {
    // It leads none.
  }
  process.kill(process.pid, "SIGKILL");
}

async function echo(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

start().catch((error: Error) => {
  closeSockets();
  post({ kind: "failed", message: error.message });
});
