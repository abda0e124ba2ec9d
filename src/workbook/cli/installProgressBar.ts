import { formatBytes } from "lowrank/workbook";

/** Shows how far the download of one set has come. */
export interface InstallProgressBar {
  advance(progress: { fraction: number; bytes: number; file: string }): void;
  /** Shows a line of its own. */
  log(line: string): void;
  /** Takes the bar off the terminal. */
  stop(): void;
}

/** A bar on a terminal; elsewhere a line for each file. */
export async function createInstallProgressBar(
  name: string,
  onTerminal: boolean,
): Promise<InstallProgressBar> {
  if (!onTerminal) return createLines(name);
  const { MultiBar, Presets } = await import("cli-progress");
  const format = `${name} [{bar}] {percentage} % | {size} | {file}`;
  const bars = new MultiBar(
    { format, clearOnComplete: true, hideCursor: true, gracefulExit: false, autopadding: true },
    Presets.shades_classic,
  );
  const bar = bars.create(1000, 0, { size: formatBytes(0), file: "" });
  return {
    advance: ({ fraction, bytes, file }) =>
      bar.update(Math.floor(fraction * 1000), { size: formatBytes(bytes), file }),
    log: (line) => bars.log(`${line}\n`),
    stop: () => bars.stop(),
  };
}

function createLines(name: string): InstallProgressBar {
  let last = "";
  return {
    advance: ({ file }) => {
      if (file !== last) console.log(`get  ${name}: ${file}`);
      last = file;
    },
    log: (line) => console.log(line),
    stop: () => undefined,
  };
}
