import { existsSync } from "node:fs";
import path from "node:path";
import { corpusMatrix, loadCorpus, type CorpusName } from "./corpora";
import { writeJsonOnce, writeSparse } from "./files";

/** Writes a corpus's TF-IDF matrix once; gives the prefix of its files. */
export function matrixFiles(folder: string, corpus: CorpusName): string {
  const prefix = path.join(folder, `${corpus}-matrix`);
  if (!existsSync(`${prefix}.json`)) writeSparse(prefix, corpusMatrix(corpus));
  return prefix;
}

/** Writes a corpus's texts and labels once; gives the names of the two files. */
export function textFiles(folder: string, corpus: CorpusName): { texts: string; labels: string } {
  return {
    texts: writeJsonOnce(folder, `${corpus}-texts`, () => loadCorpus(corpus).texts),
    labels: writeJsonOnce(folder, `${corpus}-labels`, () => loadCorpus(corpus).labels),
  };
}
