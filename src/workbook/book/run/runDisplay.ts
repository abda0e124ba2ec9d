/** Shows how far the running notebooks are. */
export interface RunDisplay {
  start(name: string, cells: number): void;
  advance(name: string, done: number): void;
  finish(name: string, outcome: string): void;
  /** Ends the display; nothing may follow. */
  stop(): void;
}

/** Bars on a terminal, plain lines elsewhere. */
export async function createRunDisplay(
  terminal: boolean,
  write: (line: string) => void,
): Promise<RunDisplay> {
  return terminal ? await createBars() : createLines(write);
}

function createLines(write: (line: string) => void): RunDisplay {
  return {
    start: (name, cells) => write(`running ${name} (${cells} code cells)`),
    advance: () => undefined,
    finish: (name, outcome) => write(`${name}: ${outcome}`),
    stop: () => undefined,
  };
}

async function createBars(): Promise<RunDisplay> {
  const { MultiBar } = await import("cli-progress");
  const bars = new MultiBar({
    format: "{bar} {value}/{total} {name} {outcome}",
    barsize: 20,
    hideCursor: true,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    gracefulExit: false,
  });
  const running = new Map<string, ReturnType<typeof bars.create>>();
  return {
    start: (name, cells) =>
      void running.set(name, bars.create(Math.max(cells, 1), 0, { name, outcome: "" })),
    advance: (name, done) => running.get(name)?.update(done),
    finish: (name, outcome) => running.get(name)?.update({ outcome: `– ${outcome}` }),
    stop: () => bars.stop(),
  };
}
