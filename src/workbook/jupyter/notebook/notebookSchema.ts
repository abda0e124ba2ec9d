import { createHash } from "node:crypto";
import { z } from "zod";
import type { Notebook } from "./notebook";
import type { Json } from "../wire";

const lines = z.union([z.string(), z.array(z.string())]);
const record = z.record(z.string(), z.unknown());

// Files that others wrote slightly wrong: what nbformat reads all the same is mended, field by
// field; what it could not run either is named.
const text = lines.nullish().transform((given) => given ?? "");
const word = z
  .string()
  .nullish()
  .transform((given) => given ?? "");
const json = record.nullish().transform((given) => given ?? {});
const count = z.int().nullable().catch(null);

const output = z.discriminatedUnion("output_type", [
  z.looseObject({
    output_type: z.literal("stream"),
    name: word.transform((name) => (name === "stderr" ? "stderr" : "stdout")),
    text,
  }),
  z.looseObject({ output_type: z.literal("display_data"), data: json, metadata: json }),
  z.looseObject({
    output_type: z.literal("execute_result"),
    execution_count: count,
    data: json,
    metadata: json,
  }),
  z.looseObject({
    output_type: z.literal("error"),
    ename: word,
    evalue: word,
    traceback: lines.nullish().transform((given) => [given ?? []].flat()),
  }),
]);

/** nbformat's rule for a cell's id. */
const id = z
  .string()
  .regex(/^[a-zA-Z0-9-_]{1,64}$/)
  .optional()
  .catch(undefined);
const shared = { id, metadata: json, source: lines };

const cell = z.discriminatedUnion("cell_type", [
  z.looseObject({
    cell_type: z.literal("markdown"),
    ...shared,
    attachments: z.record(z.string(), record).optional().catch(undefined),
  }),
  z.looseObject({
    cell_type: z.literal("code"),
    ...shared,
    execution_count: count,
    outputs: z
      .array(output)
      .nullish()
      .transform((given) => given ?? []),
  }),
  z.looseObject({ cell_type: z.literal("raw"), ...shared }),
]);

const notebook = z.looseObject({
  nbformat: z.literal(4),
  nbformat_minor: z.int().min(0).max(5).optional(),
  metadata: json,
  cells: z.array(cell),
});

/**
 * Checks that a JSON value is a notebook and upgrades it to nbformat 4.5, whose cells carry ids.
 *
 * A cell without an id, or with one that is malformed or already taken, gets one made from its place
 * and source, so that the same file always yields the same ids. Fields that the format does not know
 * are kept; those that it asks for and that are missing or null, as some programs leave them, are
 * filled with nothing: metadata, outputs, counts, an error's name, message and traceback.
 *
 * @throws Error that names the cell (from 1) and field, or the version and what to do about it
 */
export function parseNotebook(value: unknown): Notebook {
  const version = typeof value === "object" && value !== null ? (value as Json) : {};
  checkVersion(version.nbformat, version.nbformat_minor);
  const parsed = notebook.safeParse(value);
  if (!parsed.success) throw new Error(describeIssue(parsed.error.issues[0]));
  const taken = new Set<string>();
  const cells = parsed.data.cells.map((given, index) => {
    const id =
      given.id !== undefined && !taken.has(given.id)
        ? given.id
        : createCellId(given.source, index, taken);
    taken.add(id);
    return { ...given, id };
  });
  return { ...parsed.data, nbformat_minor: 5, cells };
}

function checkVersion(major: unknown, minor: unknown): void {
  if (typeof major !== "number")
    throw new Error("has no nbformat number: it is not a Jupyter notebook");
  if (major < 4)
    throw new Error(
      `is nbformat ${major}; Lowrank reads 4.0 to 4.5: open and save it in Jupyter first`,
    );
  if (major > 4 || (typeof minor === "number" && minor > 5)) {
    throw new Error(
      `is nbformat ${major}.${String(minor)}; Lowrank reads 4.0 to 4.5: save it in that format, or update lowrank`,
    );
  }
}

function createCellId(
  source: string | string[],
  index: number,
  taken: ReadonlySet<string>,
): string {
  for (let attempt = 0; ; attempt++) {
    const id = createHash("sha256")
      .update(JSON.stringify([source, index, attempt]))
      .digest("hex")
      .slice(0, 8);
    if (!taken.has(id)) return id;
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const [first, cellIndex, ...rest] = issue.path;
  if (first === "cells" && typeof cellIndex === "number") {
    return `cell ${cellIndex + 1}${rest.length === 0 ? "" : `, ${formatPath(rest)}`}: ${issue.message}`;
  }
  return `${formatPath(issue.path) || "the file"}: ${issue.message}`;
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`,
    )
    .join("");
}
