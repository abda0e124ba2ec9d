import path from "node:path";
import { findEntry, readCatalogue, type CatalogueEntry } from "../sets/catalogue";
import { datasetFolder } from "../sets/datasetFolder";
import { installDataset, type InstallReport } from "../sets/installDataset";
import { hasInstalled } from "../sets/installedDataset";
import { removeDataset } from "../sets/removeDataset";
import { formatCatalogue, formatEntry } from "./dataList";
import { createInstallProgressBar } from "./installProgressBar";

/** Prints the catalogue: what can be added, and what is there. */
export async function listData(): Promise<void> {
  const folder = datasetFolder();
  const { isTTY, columns = 140 } = process.stdout;
  const color = isTTY && process.env.NO_COLOR === undefined;
  console.log(
    await formatCatalogue(readCatalogue(), (name) => hasInstalled(folder, name), {
      width: isTTY ? columns : 140,
      color,
    }),
  );
  console.log(
    `Folder: ${folder}\nlowrank data get NAME downloads a set; lowrank data show NAME prints its source and checksums in full.`,
  );
}

/** Prints everything the catalogue says of sets. */
export function showData(names: readonly string[]): void {
  const folder = datasetFolder();
  console.log(
    findEntries(names)
      .map((entry) =>
        formatEntry(
          entry,
          hasInstalled(folder, entry.name) ? path.join(folder, entry.name) : undefined,
        ),
      )
      .join("\n\n"),
  );
}

/**
 * Downloads sets, one after the other; one that fails does not keep the others back.
 *
 * @returns exit code: 0, 1 if a set failed, or 130 if interrupted
 */
export async function getData(
  names: readonly string[],
  options: { from?: string },
): Promise<number> {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  let failed = false;
  try {
    for (const entry of findEntries(names)) {
      try {
        await getOne(entry, options.from, controller.signal);
      } catch (error) {
        if (controller.signal.aborted) {
          console.error(
            `interrupted: nothing of ${entry.name} was installed; run the same command again`,
          );
          return 130;
        }
        console.error(
          `fail ${entry.name}: ${process.env.LOWRANK_DEBUG === "1" ? (error as Error).stack : (error as Error).message}`,
        );
        failed = true;
      }
    }
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
  return failed ? 1 : 0;
}

/** Removes sets from this machine, and what unfinished downloads of them have left. */
export function removeData(names: readonly string[]): void {
  for (const entry of findEntries(names)) {
    console.log(removeDataset(entry) ? `removed ${entry.name}` : `${entry.name} is not installed`);
  }
}

function findEntries(names: readonly string[]): CatalogueEntry[] {
  const catalogue = readCatalogue();
  return [...new Set(names)].map((name) => findEntry(name, catalogue));
}

async function getOne(
  entry: CatalogueEntry,
  from: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const bar = await createInstallProgressBar(entry.name, process.stdout.isTTY);
  let report: InstallReport | undefined;
  try {
    report = await installDataset(entry, {
      from,
      signal,
      onProgress: (progress) => bar.advance(progress),
      onRetry: (problem) => bar.log(`     ${problem}; trying again`),
    });
  } finally {
    bar.stop();
  }
  console.log(
    report === undefined
      ? `ok   ${entry.name} is installed already; to get it anew: lowrank data remove ${entry.name}`
      : describeInstalled(entry, report),
  );
}

function describeInstalled(
  { name, licence, credit }: CatalogueEntry,
  { documents, folder, files, contents }: InstallReport,
): string {
  const lines = [`ok   ${name}: ${documents.toLocaleString("en")} documents in ${folder}`];
  const known = files.filter((file) => file.known).length;
  lines.push(
    `     verified: SHA-256 of ${known} of ${files.length} ${files.length === 1 ? "file" : "files"}${contents.known ? " and of the contents" : ""}`,
  );
  for (const file of files.filter((one) => !one.known))
    lines.push(
      `     ${file.path}: ${file.bytes.toLocaleString("en")} bytes, SHA-256 ${file.sha256} (measured now; the catalogue knows none)`,
    );
  lines.push(`     licence: ${licence}; ${credit}`);
  return lines.join("\n");
}
