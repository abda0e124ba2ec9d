import { gunzipSync } from "node:zlib";
import type { CatalogueEntry, CatalogueFile, Reader } from "./catalogue";
import type { DatasetContents, DatasetText } from "./dataset";
import { decodeText } from "lowrank/workbook";
import { decodeWindows1252 } from "./decodeWindows1252";
import { joinImages, parseIdxPair, parsePixelRows } from "./parseImages";
import { parseSnips } from "./parseSnips";
import { readTable } from "./readTable";

/** Unpacked, no file of the catalogue comes near this many bytes. */
const unpackedLimit = 64 * 1024 * 1024;

/**
 * Reads a set's raw files into one shape.
 *
 * @param files - bytes of each file of the entry, in the entry's order
 * @throws Error that names the file and the place, or the count that is not the catalogue's
 */
export function parseDataset(entry: CatalogueEntry, files: readonly Buffer[]): DatasetContents {
  const raw = entry.files.map((file, i) => ({ file, bytes: unpack(files[i], file.path) }));
  const contents =
    entry.kind === "images"
      ? parseImageFiles(entry.reader, raw)
      : parseTextFiles(entry.reader, raw);
  checkCounts(entry, contents);
  return contents;
}

interface RawFile {
  readonly file: CatalogueFile;
  readonly bytes: Buffer;
}

function unpack(bytes: Buffer, file: string): Buffer {
  if (!file.endsWith(".gz")) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: unpackedLimit });
  } catch (error) {
    throw new Error(`${file} cannot be unpacked: ${(error as Error).message}`, { cause: error });
  }
}

function parseTextFiles(reader: Reader, raw: readonly RawFile[]): DatasetContents {
  const documents = raw.flatMap(({ file, bytes }) => {
    const { split, part } = file;
    const origin = { ...(split !== undefined && { split }), ...(part !== undefined && { part }) };
    return parseTexts(reader, file, bytes).map((document) => ({ ...document, ...origin }));
  });
  return { kind: "text", documents };
}

function parseTexts(reader: Reader, file: CatalogueFile, bytes: Buffer): DatasetText[] {
  if (reader.format === "snips") return parseSnips(bytes, file.path);
  if (reader.format === "lines") return parseLines(bytes, file, reader.encoding);
  if (reader.format === "table")
    return parseTable(decodeText(bytes, file.path, "utf-8"), file, reader);
  throw new Error(`${file.path}: format ${reader.format} holds no text`);
}

/** One document a line. Only LF ends a line: NEL, byte 0x85, is an ellipsis in Windows-1252. */
function parseLines(
  bytes: Buffer,
  { path, label }: CatalogueFile,
  encoding: "utf-8" | "windows-1252",
): DatasetText[] {
  if (label === undefined) throw new Error(`${path}: the catalogue names no label for it`);
  const text = encoding === "utf-8" ? decodeText(bytes, path, "utf-8") : decodeWindows1252(bytes);
  return text
    .split("\n")
    .flatMap((line) => (line.trim() === "" ? [] : [{ text: line.trim(), label }]));
}

function parseTable(
  text: string,
  file: CatalogueFile,
  { columns, labels, drop, delimiter, quote }: Reader & { format: "table" },
): DatasetText[] {
  const wanted = [
    columns.text,
    columns.label,
    ...(columns.id === undefined ? [] : [columns.id]),
    ...(drop === undefined ? [] : [drop.column]),
  ];
  const rows = readTable(text, file.path, wanted, { delimiter, quote });
  const kept =
    drop === undefined ? rows : rows.filter((row) => !drop.values.includes(row[drop.column]));
  return kept.map((row) => {
    const label = labels === undefined ? row[columns.label] : labels[row[columns.label]];
    if (!label) throw new Error(`${file.path}: "${row[columns.label]}" is no label of the set`);
    return {
      text: row[columns.text].replace(/\ufeff/g, ""),
      label,
      ...(columns.id !== undefined && { id: row[columns.id] }),
    };
  });
}

function parseImageFiles(reader: Reader, raw: readonly RawFile[]): DatasetContents {
  if (reader.format === "pixelRows") {
    const blocks = raw.map(({ file, bytes }) => ({
      ...parsePixelRows(decodeText(bytes, file.path, "utf-8"), file.path, reader),
      split: file.split,
    }));
    return joinImages(blocks, reader);
  }
  if (reader.format !== "idx") throw new Error(`format ${reader.format} holds no images`);
  const labelFiles = raw.filter(({ file }) => file.holds === "labels");
  const blocks = raw
    .filter(({ file }) => file.holds === "images")
    .map(({ file, bytes }) => {
      const labels = labelFiles.find((one) => one.file.split === file.split);
      if (labels === undefined)
        throw new Error(`${file.path}: the catalogue names no file of its labels`);
      return {
        ...parseIdxPair(bytes, file.path, labels.bytes, labels.file.path, reader),
        split: file.split,
      };
    });
  return joinImages(blocks, reader);
}

/** The counts guard sets whose files have no checksum, and the parser. */
function checkCounts(entry: CatalogueEntry, contents: DatasetContents): void {
  const labels =
    contents.kind === "text" ? contents.documents.map(({ label }) => label) : contents.labels;
  const expected = entry.documents * (entry.parallelParts?.length ?? 1);
  const classes = new Set(labels).size;
  if (labels.length === expected && classes === entry.classes) return;
  throw new Error(
    `the files of ${entry.name} hold ${labels.length} documents in ${classes} classes; the catalogue says ${expected} in ${entry.classes}`,
  );
}
