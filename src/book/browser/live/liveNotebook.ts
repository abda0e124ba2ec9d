import type { KernelState, SessionEvent } from "../../live/protocol";
import type { PageContent } from "../goLive";
import { createAnnouncer } from "./announcer";
import { formatSeconds, isBusy } from "./cellRun";
import { openConnection, type ConnectionState } from "./connection";
import { createButton } from "./createElement";
import { keepEdits } from "./keepEdits";
import { keepSession } from "./keepSession";
import { createLiveCell, type CellHost, type LiveCell } from "./liveCell";
import { saveCopy } from "./saveCopy";
import { createToolbar } from "./toolbar";

const troubles: Record<Exclude<ConnectionState, "connecting" | "open">, string> = {
  lost: "",
  gone: "Lowrank’s server does not answer. You can go on reading and editing; edits are kept. Start it with npm start, and open the address that it prints.",
  locked: "The server was started anew. Open the address that npm start printed; this page then goes on by itself.",
};

type Answer = Promise<Readonly<Record<string, unknown>> | undefined>;

/** Makes the page of a notebook live. `download` is the address of its file. */
export function createLiveNotebook(article: HTMLElement, download: string, place: HTMLElement, content: PageContent): void {
  const notebook = article.dataset.notebook ?? "";
  const session = keepSession(notebook, readStorage(() => sessionStorage));
  const announce = createAnnouncer(document.body);
  let kernel: KernelState = "none";
  let lastEvent = 0;
  let ticking: ReturnType<typeof setInterval> | undefined;

  const toolbar = createToolbar({
    runAll: () => run(cells),
    interrupt: () => void connection.send({ type: "interrupt" }),
    restart: () => void connection.send({ type: "restart" }),
    resetAll,
    save: () => void save(),
  });
  place.replaceWith(toolbar.element);

  const host: CellHost = {
    content, session, announce,
    edits: keepEdits(notebook, readStorage(() => localStorage)),
    hints: {
      complete: (code, cursor) => askWhenIdle("complete", code, cursor),
      inspect: (code, cursor) => askWhenIdle("inspect", code, cursor),
    },
    isConnected: () => connection.state === "open",
    lastEvent: () => lastEvent,
    run: (cell) => run([cell]),
    runAbove: (cell) => run(cells.slice(0, cells.indexOf(cell))),
    moveOn: (cell) => cells[cells.indexOf(cell) + 1]?.focus(),
    interrupt: () => void connection.send({ type: "interrupt" }),
    restart: () => void connection.send({ type: "restart" }),
  };
  const connection = openConnection(notebook, session.memory.session, {
    opened(message, wanted) {
      if (message.isNew) forgetSession(wanted !== undefined);
      session.memory.session = message.session;
      session.save();
      kernel = message.kernel;
      refresh();
    },
    event: follow,
    refused({ cell, message }) {
      const refused = cells.find(({ id }) => id === cell);
      if (refused) refused.refuse(message);
      else say(message);
    },
    changed(state) {
      say(state === "connecting" || state === "open" ? "" : troubles[state]);
      if (state === "open") announce("Connected.");
      if (state === "lost") announce("The connection is cut; trying again.");
      refresh();
    },
  });
  const cells: LiveCell[] = [...article.querySelectorAll<HTMLElement>("[data-cell]")].map((element, i) => createLiveCell(element, i + 1, host));
  document.documentElement.classList.add("is-live");
  refresh();

  function askWhenIdle(type: "complete" | "inspect", code: string, cursor: number): Answer {
    return kernel === "idle" ? connection.ask(type, code, cursor) : Promise.resolve(undefined);
  }

  function run(chosen: readonly LiveCell[]): void {
    for (const cell of chosen) {
      if (isBusy(cell.run) || cell.text.trim() === "" || (cell.isSkipped && chosen.length > 1)) continue;
      if (!connection.send({ type: "execute", cell: cell.id, code: cell.text })) return announce("Not connected: the cell does not run.");
      cell.sent();
    }
  }

  function follow(event: SessionEvent & { readonly number: number }): void {
    lastEvent = event.number;
    if (event.type === "kernel") return followKernel(event.state, event.message);
    const cell = cells.find(({ id }) => id === event.cell);
    if (!cell) return;
    const { startedAt } = session.memory;
    if (event.type === "started") startedAt[cell.id] ??= Date.now();
    cell.follow({ ...event, cell: event.cell });
    if (event.type === "finished") {
      delete startedAt[cell.id];
      tell(cell, event);
    }
    if (event.type === "started" || event.type === "finished") session.save();
    if (event.type !== "output") refresh();
  }

  function tell(cell: LiveCell, { status, seconds }: Extract<SessionEvent, { type: "finished" }>): void {
    if (status === "error") announce(`${cell.name} failed${cell.run.errorLine === undefined ? "" : ` in line ${cell.run.errorLine}`}: ${errorOf(cell)}`);
    else if (status === "ok" && !cells.some((other) => isBusy(other.run))) announce(`${cell.name} done in ${formatSeconds(seconds)}`);
  }

  function followKernel(state: KernelState, message: string | undefined): void {
    const before = kernel;
    kernel = state;
    // A kernel that starts or is gone knows none of the earlier variables.
    if (state === "none" || state === "dead" || state === "starting") for (const cell of cells) cell.forget(false);
    if (state === "dead") {
      say(message ?? "The kernel ended by itself. Its variables are gone.", createButton("restart", "Restart", "Restart the kernel", host.restart));
      announce("The kernel has ended.");
    } else if (message !== undefined) say(message);
    else if (state !== before && (state === "starting" || before === "dead")) say("");
    refresh();
  }

  /** The server has begun a new session: what the cells know of an earlier one is void. */
  function forgetSession(hadOne: boolean): void {
    Object.assign(session.memory, { ran: {}, putAway: {}, startedAt: {} });
    lastEvent = 0;
    for (const cell of cells) cell.forget(true);
    if (hadOne) say("This is a new session: variables of the earlier one are gone. Your edits are kept; run the cells again.");
  }

  function say(words: string, ...buttons: HTMLButtonElement[]): void {
    toolbar.say(words, ...buttons);
  }

  function resetAll(): void {
    const before = cells.filter(({ isEdited }) => isEdited).map((cell) => [cell, cell.text] as const);
    for (const cell of cells) cell.reset();
    const undo = createButton("restart", "Undo", "Bring my edits back", () => {
      for (const [cell, text] of before) cell.setText(text);
      say("");
    });
    say(before.length === 0 ? "All outputs are the book’s again." : `All cells are as in the book; ${before.length} ${before.length === 1 ? "edit is" : "edits are"} gone.`, ...(before.length === 0 ? [] : [undo]));
    refresh();
  }

  async function save(): Promise<void> {
    const copied = cells.map(({ id, text, outputs, run: { executionCount = null } }) => ({ id, text, outputs, executionCount }));
    try {
      announce(`Saved ${await saveCopy(download, copied)}.`);
    } catch (error) {
      say(`No copy was saved: ${(error as Error).message}.`);
    }
  }

  function refresh(): void {
    const running = cells.findIndex((cell) => cell.run.status === "running");
    toolbar.update({
      connection: connection.state,
      kernel,
      running: running === -1 ? undefined : `code cell ${running + 1} of ${cells.length}`,
      waiting: cells.filter((cell) => cell.run.status === "queued").length,
      edited: cells.some((cell) => cell.isEdited || cell.run.status !== "none"),
    });
    for (const cell of cells) cell.refresh();
    if (running !== -1) ticking ??= setInterval(() => cells.forEach((cell) => isBusy(cell.run) && cell.refresh()), 250);
    else ticking = void clearInterval(ticking);
  }
}

function errorOf({ outputs = [] }: LiveCell): string {
  const error = outputs.find((output) => output?.output_type === "error");
  return error?.output_type === "error" ? `${error.ename}: ${error.evalue}` : "";
}

/** Browsers may refuse storage, as in private windows. */
function readStorage(storage: () => Storage): Storage | undefined {
  try {
    return storage();
  } catch {
    return undefined;
  }
}
