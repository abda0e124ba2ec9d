import type { CellFacts } from "../../../cells/graph/cellFacts";
import type { DescribedVariable } from "../../../jupyter/kernel/describeVariables";
import { lockedCode, socketPath, type PageMessage, type ServerMessage } from "../../live/protocol";
import { askStatus } from "../askStatus";
import { readPass } from "../livePass";
import type { Connection, ConnectionListener, ConnectionState } from "./connection";

/** Waits before each new attempt, in milliseconds; the last one goes on. */
const waits = [100, 250, 500, 1000, 2000, 4000, 8000];
const answerLimit = 3000;
/** The first question about cells loads the compiler. */
const readLimit = 20_000;

/**
 * Opens the notebook's session and keeps it open: where the socket is cut, it asks whether the
 * server is still there, opens a new socket and takes up the session after the last event that was
 * seen.
 */
export function openSocket(
  notebook: string,
  session: string | undefined,
  listener: ConnectionListener,
): Connection {
  let socket: WebSocket | undefined;
  let state: ConnectionState = "connecting";
  let seen = 0;
  let attempts = 0;
  let requests = 0;
  let isClosed = false;
  const answers = new Map<
    number,
    (content: Readonly<Record<string, unknown>> | undefined) => void
  >();

  const change = (next: ConnectionState): void => {
    if (next === state) return;
    state = next;
    listener.changed(state);
  };

  const receive = (message: ServerMessage): void => {
    if (message.type === "reply") return answers.get(message.request)?.(message.content);
    if (message.type === "refused") return listener.refused(message);
    if (message.type === "opened") {
      const wanted = session;
      if (message.session !== session || message.isNew) seen = 0;
      session = message.session;
      attempts = 0;
      change("open");
      return listener.opened(message, wanted);
    }
    seen = Math.max(seen, message.number);
    listener.event(message);
  };

  const connect = (): void => {
    const address = new URL(socketPath, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const opening = (socket = new WebSocket(address));
    opening.onopen = () => {
      const pass = readPass();
      const message = { type: "open", notebook, session, seen, pass } satisfies PageMessage;
      opening.send(JSON.stringify(message));
    };
    opening.onmessage = ({ data }: MessageEvent<string>) =>
      receive(JSON.parse(data) as ServerMessage);
    opening.onclose = ({ code }) => {
      if (isClosed) return;
      if (state === "open") change("lost");
      if (code === lockedCode) change("locked");
      for (const answer of answers.values()) answer(undefined);
      void reconnect();
    };
  };

  const reconnect = async (): Promise<void> => {
    await pause(waits[Math.min(attempts++, waits.length - 1)]);
    const status = await askStatus();
    if (isClosed) return;
    if (status === 204) return connect();
    change(status === 401 ? "locked" : "gone");
    return reconnect();
  };

  const send = (message: PageMessage): boolean => {
    if (state !== "open" || socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  };

  const answerTo = async (
    question: Extract<PageMessage, { request: number }>,
    limit = answerLimit,
  ): Promise<Readonly<Record<string, unknown>> | undefined> => {
    if (!send(question)) return undefined;
    const { request } = question;
    const content = await new Promise<Readonly<Record<string, unknown>> | undefined>((resolve) => {
      answers.set(request, resolve);
      setTimeout(() => resolve(undefined), limit);
    });
    answers.delete(request);
    return content;
  };

  connect();
  return {
    get state() {
      return state;
    },
    send,
    ask: (type, code, cursor) => answerTo({ type, request: ++requests, code, cursor }),
    async read(cells) {
      const content = await answerTo({ type: "read", request: ++requests, cells }, readLimit);
      return content?.facts as readonly CellFacts[] | undefined;
    },
    async variables() {
      const content = await answerTo({ type: "variables", request: ++requests });
      return content?.variables as readonly DescribedVariable[] | undefined;
    },
    close() {
      send({ type: "shutdown" });
      isClosed = true;
      for (const answer of answers.values()) answer(undefined);
      socket?.close();
    },
  };
}

/** Waits; back on the network or in the tab, a reader need not. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const go = (): void => {
      stop.abort();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    const { signal } = stop;
    addEventListener("online", go, { signal });
    addEventListener("focus", go, { signal });
  });
}
