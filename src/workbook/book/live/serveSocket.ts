import type { RawData, WebSocket } from "ws";
import type { Output } from "../../jupyter/notebook/notebook";
import { applyPageMessage } from "./applyPageMessage";
import { note } from "./boundedOutputs";
import type { NumberedEvent } from "./eventLog";
import type { LiveSession } from "./liveSession";
import type { OutputRenderer } from "./outputMarkup";
import { readPageMessage } from "./pageMessage";
import { readCells } from "./readCells";
import type { Door } from "./door";
import { lockedCode, type OpenMessage, type PageMessage, type ServerMessage } from "./protocol";
import type { SessionStore } from "./sessionStore";
import { feedSocket } from "./socketFeed";

/** Milliseconds in which a page must say which notebook it shows. */
const openWithin = 10_000;
/** Answers that may wait in a socket; a page that asks without reading is cut off. */
const waitingAnswers = 10_000;
/** Questions to the kernel that may be under way. */
const questionsAtATime = 8;

/** Serves one page's socket. */
export function serveSocket(
  socket: WebSocket,
  store: SessionStore,
  render: OutputRenderer,
  door: Pick<Door, "passes">,
): void {
  const page = new PageSocket(socket, store, render, door);
  socket.on("message", (data, isBinary) => page.receive(data, isBinary));
  socket.on("close", () => page.close());
  socket.on("error", () => socket.terminate()); // Too large a message, or no WebSocket at all.
}

class PageSocket {
  private session: LiveSession | undefined;
  private opening: Promise<void> | undefined;
  private stopFeed: (() => void) | undefined;
  private questions = 0;
  private answers = 0;
  private readonly deadline: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    private readonly store: SessionStore,
    private readonly render: OutputRenderer,
    private readonly door: Pick<Door, "passes">,
  ) {
    this.deadline = setTimeout(
      () => socket.close(1008, "no notebook was opened"),
      openWithin,
    ).unref();
  }

  receive(data: RawData, isBinary: boolean): void {
    if (isBinary) return this.socket.close(1003, "messages are text");
    let message: PageMessage;
    try {
      message = readPageMessage((data as Buffer).toString("utf8"));
    } catch (error) {
      return this.refuse((error as Error).message);
    }
    if (message.type !== "open") return void this.follow(message);
    if (!this.door.passes(message.pass)) return this.socket.close(lockedCode, "no pass");
    if (this.opening) return this.refuse("This page has its notebook open already.");
    this.opening = this.open(message).catch((error: Error) => {
      this.opening = undefined;
      this.refuse(error.message);
    });
  }

  close(): void {
    clearTimeout(this.deadline);
    this.stopFeed?.();
  }

  private async open({ notebook, session: id, seen = 0 }: OpenMessage): Promise<void> {
    const known = this.store.find(id, notebook);
    const session = known ?? (await this.store.create(notebook));
    clearTimeout(this.deadline);
    this.session = session;
    this.send({
      type: "opened",
      session: session.id,
      isNew: known === undefined,
      kernel: session.kernelState,
      node: Number.parseInt(process.versions.node, 10),
    });
    this.stopFeed = feedSocket(this.socket, session, known ? seen : 0, (event) =>
      this.write(event, session),
    );
    if (this.socket.readyState !== this.socket.OPEN) this.close();
  }

  /** Answers a message once the notebook that was asked for before it is open. */
  private async follow(message: Exclude<PageMessage, OpenMessage>): Promise<void> {
    await this.opening;
    if (this.session) this.answer(message, this.session);
    else this.refuse("Open a notebook first.");
  }

  private answer(message: Exclude<PageMessage, OpenMessage>, session: LiveSession): void {
    switch (message.type) {
      case "complete":
      case "inspect":
        return void this.question(message.request, () =>
          session.ask(message.type, message.code, message.cursor),
        );
      case "variables":
        return void this.question(message.request, () => session.variables());
      case "read":
        return void this.question(message.request, async () => {
          return { facts: await readCells(message.cells) };
        });
    }
    const refusal = applyPageMessage(session, message);
    if (refusal) this.refuse(refusal.message, refusal.cell);
  }

  private async question(
    request: number,
    answer: () => Promise<Readonly<Record<string, unknown>>>,
  ): Promise<void> {
    this.questions++;
    const content = this.questions > questionsAtATime ? {} : await answer();
    this.questions--;
    this.send({ type: "reply", request, content });
  }

  private refuse(message: string, cell?: string): void {
    this.send({ type: "refused", message, ...(cell !== undefined && { cell }) });
  }

  private send(message: ServerMessage): void {
    if (this.answers >= waitingAnswers) return this.socket.terminate();
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.answers++;
    this.socket.send(JSON.stringify(message), () => this.answers--);
  }

  private write({ number, event }: NumberedEvent, session: LiveSession): string {
    if (event.type !== "output") return JSON.stringify({ ...event, number });
    const write = (output: Output): string =>
      JSON.stringify({
        ...event,
        output,
        number,
        html: this.render(output, session.options.chapter),
      } satisfies ServerMessage);
    try {
      return write(event.output);
    } catch (error) {
      return write(note(session.words.notShown((error as Error).message)));
    }
  }
}
