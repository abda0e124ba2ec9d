import type { CellFacts } from "../../../cells/graph/cellFacts";
import type { DescribedVariable } from "../../../jupyter/kernel/describeVariables";
import type { OpenedMessage, PageMessage, RefusedMessage, SessionEvent } from "../../live/protocol";

/**
 * How the page stands with its server. `lost`: cut a moment ago; `gone`: no answer since; `locked`:
 * a server answers that does not know this browser, as after a new start. In these three the page
 * keeps trying.
 */
export type ConnectionState = "connecting" | "open" | "lost" | "gone" | "locked";

export interface ConnectionListener {
  /**
   * The session is open; `wanted` is the one that was asked for. Events that came meanwhile follow.
   */
  opened(message: OpenedMessage, wanted: string | undefined): void;
  event(event: SessionEvent & { readonly number: number }): void;
  refused(message: RefusedMessage): void;
  changed(state: ConnectionState): void;
}

export interface Connection {
  readonly state: ConnectionState;
  /** Sends where the connection is open; false where it is not, and nothing is sent later. */
  send(message: PageMessage): boolean;
  /** Asks for names at the cursor or about the one there; undefined where no answer comes soon. */
  ask(
    type: "complete" | "inspect",
    code: string,
    cursor: number,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Asks what cells declare, read and change; undefined where no answer comes soon. */
  read(cells: readonly string[]): Promise<readonly CellFacts[] | undefined>;
  /** Asks what variables the kernel holds; undefined where no answer comes soon. */
  variables(): Promise<readonly DescribedVariable[] | undefined>;
  /** Ends the kernel and the session: nothing more is heard of it. */
  close(): void;
}

/** Opens the notebook's session, the one of that name where it is still known. */
export type OpenConnection = (
  notebook: string,
  session: string | undefined,
  listener: ConnectionListener,
) => Connection;
