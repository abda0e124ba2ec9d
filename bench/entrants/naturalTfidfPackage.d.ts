declare module "natural/lib/natural/tfidf/tfidf" {
  /** natural's TF-IDF; the deep import spares loading the whole package. */
  export default class TfIdf {
    addDocument(text: string): void;
    listTerms(document: number): { term: string; tfidf: number }[];
  }
}
