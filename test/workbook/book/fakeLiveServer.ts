import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import { sendFile } from "../../../src/workbook/book/live/sendFile";
import {
  socketPath,
  statusPath,
  type KernelState,
  type OpenMessage,
  type PageMessage,
  type ServerMessage,
  type SessionEvent,
} from "../../../src/workbook/book/live/protocol";

/**
 * A server whose kernel is played by the test: it says what it is told to, and keeps what pages
 * say.
 */
export interface FakeLiveServer {
  readonly url: string;
  readonly port: number;
  /** What pages have said, in order. */
  readonly heard: PageMessage[];
  /** Answer to whether a browser may run cells. Default: 204. */
  status: number;
  /** What the kernel answers to questions. Default: nothing. */
  answer: (
    question: Extract<PageMessage, { request: number }>,
  ) => Readonly<Record<string, unknown>>;
  /** Says an event to the page, or keeps it for the page that comes back. */
  say(event: SessionEvent): void;
  /** Plays one run of a cell that prints a text. */
  play(cell: string, text: string, executionCount?: number): void;
  /** Says something that is no event. */
  tell(message: ServerMessage): void;
  /** The next `open` that comes; waits for it. */
  nextOpen(): Promise<OpenMessage>;
  /** The next message of a kind; waits for it. */
  next<T extends PageMessage["type"]>(type: T): Promise<Extract<PageMessage, { type: T }>>;
  /** Cuts all sockets. */
  cut(): void;
  /** Forgets its session, as a server that was started anew. */
  forget(): void;
  close(): Promise<void>;
}

export async function startFakeServer(folder: string, port = 0): Promise<FakeLiveServer> {
  const heard: PageMessage[] = [];
  let waiting: ((message: PageMessage) => boolean)[] = [];
  let events: (SessionEvent & { number: number })[] = [];
  let kernel: KernelState = "none";
  let session = "session-1";
  let socket: WebSocket | undefined;
  const http = createServer((request, response) => {
    if (request.url === statusPath) return void response.writeHead(server.status).end();
    const { pathname } = new URL(request.url ?? "/", "http://fake.invalid");
    sendFile(request, response, path.join(folder, decodeURIComponent(pathname))).catch(() =>
      response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ server: http, path: socketPath });
  const send = (message: ServerMessage): void => socket?.send(JSON.stringify(message));
  const hear = (message: PageMessage): void => {
    heard.push(message);
    if (message.type === "open") {
      const isNew = message.session !== session;
      send({ type: "opened", session, isNew, kernel });
      for (const event of events) if (event.number > (isNew ? 0 : (message.seen ?? 0))) send(event);
    }
    if ("request" in message)
      send({ type: "reply", request: message.request, content: server.answer(message) });
    waiting = waiting.filter((takes) => !takes(message));
  };
  sockets.on("connection", (opened) => {
    socket = opened;
    opened.on("message", (data: Buffer) => hear(JSON.parse(data.toString("utf8")) as PageMessage));
  });
  http.listen(port, "127.0.0.1");
  await once(http, "listening");
  const taken = (http.address() as AddressInfo).port;
  const server: FakeLiveServer = {
    url: `http://127.0.0.1:${taken}/`,
    port: taken,
    heard,
    status: 204,
    answer: () => ({}),
    say(event) {
      if (event.type === "kernel") kernel = event.state;
      const numbered = { ...event, number: events.length + 1 };
      events.push(numbered);
      if (socket?.readyState === socket?.OPEN) send(numbered);
    },
    play(cell, text, executionCount = 1) {
      server.say({ type: "queued", cell });
      server.say({ type: "started", cell });
      server.say({
        type: "output",
        cell,
        index: 0,
        output: { output_type: "stream", name: "stdout", text },
        html: `<pre class="output text stream stdout" data-label="Printed text">${text}</pre>`,
      });
      server.say({ type: "finished", cell, status: "ok", executionCount, seconds: 0.25 });
    },
    tell: send,
    nextOpen: () => server.next("open"),
    next: (type) =>
      new Promise((resolve) => {
        waiting.push((message) => {
          if (message.type !== type) return false;
          resolve(message as Extract<PageMessage, { type: typeof type }>);
          return true;
        });
      }),
    cut: () => sockets.clients.forEach((client) => client.terminate()),
    forget() {
      session = `${session}+`;
      events = [];
      kernel = "none";
    },
    async close() {
      server.cut();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}
