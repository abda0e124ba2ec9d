import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { WebSocket } from "ws";
import { serveBook, type BookServer } from "../../../src/workbook/book/live/serveBook";
import type { LiveOptions } from "../../../src/workbook/book/live/openLive";
import {
  passFragment,
  socketPath,
  type OpenedMessage,
  type PageMessage,
  type ServerMessage,
} from "../../../src/workbook/book/live/protocol";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import type { Notebook, Output } from "../../../src/workbook/jupyter/notebook/notebook";

export type Event<T extends ServerMessage["type"]> = Extract<ServerMessage, { type: T }>;

/** A reply to a bare request. */
export interface Reply {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

/** A page as the server sees it: a socket, and what came over it. */
export class Page {
  readonly heard: ServerMessage[] = [];
  /** Bytes that have come. */
  bytes = 0;
  private waiting: (() => void)[] = [];
  readonly closed: Promise<number>;

  constructor(
    readonly socket: WebSocket,
    private readonly pass?: string,
  ) {
    this.closed = new Promise((resolve) => socket.once("close", (code) => resolve(code)));
    socket.on("message", (data: Buffer) => {
      this.bytes += data.length;
      this.heard.push(JSON.parse(data.toString("utf8")) as ServerMessage);
      for (const look of this.waiting) look();
    });
    socket.on("error", () => undefined);
  }

  send(message: PageMessage): void {
    const { pass } = this;
    this.socket.send(JSON.stringify(message.type === "open" ? { pass, ...message } : message));
  }

  /** The first message, of those not seen before `from`, that passes; waits for it. */
  hears<T extends ServerMessage["type"]>(
    type: T,
    passes: (message: Event<T>) => boolean = () => true,
    from = 0,
  ): Promise<Event<T>> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.heard
          .slice(from)
          .find(
            (message): message is Event<T> => message.type === type && passes(message as Event<T>),
          );
        if (!found) return;
        this.waiting = this.waiting.filter((other) => other !== look);
        resolve(found);
      };
      this.waiting.push(look);
      look();
    });
  }

  async open(
    notebook = "01-a.ipynb",
    rest: { session?: string; seen?: number } = {},
  ): Promise<OpenedMessage> {
    this.send({ type: "open", notebook, ...rest });
    return this.hears("opened");
  }

  /** Runs a cell and waits for its end. */
  async run(cell: string, code: string): Promise<Event<"finished">> {
    const from = this.heard.length;
    this.send({ type: "execute", cell, code });
    return this.hears("finished", (event) => event.cell === cell, from);
  }

  /** What a page shows of a cell after all that it has heard. */
  shown(cell: string): { output: Output; html: string }[] {
    return shownAfter(this.heard, cell);
  }

  /** What a cell has printed. */
  text(cell: string): string {
    return this.shown(cell)
      .map(({ output }) => (output.output_type === "stream" ? String(output.text) : ""))
      .join("");
  }

  /** Number of the last event. */
  get seen(): number {
    return Math.max(0, ...this.heard.map((message) => ("number" in message ? message.number : 0)));
  }

  /** Cuts the line without a word. */
  async cut(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}

/** What a page shows of a cell after some messages. */
export function shownAfter(
  messages: readonly ServerMessage[],
  cell: string,
): { output: Output; html: string }[] {
  const shown: { output: Output; html: string }[] = [];
  for (const message of messages) {
    if (!("cell" in message) || message.cell !== cell) continue;
    if (message.type === "started") shown.length = 0;
    else if (message.type === "cleared") shown.length = Math.min(shown.length, message.from);
    else if (message.type === "output")
      shown[message.index] = { output: message.output, html: message.html };
  }
  return shown;
}

export interface LiveServer {
  server: BookServer;
  /** `http://127.0.0.1:PORT` */
  origin: string;
  port: number;
  /** Name and value, as a browser that came with the token has it. */
  cookie: string;
  /** What a page says first, as the address behind the token brings it. */
  pass: string;
  /** Folder of the notebooks. */
  notebooks: string;
  ask(
    asked: string,
    options?: { method?: string; headers?: Record<string, string>; body?: string },
  ): Promise<Reply>;
  /** Opens a socket; `headers` replace those of a page of this server. */
  dial(headers?: Record<string, string | undefined>, at?: string): WebSocket;
  connect(): Promise<Page>;
  close(): Promise<void>;
}

const empty: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };

/** A live server with a book of one empty page, for the notebooks given. */
export async function startLive(
  notebooks: Record<string, Notebook> = {},
  options: Partial<LiveOptions> = {},
): Promise<LiveServer> {
  const root = mkdtempSync(path.join(tmpdir(), "lowrank-live-"));
  const [folder, notebooksFolder] = ["book", "notebooks"].map((name) => path.join(root, name));
  mkdirSync(folder);
  writeFileSync(path.join(folder, "index.html"), "<!doctype html><title>Book</title>");
  for (const [name, notebook] of Object.entries({
    "01-a": empty,
    "solutions/01-a-solutions": empty,
    ...notebooks,
  })) {
    const file = path.join(notebooksFolder, `${name}.ipynb`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(notebook));
  }
  const server = await serveBook({
    folder,
    port: 0,
    live: { notebooksFolder, command: kernelCommand, ...options },
  });
  const origin = new URL(server.url).origin;
  const port = Number(new URL(origin).port);
  const ask: LiveServer["ask"] = (asked, { method = "GET", headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const sent = request(
        { hostname: "127.0.0.1", port, path: asked, method, headers, agent: false },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part: string) => (text += part));
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          );
        },
      );
      sent.on("error", reject).end(body);
    });
  const entered = await ask(server.liveUrl.slice(origin.length));
  const pass = String(entered.headers.location).split(passFragment)[1];
  const cookie = String(entered.headers["set-cookie"]).split(";")[0];
  const dial: LiveServer["dial"] = (headers = {}, at = socketPath) => {
    const sent = Object.entries({ origin, cookie, ...headers }).filter(
      (header): header is [string, string] => header[1] !== undefined,
    );
    return new WebSocket(`ws://127.0.0.1:${port}${at}`, { headers: Object.fromEntries(sent) });
  };
  return {
    server,
    origin,
    port,
    cookie,
    pass,
    ask,
    dial,
    notebooks: notebooksFolder,
    connect: async () => {
      const page = new Page(dial(), pass);
      await once(page.socket, "open");
      return page;
    },
    close: async () => {
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The status with which a socket is refused; 101 where it is opened. */
export function statusOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.once("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.once("unexpected-response", (_, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.on("error", reject);
  });
}
