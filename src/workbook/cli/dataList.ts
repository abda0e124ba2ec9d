import type { CatalogueEntry, CatalogueFile } from "../sets/catalogue";
import { formatBytes } from "lowrank/workbook";

/** A column of the catalogue's table: characters wide, or a share of what the others leave. */
interface Column {
  readonly head: string;
  readonly width: number;
  readonly right?: boolean;
  /** Left out where the terminal is narrow. */
  readonly detail?: boolean;
  readonly cell: (entry: CatalogueEntry) => string;
}

/** Narrower than this, the table leaves out sources and checksums. */
const wide = 116;

/** The catalogue as a table, as wide as the terminal allows. */
export async function formatCatalogue(
  catalogue: readonly CatalogueEntry[],
  isInstalled: (name: string) => boolean,
  options: { width: number; color: boolean },
): Promise<string> {
  const { default: Table } = await import("cli-table3");
  const all: Column[] = [
    { head: "name", width: 14, cell: ({ name }) => name },
    { head: "what it shows", width: 0.45, cell: ({ shows }) => shows },
    {
      head: "documents\nin classes",
      width: 13,
      right: true,
      cell: ({ documents, classes }) => `${documents.toLocaleString("en")}\nin ${classes}`,
    },
    {
      head: "licence\nsource",
      width: 0.55,
      detail: true,
      cell: (entry) => `${entry.licence}\n${describeSource(entry)}`,
    },
    {
      head: "bytes",
      width: 11,
      right: true,
      detail: true,
      cell: ({ files }) => describeLength(files),
    },
    { head: "sha256", width: 15, detail: true, cell: describeChecksum },
    { head: "installed", width: 11, cell: ({ name }) => (isInstalled(name) ? "yes" : "no") },
  ];
  const columns = options.width < wide ? all.filter(({ detail }) => !detail) : all;
  const table = new Table({
    head: columns.map(({ head }) => head),
    colWidths: columnWidths(columns, options.width),
    colAligns: columns.map(({ right }) => (right ? "right" : "left")),
    wordWrap: true,
    style: options.color ? {} : { head: [], border: [] },
  });
  for (const entry of catalogue) table.push(columns.map(({ cell }) => cell(entry)));
  return table.toString();
}

function columnWidths(columns: readonly Column[], width: number): number[] {
  const fixed = columns.reduce(
    (sum, column) => sum + (column.width < 1 ? 0 : column.width),
    columns.length + 1,
  );
  const shares = columns.reduce((sum, column) => sum + (column.width < 1 ? column.width : 0), 0);
  const rest = Math.max(24, width - fixed);
  return columns.map((column) =>
    column.width < 1 ? Math.floor((rest * column.width) / shares) : column.width,
  );
}

/** Everything the catalogue says of a set, checksums in full. */
export function formatEntry(entry: CatalogueEntry, place: string | undefined): string {
  const lines: [string, string][] = [
    ["name", `${entry.name}: ${entry.title}`],
    ["shows", entry.shows],
    [
      "documents",
      `${entry.documents.toLocaleString("en")} in ${entry.classes} classes${entry.language === undefined ? "" : `, ${entry.language}`}`,
    ],
    ["splits", listOf(entry.files.map(({ split }) => split))],
    ["parts", listOf(entry.files.map(({ part }) => part))],
    ["licence", entry.licence],
    ["credit", entry.credit],
    ["page", entry.page],
    ["revision", entry.revision ?? ""],
    ["contents", entry.contents === undefined ? "" : `SHA-256 ${entry.contents.sha256}, measured`],
    ["note", entry.note ?? ""],
    ["installed", place ?? `no: lowrank data get ${entry.name}`],
  ];
  const head = lines
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name.padEnd(10)} ${value}`);
  const files = entry.files.map(
    (file) =>
      `  ${new URL(file.path, entry.address).href}\n    ${file.bytes === undefined ? "length not known" : `${file.bytes.toLocaleString("en")} bytes`}, ${describeFileChecksum(file)}`,
  );
  return [...head, "files", ...files].join("\n");
}

const explained: Record<CatalogueFile["checksum"], string> = {
  measured: "measured on the file",
  rebuilt: "measured on the file rebuilt from its original",
  published: "quoted, not measured",
  unknown: "",
};

function describeFileChecksum({ sha256, checksum }: CatalogueFile): string {
  return sha256 === undefined
    ? "SHA-256 not known: `get` measures and prints it"
    : `SHA-256 ${sha256}, ${explained[checksum]}`;
}

function listOf(values: readonly (string | undefined)[]): string {
  return [...new Set(values)].filter((value) => value !== undefined).join(", ");
}

/** The repository or host, and the revision as far as one needs to recognise it. */
function describeSource({ address, revision }: CatalogueEntry): string {
  const { host, pathname } = new URL(address);
  const where =
    host === "raw.githubusercontent.com" ? pathname.split("/").slice(1, 3).join("/") : host;
  return revision === undefined
    ? where
    : `${where} ${/^[0-9a-f]+$/.test(revision) ? `@${revision.slice(0, 8)}` : revision}`;
}

function describeLength(files: readonly CatalogueFile[]): string {
  const known = files.map(({ bytes }) => bytes).filter((bytes) => bytes !== undefined);
  return known.length < files.length
    ? "not known"
    : formatBytes(known.reduce((sum, bytes) => sum + bytes, 0));
}

/** The first digits of the one checksum that decides; files have theirs in `lowrank data show`. */
function describeChecksum({ contents, files }: CatalogueEntry): string {
  if (contents !== undefined) return `${contents.sha256.slice(0, 12)}…`;
  return files.length === 1 ? `${files[0].sha256?.slice(0, 12)}…` : `of ${files.length} files`;
}
