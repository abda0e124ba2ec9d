import type { SingleBar } from "cli-progress";
import path from "node:path";

/** Shows how far several notebooks have come. */
export interface RunProgress {
  start(name: string, total: number): void;
  advance(name: string, done: number, total: number): void;
  finish(name: string, line: string): void;
  /** Takes the bars off the terminal, so that other text can follow. */
  stop(): void;
}

/** Bars on a terminal; elsewhere a plain line at each notebook's start and end. */
export async function createRunProgress(
  onTerminal: boolean,
  write: (line: string) => void = console.log,
): Promise<RunProgress> {
  if (!onTerminal) {
    return {
      start: (name, total) =>
        write(`run  ${name} (${total} code ${total === 1 ? "cell" : "cells"})`),
      advance: () => undefined,
      finish: (name, line) => write(`${line}  ${name}`),
      stop: () => undefined,
    };
  }
  const { MultiBar, Presets } = await import("cli-progress");
  const format = "{name} [{bar}] {value}/{total} cells | {duration_formatted}";
  const bars = new MultiBar(
    { format, clearOnComplete: true, hideCursor: true, gracefulExit: false, autopadding: true },
    Presets.shades_classic,
  );
  const shown = new Map<string, SingleBar>();
  return {
    start: (name, total) => shown.set(name, bars.create(total, 0, { name: path.basename(name) })),
    advance: (name, done, total) => {
      shown.get(name)?.setTotal(total);
      shown.get(name)?.update(done);
    },
    finish: (name, line) => {
      bars.log(`${line}  ${name}\n`);
      const bar = shown.get(name);
      if (bar) bars.remove(bar); // Redraws, with the line above the bars that are left.
    },
    stop: () => {
      if (bars.isActive) bars.stop();
    },
  };
}
