import type { FlowMemory } from "./cellFlow";

/**
 * What a page remembers of its session with the server while its tab is open, so that a reload goes
 * on where it was.
 */
export interface SessionMemory {
  session?: string;
  /** What the results on the page came from, and what the kernel holds. */
  flow: FlowMemory;
  /** Number of the event up to which a cell's run was put away by Reset, by cell. */
  putAway: Record<string, number>;
  /** When the cell that runs began, in milliseconds since 1970. */
  startedAt: Record<string, number>;
}

export interface KeptSession {
  readonly memory: SessionMemory;
  /** Writes the memory back after a change. */
  readonly save: () => void;
}

/** @param storage the tab's, or undefined where the browser refuses: a reload then begins anew */
export function keepSession(notebook: string, storage: Storage | undefined): KeptSession {
  const key = `lowrank-session/${notebook}`;
  const empty: SessionMemory = { flow: emptyFlow(), putAway: {}, startedAt: {} };
  const memory: SessionMemory = { ...empty, ...readJson(storage?.getItem(key)) };
  return {
    memory,
    save: () => {
      try {
        storage?.setItem(key, JSON.stringify(memory));
      } catch {
        // The tab's storage is full: a reload begins anew.
      }
    },
  };
}

/** Nothing has run yet. */
export function emptyFlow(): FlowMemory {
  return { shown: {}, made: {}, holders: {}, controls: {} };
}

function readJson(text: string | null | undefined): Partial<SessionMemory> {
  try {
    return JSON.parse(text ?? "{}") as Partial<SessionMemory>;
  } catch {
    return {}; // written by something else
  }
}
