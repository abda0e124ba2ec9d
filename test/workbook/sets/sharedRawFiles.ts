import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { CatalogueEntry } from "../../../src/workbook/sets/catalogue";

const shared = process.env.LOWRANK_SHARED_DATA ?? "";

/** Why tests on the real sets cannot run here, or false. */
export const withoutShared: string | false =
  shared === ""
    ? "set LOWRANK_SHARED_DATA to the folder of the data sets"
    : !existsSync(shared) && `${shared} is not there`;

/**
 * The raw files of a set as its source serves them, path → bytes. Three sets are kept in another
 * form than the source's, and are put back into it: SNIPS's JSON, YouTube's CSV with its junk rows,
 * the SMS mirror's header line.
 */
export function sharedRawFiles(entry: CatalogueEntry): Map<string, Buffer> {
  if (entry.name === "snips7") return snipsFiles(entry);
  if (entry.name === "youtube-spam") return youtubeFiles(entry);
  return new Map(
    entry.files.map(({ path: file }) => {
      const bytes = readFileSync(path.join(shared, entry.name, file));
      return [
        file,
        entry.name === "sms-spam" ? Buffer.concat([Buffer.from("Label\tSMS\n"), bytes]) : bytes,
      ];
    }),
  );
}

function readRows(name: string): string[][] {
  const lines = readFileSync(path.join(shared, name, `${name}.tsv`), "utf8")
    .split("\n")
    .slice(1, -1);
  return lines.map((line) => line.split("\t"));
}

function snipsFiles(entry: CatalogueEntry): Map<string, Buffer> {
  const rows = readRows("snips7");
  return new Map(
    entry.files.map(({ path: file, split }) => {
      const [intent] = file.split("/");
      const sentences = rows
        .filter((row) => row[0] === intent && row[1] === split)
        .map(([, , text]) => ({ data: cut(text) }));
      // That file mixes encodings, and the copy at hand was read as Latin-1.
      const encoding = file.includes("train_PlayMusic") ? "latin1" : "utf8";
      return [file, Buffer.from(JSON.stringify({ [intent]: sentences }, undefined, 2), encoding)];
    }),
  );
}

/** Pieces of a sentence at its spaces, every second one an entity. */
function cut(text: string): object[] {
  return text
    .split(/(?<= )/)
    .map((piece, i) => (i % 2 === 0 ? { text: piece } : { text: piece, entity: "thing" }));
}

function youtubeFiles(entry: CatalogueEntry): Map<string, Buffer> {
  const rows = readRows("youtube-spam");
  const drop = entry.reader.format === "table" ? (entry.reader.drop?.values ?? []) : [];
  return new Map(
    entry.files.map(({ path: file, part }) => {
      const genuine = rows
        .filter((row) => row[1] === part)
        .map(([label, , text], i) => [
          `z1${i}`,
          "author",
          "",
          `${text}\ufeff`,
          label === "spam" ? "1" : "0",
        ]);
      const junk =
        part === "Eminem"
          ? [1, 2, 3, 4].flatMap(() => drop.map((id) => [id, "x", "y", "Good Night", "1"]))
          : [];
      const lines = [["COMMENT_ID", "AUTHOR", "DATE", "CONTENT", "CLASS"], ...genuine, ...junk];
      return [
        file,
        Buffer.from(lines.map((fields) => `${fields.map(quote).join(",")}\n`).join("")),
      ];
    }),
  );
}

function quote(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replace(/"/g, '""')}"` : field;
}
