import TfIdf from "natural/lib/natural/tfidf/tfidf";
import type { Work } from "../harness/worker";
import { readJson } from "../inputs/files";

/**
 * natural's TfIdf: adds every text, then weighs the terms of one text after another until the time
 * is over.
 */
export function prepare({
  texts: file,
  limitSeconds,
}: {
  texts: string;
  limitSeconds: number;
}): Work<{ weighted: number; count: number }> {
  const texts = readJson<string[]>(file);
  return {
    run() {
      const deadline = performance.now() + limitSeconds * 1000;
      const tfidf = new TfIdf();
      for (const text of texts) tfidf.addDocument(text);
      let weighted = 0;
      while (weighted < texts.length && performance.now() < deadline) tfidf.listTerms(weighted++);
      return { weighted, count: texts.length };
    },
    report: (done) => done,
  };
}
