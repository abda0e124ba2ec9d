import { Presets, SingleBar } from "cli-progress";

/** Shows how far the stages of a command have come. */
export interface StageBar {
  /** @param share - what is done of the stage, from 0 to 1 */
  advance(stage: string, share: number): void;
  /** Says something beside the bar. */
  note(line: string): void;
  /** Takes the bar off the terminal. */
  stop(): void;
}

/** A bar on a terminal; elsewhere a line for each stage, written by `log`. */
export function createStageBar(onTerminal: boolean, log: (line: string) => void): StageBar {
  let last: string | undefined;
  if (!onTerminal)
    return {
      advance(stage) {
        if (stage !== last) log(stage);
        last = stage;
      },
      note: log,
      stop: () => undefined,
    };
  const bar = new SingleBar(
    {
      format: "{stage} [{bar}] {percentage} % | {duration_formatted}",
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  return {
    advance(stage, share) {
      if (last === undefined) bar.start(1, 0, { stage });
      last = stage;
      bar.update(share, { stage });
    },
    note(line) {
      bar.stop();
      log(line);
      last = undefined;
    },
    stop: () => bar.stop(),
  };
}
