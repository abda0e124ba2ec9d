// natural ships no types for its single files, and its main entry prints advertising and loads
// database drivers.
declare module "natural/lib/natural/stemmers/porter_stemmer" {
  const porterStemmer: { stem(token: string): string };
  export = porterStemmer;
}

declare module "natural/lib/natural/util/stopwords" {
  export const words: string[];
}

declare module "natural/lib/natural/util/stopwords_zh" {
  export const words: string[];
}
