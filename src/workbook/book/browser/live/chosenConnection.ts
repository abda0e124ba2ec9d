import type { Connection, ConnectionListener, OpenConnection } from "./connection";

/** What may run the cells of a page that a server serves: the server's Node, or the browser. */
export type KernelPlace = "node" | "browser";

/** The reader's choice of what runs the cells of a page. */
export interface KernelChoice {
  readonly place: KernelPlace;
  /**
   * Ends the session and opens one in the other place.
   *
   * @throws Error if that cannot be had; the session then goes on
   */
  choose(place: KernelPlace): Promise<void>;
}

/** What opens a session in a place, once what it needs is loaded. */
export type KernelPlaces = Readonly<Record<KernelPlace, () => Promise<OpenConnection>>>;

export interface ChosenKernel {
  readonly open: OpenConnection;
  readonly choice: KernelChoice;
}

/**
 * One connection of a page, behind which the reader changes what runs the cells: what comes of the
 * session before is heard no more.
 *
 * @param place where the page begins
 * @param first what opens a session there
 * @param keep remembers the choice for the page's next opening
 */
export function openChosen(
  places: KernelPlaces,
  place: KernelPlace,
  first: OpenConnection,
  keep: (place: KernelPlace) => void,
): ChosenKernel {
  let current: Connection;
  let reopen: (open: OpenConnection) => void;
  const follow: OpenConnection = (notebook, session, listener) => {
    const connect = (open: OpenConnection, known: string | undefined): void => {
      const own = (): boolean => current === connection;
      const connection: Connection = open(notebook, known, onlyWhile(own, listener));
      current = connection;
    };
    connect(first, session);
    reopen = (open) => {
      current.close();
      connect(open, undefined);
      listener.changed(current.state);
    };
    const read: Connection["read"] = async (cells) => {
      const asked = current;
      const facts = await asked.read(cells);
      return asked === current ? facts : read(cells);
    };
    return {
      get state() {
        return current.state;
      },
      send: (message) => current.send(message),
      ask: (...question) => current.ask(...question),
      read,
      variables: () => current.variables(),
      close: () => current.close(),
    };
  };
  const choice = {
    place,
    async choose(next: KernelPlace) {
      if (next === choice.place) return;
      const open = await places[next]();
      choice.place = next;
      keep(next);
      reopen(open);
    },
  };
  return { open: follow, choice };
}

function onlyWhile(isOwn: () => boolean, listener: ConnectionListener): ConnectionListener {
  return {
    opened: (...opened) => isOwn() && listener.opened(...opened),
    event: (event) => isOwn() && listener.event(event),
    refused: (message) => isOwn() && listener.refused(message),
    changed: (state) => isOwn() && listener.changed(state),
  };
}
