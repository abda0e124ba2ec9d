import { z } from "zod";

/**
 * A path below the source's address: no scheme, no leading slash, no "..", so that it cannot leave
 * it.
 */
const relativePath = z
  .string()
  .regex(/^(?!\.)[\w-][\w.-]*(\/[\w-][\w.-]*)*$/, "must be a plain relative path");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits");
const split = z.enum(["train", "validation", "test"]);

const file = z
  .strictObject({
    path: relativePath,
    bytes: z.int().positive().optional(),
    sha256: sha256.optional(),
    /**
     * measured: on the file itself; rebuilt: on a copy put back into its raw form; published:
     * quoted from someone else's list; unknown: none.
     */
    checksum: z.enum(["measured", "rebuilt", "published", "unknown"]),
    split: split.optional(),
    /** What part of the set the file holds: a language, a video. */
    part: z.string().min(1).optional(),
    /** Class of every document in the file. */
    label: z.string().min(1).optional(),
    /** What an IDX file holds. */
    holds: z.enum(["images", "labels"]).optional(),
  })
  .refine(
    (value) => (value.sha256 === undefined) === (value.checksum === "unknown"),
    "has a sha256 exactly if its checksum is known",
  );

const reader = z.discriminatedUnion("format", [
  z.strictObject({
    format: z.literal("table"),
    delimiter: z.enum([",", "\t"]),
    quote: z.boolean(),
    columns: z.strictObject({ text: z.string(), label: z.string(), id: z.string().optional() }),
    /** Names for the labels in the file. */
    labels: z.record(z.string(), z.string()).optional(),
    /** Rows that do not belong to the set. */
    drop: z.strictObject({ column: z.string(), values: z.array(z.string()).min(1) }).optional(),
  }),
  z.strictObject({ format: z.literal("lines"), encoding: z.enum(["utf-8", "windows-1252"]) }),
  z.strictObject({ format: z.literal("snips") }),
  z.strictObject({
    format: z.literal("pixelRows"),
    width: z.int().positive(),
    height: z.int().positive(),
    maximum: z.int().positive(),
  }),
  z.strictObject({
    format: z.literal("idx"),
    width: z.int().positive(),
    height: z.int().positive(),
    maximum: z.int().positive(),
  }),
]);

const entry = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be small letters, digits and single hyphens"),
    title: z.string().min(1),
    shows: z.string().min(1),
    kind: z.enum(["text", "images"]),
    /** Documents or images; of each language, where the parts are the same sentences. */
    documents: z.int().positive(),
    classes: z.int().min(2),
    language: z.string().optional(),
    /**
     * Parts that hold the same documents in other languages; the first is loaded unless another is
     * named.
     */
    parallelParts: z.array(z.string()).min(2).optional(),
    licence: z.string().min(1),
    credit: z.string().min(1),
    page: z.url({ protocol: /^https$/ }),
    /**
     * Commit or tag that the files are taken from; absent where the source has none and only the
     * checksums pin them.
     */
    revision: z.string().min(7).optional(),
    address: z
      .url({ protocol: /^https$/ })
      .refine((value) => value.endsWith("/"), "must end in a slash"),
    reader,
    files: z.array(file).min(1),
    /**
     * SHA-256 of the documents as read, whatever the files' form; absent where the files were never
     * at hand.
     */
    contents: z.strictObject({ sha256 }).optional(),
    note: z.string().optional(),
  })
  .refine(
    (value) => value.contents !== undefined || value.files.every((one) => one.sha256 !== undefined),
    "needs a checksum of each file, or of its contents",
  );

/** What data/catalogue.json must look like. */
export const catalogueSchema = z
  .strictObject({ version: z.literal(1), sets: z.array(entry).min(1) })
  .refine(
    ({ sets }) => new Set(sets.map(({ name }) => name)).size === sets.length,
    "names a set twice",
  );

export type CatalogueEntry = z.infer<typeof entry>;
export type CatalogueFile = z.infer<typeof file>;
export type Reader = z.infer<typeof reader>;
