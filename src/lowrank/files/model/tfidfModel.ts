import type { TfidfModel } from "../../text/tfidf";
import { tfidfFromJson, tfidfToJson } from "../../text/tfidfJson";
import { readFields, readNumbers, refuse, type Tree } from "./modelTree";

export function tfidfTree(model: TfidfModel): Tree {
  const { encoding, ...json } = tfidfToJson(model);
  return {
    ...json,
    encoding: encoding && (JSON.parse(JSON.stringify(encoding)) as Tree),
    idf: model.idf,
    documentFrequencies: Float64Array.from(model.documentFrequencies),
  };
}

/** What `tfidfFromJson` reads; a complaint of its own becomes the reason that is given. */
export function readTfidf(value: unknown, where: string): TfidfModel {
  const fields = readFields(value, where);
  checkOptions(fields.encoding, `${where}.encoding`);
  const json = {
    ...fields,
    idf: Array.from(readNumbers(fields.idf, `${where}.idf`)),
    documentFrequencies: Array.from(
      readNumbers(fields.documentFrequencies, `${where}.documentFrequencies`),
    ),
  };
  try {
    return tfidfFromJson(json);
  } catch (error) {
    const { message } = error as Error;
    return refuse(where, `a vocabulary with options that can be used (${message})`, error);
  }
}

/** Longer runs of words, or longest words, than any text needs would only ask for memory. */
const largestSize = 1000;

function checkOptions(encoding: unknown, where: string): void {
  if (encoding === null) return;
  for (const [name, value] of Object.entries(readFields(encoding, where)))
    for (const setting of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof setting === "number" && !(setting <= largestSize))
        refuse(`${where}.${name}`, `at most ${largestSize}`);
      if (typeof setting === "object") refuse(`${where}.${name}`, "a setting, or a list of them");
    }
}
