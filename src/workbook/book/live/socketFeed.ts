import type { WebSocket } from "ws";
import type { NumberedEvent } from "./eventLog";
import type { LiveSession } from "./liveSession";

/** Bytes that may wait in a socket before events are held back. */
const waitingBytes = 1_000_000;

/** A numbered event as text to send. */
export type Writer = (event: NumberedEvent) => string;

/**
 * Sends a session's events over one socket, those after `seen` first. A page that reads slowly gets
 * fewer states of what changes: events are held back while much waits in the socket, and then come
 * from the log, which has only those that still say something.
 *
 * @returns stops the feed
 */
export function feedSocket(
  socket: WebSocket,
  session: LiveSession,
  seen: number,
  write: Writer,
): () => void {
  let sent = seen;
  let isBehind = false;
  const send = (event: NumberedEvent): void => {
    sent = event.number;
    socket.send(write(event), catchUp);
  };
  const catchUp = (): void => {
    if (!isBehind || socket.readyState !== socket.OPEN || socket.bufferedAmount > waitingBytes)
      return;
    isBehind = false;
    for (const event of session.log.after(sent)) {
      if (isFull()) return;
      send(event);
    }
  };
  const isFull = (): boolean => {
    isBehind ||= socket.bufferedAmount > waitingBytes;
    return isBehind;
  };
  const pass = (event: NumberedEvent): void => {
    if (!isFull()) send(event);
  };
  session.attach(pass);
  isBehind = true;
  catchUp();
  return () => session.detach(pass);
}
