import { Presets, SingleBar } from "cli-progress";
import type { ChainProgress } from "../chain/selectModel";

/** Shows how far the fit of a chain has come. */
export interface ChainProgressBar {
  advance(progress: ChainProgress): void;
  /** Takes the bar off the terminal. */
  stop(): void;
}

const words: Record<ChainProgress["stage"], string> = {
  ranks: "scoring ranks",
  full: "scoring without SVD",
  fit: "fitting on all texts",
};

/** A bar on a terminal; elsewhere a line for each stage, written by `log`. */
export function createChainProgressBar(
  onTerminal: boolean,
  log: (line: string) => void,
): ChainProgressBar {
  if (!onTerminal) return createLines(log);
  const bar = new SingleBar(
    {
      format: "{stage} [{bar}] {percentage} % | {duration_formatted}",
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { stage: words.ranks });
  return {
    advance: ({ stage, done, total }) => {
      bar.setTotal(total);
      bar.update(done, { stage: words[stage] });
    },
    stop: () => bar.stop(),
  };
}

function createLines(log: (line: string) => void): ChainProgressBar {
  let last: string | undefined;
  return {
    advance: ({ stage, done, total }) => {
      if (stage !== last) log(`${words[stage]} (step ${done} of ${total})`);
      last = stage;
    },
    stop: () => undefined,
  };
}
