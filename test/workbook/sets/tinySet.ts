import { createHash } from "node:crypto";
import type { CatalogueEntry } from "../../../src/workbook/sets/catalogue";
import type { Served } from "./faultServer";

/** Two small files, large enough to be cut. */
const files = new Map([
  [
    "part/train.csv",
    `text,label\n${Array.from({ length: 3000 }, (_, i) => `"document ${i}, number ""${i}""",${i % 2 === 0 ? "even" : "odd"}\n`).join("")}`,
  ],
  ["test.csv", "text,label\none,odd\ntwo,even\n"],
]);

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A set like those of the catalogue, made here. */
export const tinySet: CatalogueEntry = {
  name: "tiny",
  title: "Tiny",
  shows: "that it works",
  kind: "text",
  documents: 3002,
  classes: 2,
  licence: "CC0 1.0",
  credit: "this test",
  page: "https://example.org",
  address: "https://example.org/data/",
  reader: {
    format: "table",
    delimiter: ",",
    quote: true,
    columns: { text: "text", label: "label" },
  },
  files: [...files].map(([path, text], i) => ({
    path,
    bytes: Buffer.byteLength(text),
    sha256: sha256(text),
    checksum: "measured" as const,
    split: i === 0 ? ("train" as const) : ("test" as const),
  })),
  // By Python: hashlib.sha256 over the sorted lines that contentsDigest describes.
  contents: { sha256: "e7ca03c019cd599ee3d2d4030e600e3e6b308c585942e99dbfd1c476add073b8" },
};

/** The set's files as a server with the faults given serves them. */
export function serveTiny(faults: Record<string, Partial<Served>> = {}): Map<string, Served> {
  return new Map(
    [...files].map(([path, text]) => [
      `tiny/${path}`,
      { bytes: Buffer.from(text), ...faults[path] },
    ]),
  );
}
