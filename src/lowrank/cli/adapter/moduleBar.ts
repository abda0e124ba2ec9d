import { Presets, SingleBar } from "cli-progress";
import type { AdapterProgress } from "../../adapt/adapters/adapterSpectrum";

/**
 * Does work with a bar on a terminal that shows how many modules are done; elsewhere in silence.
 */
export async function withModuleBar<Result>(
  title: string,
  work: (onProgress?: (progress: AdapterProgress) => void) => Promise<Result>,
): Promise<Result> {
  if (!process.stderr.isTTY) return work();
  const bar = new SingleBar(
    {
      format: `${title} [{bar}] {value}/{total} modules | {duration_formatted}`,
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  );
  let started = false;
  try {
    return await work(({ done, total }) => {
      if (!started) bar.start(total, 0);
      started = true;
      bar.update(done);
    });
  } finally {
    if (started) bar.stop();
  }
}
