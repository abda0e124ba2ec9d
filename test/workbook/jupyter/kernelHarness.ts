import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Dealer, Request, Subscriber } from "zeromq";
import {
  createMessage,
  decodeMessage,
  encodeMessage,
  type ConnectionInfo,
  type Json,
  type Message,
} from "../../../src/workbook/jupyter/wire";
import { repository, workbookSources } from "../../paths";

export const root = repository;
const kernelModule = path.join(workbookSources, "jupyter", "kernel", "kernel.js");
const startCode = `require(${JSON.stringify(kernelModule)}).startKernel({ connectionFile: process.argv[1] }).catch((e) => { console.error(e); process.exit(1); })`;

/** Starts a kernel on the connection file that follows as the last argument. */
export const startCommand: readonly string[] = [process.execPath, "-e", startCode];

/** What one execute_request brought. */
export interface Executed {
  reply: Json;
  /** Messages on iopub whose parent is the request, without status and execute_input. */
  shown: Message[];
  /** Text written to stdout. */
  stdout: string;
}

interface Sent {
  id: string;
  reply: Promise<Message>;
}

export const parentId = ({ parentHeader }: Message): string | undefined =>
  (parentHeader as { msg_id?: string }).msg_id;

/**
 * A kernel in a process of its own and a client that speaks to it, too plain to mend the kernel's
 * faults.
 */
export class KernelHarness {
  readonly process: ChildProcess;
  readonly heard: Message[] = [];
  stderr = "";
  private readonly sockets = { shell: new Dealer(), control: new Dealer() };
  private readonly heartbeat = new Request();
  private readonly iopub = new Subscriber();
  private readonly replies = new Map<string, (reply: Message) => void>();
  private readonly watchers = new Set<() => void>();

  private constructor(
    readonly connection: ConnectionInfo,
    private readonly folder: string,
    command: readonly string[],
    cwd: string,
  ) {
    const file = path.join(folder, "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    this.process = spawn(command[0], [...command.slice(1), file], {
      cwd,
      stdio: ["ignore", "ignore", "pipe"],
    });
    // Every request that is under way listens for the end.
    this.process.setMaxListeners(0);
    this.process.stderr!.on("data", (data: Buffer) => (this.stderr += data.toString()));
    const at = (port: number): string => `tcp://127.0.0.1:${port}`;
    this.sockets.shell.connect(at(connection.shell_port));
    this.sockets.control.connect(at(connection.control_port));
    this.heartbeat.connect(at(connection.hb_port));
    this.iopub.connect(at(connection.iopub_port));
    this.iopub.subscribe();
    const onReply = (message: Message): void =>
      this.replies.get(parentId(message) ?? "")?.(message);
    void this.receive(this.sockets.shell, onReply);
    void this.receive(this.sockets.control, onReply);
    void this.receive(this.iopub, (message) => {
      this.heard.push(message);
      for (const watcher of this.watchers) watcher();
    });
  }

  /** Starts a kernel and waits until it answers and is heard. */
  static async start({ command = startCommand, cwd = root } = {}): Promise<KernelHarness> {
    const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
    const connection = {
      transport: "tcp",
      ip: "127.0.0.1",
      key: "secret",
      signature_scheme: "hmac-sha256",
    };
    const ports = { shell_port, iopub_port, stdin_port, control_port, hb_port };
    const folder = mkdtempSync(path.join(tmpdir(), "lowrank-kernel-"));
    const kernel = new KernelHarness({ ...connection, ...ports }, folder, command, cwd);
    // A subscription takes a moment to reach the kernel: ask until the status of an answer is
    // heard.
    for (;;) {
      await kernel.request("kernel_info_request");
      if (await kernel.hears(({ header }) => header.msg_type === "status", 200)) return kernel;
    }
  }

  /** Sends a request and resolves with its reply. */
  async request(
    type: string,
    content: Json = {},
    channel: "shell" | "control" = "shell",
  ): Promise<Message> {
    return (await this.send(type, content, channel)).reply;
  }

  async send(
    type: string,
    content: Json = {},
    channel: "shell" | "control" = "shell",
  ): Promise<Sent> {
    const message = createMessage(type, content, { session: "test" });
    const reply = new Promise<Message>((resolve, reject) => {
      this.replies.set(message.header.msg_id, resolve);
      const lost = (): void => reject(new Error(`the kernel is gone: ${this.stderr}`));
      if (this.process.exitCode !== null) lost();
      else this.process.once("exit", lost);
    });
    // Whoever waits for it hears of the end; a reply that nobody waits for may stay out.
    reply.catch(() => undefined);
    await this.sendRaw(encodeMessage(message, this.connection.key), channel);
    return { id: message.header.msg_id, reply };
  }

  /** Sends frames as they are. */
  async sendRaw(
    frames: (Buffer | string)[],
    channel: "shell" | "control" = "shell",
  ): Promise<void> {
    await this.sockets[channel].send(frames);
  }

  start(code: string, more: Json = {}): Promise<Sent> {
    return this.send("execute_request", executeContent(code, more));
  }

  /** Runs a cell and gathers what it brought. */
  async execute(code: string, more: Json = {}): Promise<Executed> {
    return this.finish(await this.start(code, more));
  }

  async finish({ id, reply }: Sent): Promise<Executed> {
    const answer = await reply;
    const isIdle = (message: Message): boolean =>
      message.content.execution_state === "idle" && parentId(message) === id;
    assert.ok(await this.hears(isIdle, 60_000), "the kernel did not become idle");
    return { reply: answer.content, ...this.shownBy(id) };
  }

  shownBy(id: string): { shown: Message[]; stdout: string } {
    const mine = this.heard.filter((message) => parentId(message) === id);
    const shown = mine.filter(
      ({ header }) => header.msg_type !== "status" && header.msg_type !== "execute_input",
    );
    const written = shown.filter(
      ({ header, content }) => header.msg_type === "stream" && content.name === "stdout",
    );
    return { shown, stdout: written.map(({ content }) => content.text).join("") };
  }

  /**
   * Resolves true when a message like this one has been heard, false after a time in milliseconds.
   */
  hears(wanted: (message: Message) => boolean, timeout = 10_000): Promise<boolean> {
    return new Promise((resolve) => {
      let from = 0;
      const end = (heard: boolean): void => {
        clearTimeout(timer);
        this.watchers.delete(look);
        resolve(heard);
      };
      const look = (): void => {
        while (from < this.heard.length) if (wanted(this.heard[from++])) return end(true);
      };
      const timer = setTimeout(() => end(false), timeout);
      this.watchers.add(look);
      look();
    });
  }

  async beat(): Promise<void> {
    await this.heartbeat.send("beat");
    await this.heartbeat.receive();
  }

  /** Resolves with the exit code or signal when the process has ended. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    if (this.process.exitCode === null && this.process.signalCode === null)
      await once(this.process, "exit");
    return this.process.exitCode ?? this.process.signalCode;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill("SIGKILL");
      await this.ended();
    }
    for (const socket of [this.sockets.shell, this.sockets.control, this.heartbeat, this.iopub])
      socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async receive(
    socket: Dealer | Subscriber,
    handle: (message: Message) => void,
  ): Promise<void> {
    // A subscription's first frame is the topic; the message reader skips all before the delimiter.
    for await (const frames of socket) handle(decodeMessage(frames, this.connection.key));
  }
}

export function executeContent(code: string, more: Json = {}): Json {
  return {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
    ...more,
  };
}

/** The MIME bundle of a cell's result. */
export function resultData({ shown }: Executed): Json | undefined {
  return shown.find(({ header }) => header.msg_type === "execute_result")?.content.data as
    Json | undefined;
}

export function tracebackText({ reply }: Executed): string {
  return (reply.traceback as string[]).join("\n");
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
