import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { DenseMatrix, loadDelimited, type LabelledText } from "../../src/lowrank/index";
import { splitLabels, type Corpus } from "./corpora";

/** Real data sets that are not part of the project; LOWRANK_SHARED_DATA names their folder. */
export type SharedSetName = "subj" | "rt-polarity" | "sms-spam" | "youtube-spam" | "snips7";

const loaders: Record<SharedSetName, (folder: string) => LabelledText[]> = {
  subj: (folder) => [
    ...readLines(folder, "subj.objective", "objective"),
    ...readLines(folder, "subj.subjective", "subjective"),
  ],
  "rt-polarity": (folder) => [
    ...readLines(folder, "rt-polarity.pos", "positive"),
    ...readLines(folder, "rt-polarity.neg", "negative"),
  ],
  "sms-spam": (folder) =>
    dropRepeats(
      loadDelimited(path.join(folder, "SMSSpamCollection"), { textColumn: 1, labelColumn: 0 }),
    ),
  "youtube-spam": (folder) =>
    loadDelimited(path.join(folder, "youtube-spam.tsv"), {
      textColumn: "text",
      labelColumn: "label",
    }),
  snips7: (folder) =>
    loadDelimited(path.join(folder, "snips7.tsv"), { textColumn: "text", labelColumn: "label" }),
};

export const sharedSetNames = Object.keys(loaders) as SharedSetName[];

/** Why the sets cannot be read; undefined if they can. */
export function sharedDataMissing(): string | undefined {
  return process.env.LOWRANK_SHARED_DATA === undefined
    ? "LOWRANK_SHARED_DATA is not set; set it to the folder that holds the data sets"
    : undefined;
}

function sharedFolder(name: string): string {
  const missing = sharedDataMissing();
  if (missing !== undefined) throw new Error(missing);
  return path.join(process.env.LOWRANK_SHARED_DATA as string, name);
}

export function loadSharedSet(name: SharedSetName): Corpus {
  return splitLabels(name, loaders[name](sharedFolder(name)));
}

/** scikit-learn's digits: 1,797 images of 64 pixels, divided by 16, and their labels. */
export function loadDigits(): { pixels: DenseMatrix; labels: string[] } {
  const lines = gunzipSync(readFileSync(path.join(sharedFolder("digits8x8"), "digits.csv.gz")))
    .toString("utf8")
    .trim()
    .split("\n");
  const rows = lines.map((line) => line.split(",").map(Number));
  const pixels = new DenseMatrix(rows.length, 64);
  rows.forEach((row, i) => row.slice(0, 64).forEach((value, j) => pixels.set(i, j, value / 16)));
  return { pixels, labels: rows.map((row) => String(row[64])) };
}

function readLines(folder: string, file: string, label: string): LabelledText[] {
  return readFileSync(path.join(folder, file), "latin1")
    .split("\n")
    .filter((text) => text.trim() !== "")
    .map((text) => ({ text, label }));
}

/**
 * The first of several documents with the same text: none can then stand in both the training and
 * the held-out part.
 */
function dropRepeats(documents: readonly LabelledText[]): LabelledText[] {
  const seen = new Set<string>();
  return documents.filter(({ text }) => !seen.has(text) && seen.add(text));
}
