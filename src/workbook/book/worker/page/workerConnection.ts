import type { DescribedVariable } from "../../../jupyter/kernel/describeVariables";
import { applyPageMessage } from "../../live/applyPageMessage";
import type { NumberedEvent } from "../../live/eventLog";
import { LiveSession } from "../../live/liveSession";
import type { SessionEvent } from "../../live/protocol";
import type { Language } from "../../../jupyter/notebook/notebookLanguage";
import type { Connection, OpenConnection } from "../../browser/live/connection";
import type { PageRenderer } from "./outputPage";
import type { WorkerClient } from "./workerClient";

export interface WorkerBook {
  readonly language: Language;
  /** Cells, by id, after whose error the ones behind still run. */
  readonly mayFail: ReadonlySet<string>;
  readonly launch: (signal: AbortSignal) => Promise<WorkerClient>;
  readonly render: PageRenderer;
}

/** Opens the page's session with a kernel in a worker of its own. */
export function openWorker({ language, mayFail, launch, render }: WorkerBook): OpenConnection {
  return (notebook, _session, listener) => {
    const session = new LiveSession({
      notebook,
      chapter: { page: "", folder: "/", language },
      launch,
      mayFail,
      queueLimit: 2_000,
      refuseKernel: () => undefined,
    });
    const hear = inOrder(render, (event) => listener.event(event));
    let state: Connection["state"] = "connecting";
    queueMicrotask(() => {
      state = "open";
      listener.changed(state);
      listener.opened(
        { type: "opened", session: session.id, isNew: true, kernel: session.kernelState },
        undefined,
      );
      session.attach(hear);
    });
    return {
      get state() {
        return state;
      },
      send(message) {
        if (state !== "open" || message.type === "open" || "request" in message) return false;
        const refusal = applyPageMessage(session, message);
        if (refusal) listener.refused({ type: "refused", ...refusal });
        return true;
      },
      ask: (type, code, cursor) => session.ask(type, code, cursor),
      async read(cells) {
        const client = (await session.ready()) as WorkerClient | undefined;
        return client?.read(cells);
      },
      variables: async () =>
        (await session.variables()).variables as readonly DescribedVariable[] | undefined,
      close: () => void session.close(),
    };
  };
}

type Pass = (event: SessionEvent & { readonly number: number }) => void;

/** Passes events on in order, though the markup of one may come later than the next event. */
function inOrder(render: PageRenderer, pass: Pass): (event: NumberedEvent) => void {
  let before: Promise<unknown> | undefined;
  return ({ number, event }) => {
    const html = event.type === "output" ? render(event.output) : "";
    const finish = (made: string): void =>
      pass(event.type === "output" ? { ...event, number, html: made } : { ...event, number });
    if (!before && typeof html === "string") return finish(html);
    const own = Promise.all([html, before]).then(([made]) => {
      if (before === own) before = undefined;
      finish(made);
    });
    before = own;
  };
}
