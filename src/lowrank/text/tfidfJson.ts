import { resolveEncodeOptions, type ResolvedEncodeOptions } from "./reading/encodeOptions";
import { checkFields } from "../base/checkFields";
import { checkOrder, isList } from "./reading/termListJson";
import type { TfidfModel } from "./tfidf";

/** A TF-IDF model as plain JSON values. */
export interface TfidfJson {
  readonly type: "lowrank-tfidf";
  readonly version: 2;
  readonly terms: readonly string[];
  readonly idf: readonly number[];
  readonly documentFrequencies: readonly number[];
  readonly documents: number;
  readonly encoding: ResolvedEncodeOptions | null;
  readonly sublinear: boolean;
}

/**
 * The model as plain values for JSON.stringify.
 *
 * Cost: one pass over the terms.
 *
 * @throws TypeError if it is no such model
 * @example
 * writeFileSync("tfidf.json", JSON.stringify(tfidfToJson(tfidf)));
 */
export function tfidfToJson(model: TfidfModel): TfidfJson {
  checkFields(model, ["terms", "idf"], "model", "fitTfidf(texts)");
  const { terms, idf, documentFrequencies, documents, encoding, sublinear } = model;
  return {
    type: "lowrank-tfidf",
    version: 2,
    terms,
    idf: Array.from(idf),
    documentFrequencies: Array.from(documentFrequencies),
    documents,
    encoding,
    sublinear,
  };
}

/** Version 1 had no stripAccents and no ngramUnit: their defaults are what it did. */
const readableVersions: readonly unknown[] = [1, 2];

/**
 * The model that tfidfToJson wrote, in this version of the library or an earlier one; it gives the
 * same rows to the last bit.
 *
 * Cost: one pass over the terms.
 *
 * @throws Error if the value is not such a model, or its parts do not fit together
 * @example
 * writeFileSync("tfidf.json", JSON.stringify(tfidfToJson(tfidf)));
 * const model = tfidfFromJson(JSON.parse(readFileSync("tfidf.json", "utf8")));
 * model.terms.length === tfidf.terms.length; // true
 */
export function tfidfFromJson(value: unknown): TfidfModel {
  const json = value as (Partial<Omit<TfidfJson, "version">> & { version?: unknown }) | null;
  if (typeof json !== "object" || json === null || json.type !== "lowrank-tfidf") {
    throw new TypeError("the value is not a TF-IDF model; pass what tfidfToJson returned");
  }
  if (!readableVersions.includes(json.version)) {
    throw new RangeError(
      `version ${String(json.version)} of a TF-IDF model cannot be read, ` +
        `only ${readableVersions.join(" and ")}; ` +
        "update the library, or fit the model again",
    );
  }
  const { terms, idf, documentFrequencies, documents, encoding = null, sublinear } = json;
  if (
    !isList(terms, "string") ||
    !isList(idf, "number") ||
    !isList(documentFrequencies, "number")
  ) {
    throw new TypeError(
      "terms, idf or documentFrequencies is missing or holds other values than strings and " +
        "numbers; write the model again with tfidfToJson",
    );
  }
  if (terms.length !== idf.length || terms.length !== documentFrequencies.length) {
    throw new RangeError(
      `${terms.length} terms, ${idf.length} idf and ${documentFrequencies.length} ` +
        "documentFrequencies do not fit together; write the model again with tfidfToJson",
    );
  }
  checkOrder(terms);
  if (typeof documents !== "number" || typeof sublinear !== "boolean") {
    throw new TypeError(
      "documents or sublinear is missing; write the model again with tfidfToJson",
    );
  }
  return {
    terms,
    documentFrequencies: Int32Array.from(documentFrequencies),
    documents,
    // Refuses options without a meaning now rather than at the first text.
    encoding: encoding === null ? null : resolveEncodeOptions(encoding),
    idf: Float64Array.from(idf),
    sublinear,
  };
}
