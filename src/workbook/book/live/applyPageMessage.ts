import type { LiveSession } from "./liveSession";
import type { OpenMessage, PageMessage } from "./protocol";

/** Why a session will not do what a page asked for, in words. */
export interface Refusal {
  readonly message: string;
  /** Cell that was to run, where there was one. */
  readonly cell?: string;
}

/** What a page asks a session to do; questions have answers and are no part of it. */
export type PageOrder = Exclude<PageMessage, OpenMessage | { request: number }>;

/** Does what a page asks for; returns why not, where it is not done. */
export function applyPageMessage(session: LiveSession, message: PageOrder): Refusal | undefined {
  switch (message.type) {
    case "execute": {
      const refusal = session.execute(message.cell, message.code);
      return refusal === undefined ? undefined : { message: refusal, cell: message.cell };
    }
    case "interrupt":
      return void session.interrupt();
    case "move":
      return void session.move(message.comm, message.state);
    case "answer":
      return void session.answer(message.cell, message.value);
    case "restart": {
      const refusal = session.restart();
      return refusal === undefined ? undefined : { message: refusal };
    }
    case "shutdown":
      return void session.shutDown();
  }
}
