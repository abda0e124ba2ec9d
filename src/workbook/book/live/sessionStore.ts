import path from "node:path";
import { launchKernel } from "../../jupyter/client/client";
import { cellTags, hasTag } from "../../jupyter/notebook/cellTags";
import type { ChosenCommand } from "../../jupyter/kernel/kernelspec";
import { kernelLanguage, refuseNotebook } from "../../jupyter/notebook/languages";
import { readNotebook } from "../../jupyter/notebook/notebookFile";
import { listNotebooks } from "../listNotebooks";
import { pageOf } from "../pages/pageLinks";
import { notebookLanguage } from "../../jupyter/notebook/notebookLanguage";
import { folderLanguage } from "../../jupyter/notebook/notebookLanguage";
import { LiveSession } from "./liveSession";
import { sessionWords } from "./sessionWords";

export interface SessionLimits {
  /** Sessions that are kept. Default 24. */
  sessions?: number;
  /** Kernels that run at a time; each takes 200 MB or more. Default 12. */
  kernels?: number;
  /** Cells of one session that may wait. Default 2,000. */
  queue?: number;
  /**
   * Minutes without a page and without a sign of life after which a kernel is shut down. Default
   * 30.
   */
  idleMinutes?: number;
}

export interface SessionStoreOptions extends SessionLimits {
  /** Folder of the notebooks that may be opened, their solutions in its folder `solutions`. */
  notebooksFolder: string;
  /** Command that starts a kernel, with `{connection_file}` in it, or what makes one for a language. */
  command: ChosenCommand;
}

/** The sessions of all pages, within limits. */
export class SessionStore {
  private readonly sessions = new Map<string, LiveSession>();
  private readonly limits: Required<SessionLimits>;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: SessionStoreOptions) {
    const { sessions = 24, kernels = 12, queue = 2_000, idleMinutes = 30 } = options;
    this.limits = { sessions, kernels, queue, idleMinutes };
    const period = Math.min(60_000, (idleMinutes * 60_000) / 4);
    this.timer = setInterval(() => this.endIdle(), period).unref();
  }

  /** Paths of the notebooks' pages in the book. */
  listPages(): string[] {
    return listNames(this.options.notebooksFolder).map(pageOf);
  }

  find(id: string | undefined, notebook: string): LiveSession | undefined {
    const session = this.sessions.get(id ?? "");
    return session?.options.notebook === notebook ? session : undefined;
  }

  /**
   * Begins a session.
   *
   * @throws Error, in words for the reader, where there is no such notebook or too many are open
   */
  async create(notebook: string): Promise<LiveSession> {
    const { notebooksFolder, command } = this.options;
    const file = path.resolve(notebooksFolder, notebook);
    if (!listNames(notebooksFolder).includes(notebook))
      throw new Error(sessionWords(folderLanguage(path.dirname(file))).noNotebook);
    const opened = await readNotebook(file);
    const language = notebookLanguage(opened, path.dirname(file));
    const foreign = refuseNotebook(opened);
    if (foreign) throw new Error(sessionWords(language).otherLanguage(foreign.message));
    const { cells } = opened;
    this.makeRoom(language);
    const mayFail = new Set(
      cells.flatMap((cell) =>
        cell.cell_type === "code" && hasTag(cell, cellTags.mayFail) ? [cell.id] : [],
      ),
    );
    const chapter = { page: pageOf(notebook), folder: path.dirname(file), language };
    const chosen = typeof command === "function" ? command(kernelLanguage(opened)) : command;
    const session: LiveSession = new LiveSession({
      notebook,
      chapter,
      launch: (signal) => launchKernel({ command: chosen, cwd: chapter.folder, signal }),
      mayFail,
      queueLimit: this.limits.queue,
      refuseKernel: () => this.refuseKernel(language),
    });
    this.sessions.set(session.id, session);
    return session;
  }

  /** Ends all kernels, and resolves when they have ended. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([...this.sessions.values()].map((session) => session.close()));
    this.sessions.clear();
  }

  /** A session without a page gives way: the one that was quiet longest. */
  private makeRoom(language: string): void {
    if (this.sessions.size < this.limits.sessions) return;
    const left = this.unattended()[0];
    if (left === undefined)
      throw new Error(sessionWords(language).sessionsFull(this.sessions.size));
    this.sessions.delete(left.id);
    void left.close();
  }

  private refuseKernel(language: string): string | undefined {
    const running = [...this.sessions.values()].filter(({ hasKernel }) => hasKernel);
    if (running.length < this.limits.kernels) return undefined;
    const left = this.unattended().find(({ hasKernel, isBusy }) => hasKernel && !isBusy);
    if (left === undefined) return sessionWords(language).kernelsFull(running.length);
    void left.shutDown(left.words.madeRoom);
    return undefined;
  }

  /** Sessions without a page, the one that was quiet longest first. */
  private unattended(): LiveSession[] {
    return [...this.sessions.values()]
      .filter(({ isAttended }) => !isAttended)
      .sort((a, b) => a.lastActive - b.lastActive);
  }

  private endIdle(): void {
    const { idleMinutes } = this.limits;
    const since = performance.now() - idleMinutes * 60_000;
    for (const session of this.unattended()) {
      if (session.hasKernel && session.lastActive < since) {
        void session.shutDown(session.words.idle(idleMinutes));
      }
    }
  }
}

/** Paths of a folder's notebooks as pages name them. */
function listNames(folder: string): string[] {
  return listNotebooks(folder).map((file) => path.relative(folder, file).split(path.sep).join("/"));
}
