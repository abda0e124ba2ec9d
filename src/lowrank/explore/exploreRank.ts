import { checkFields } from "../base/checkFields";
import { checkList } from "../base/checkList";
import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import { asSvd } from "../linalg/asSvd";
import { projectRows } from "../linalg/coordinates";
import { energy } from "../linalg/frobenius";
import type { TruncatedSvd } from "../linalg/svd";
import { transformTfidf, type TfidfModel } from "../text/tfidf";
import { tfidfToJson } from "../text/tfidfJson";
import { createPayload } from "./payload/createPayload";
import { defaultMaxBytes, exploreOptionNames, type ExploreOptions } from "./exploreOptions";
import { createExplorer, type Explorer } from "./explorer";
import { packText } from "./payload/packed";

/** What was fitted on the texts. */
export interface TextModel {
  readonly tfidf: TfidfModel;
  /** Truncated SVD of the TF-IDF matrix; its rank is the slider's largest. */
  readonly svd: TruncatedSvd;
}

export interface ExploreTextOptions extends ExploreOptions {
  /** What stands in the text box at the start; default the text of the document chosen. */
  query?: string;
}

/**
 * Makes a figure in which a slider moves the rank k of a fitted model, and views follow it:
 * accuracy, energy and bytes kept, a map of the documents, a document's terms beside those of its
 * rank-k copy, its nearest neighbours, and the class probabilities of a sentence that the reader
 * types.
 *
 * The figure computes in the browser with this library's own code and needs neither kernel nor
 * network. It holds V, rounded to 1/64 of its typical entry, the texts, and a classifier for each
 * position of the slider, which is fitted here; the documents' coordinates A V are computed again
 * when it opens.
 *
 * Cost: one logistic regression a position, each starting from the one before: about two seconds
 * for 6,000 texts and ranks up to 300. Size: about 1.4 bytes an entry of V and the texts deflated,
 * 2.2 MB for 6,000 definitions, 4,771 terms and rank 300, and 0.15 MB of script.
 *
 * @param model - what was fitted on these texts, or on others with the same vocabulary
 * @throws RangeError if model, texts and labels do not fit together, the model has no tokenizer of
 *   its own, a rank is not held by the SVD, or the figure is larger than `maxBytes`
 * @example
 * const explorer = exploreRank({ tfidf, svd }, { texts, labels }, { curve });
 * explorer.payload.ranks; // [1, 2, …]
 */
export function exploreRank(
  model: TextModel,
  documents: { readonly texts: readonly string[]; readonly labels: readonly string[] },
  options: ExploreTextOptions = {},
): Explorer {
  checkDocuments(documents);
  checkOptions(options, knownOptions, "exploreRank");
  checkFields(model?.tfidf, ["terms", "idf"], "model.tfidf", "fitTfidf(texts)");
  const { texts, labels } = documents;
  const { tfidf } = model;
  const svd = asSvd(model.svd, "model.svd");
  checkModel({ tfidf, svd }, texts, labels);
  const matrix = transformTfidf(tfidf, texts);
  const coordinates = projectRows(svd, matrix);
  const rows = {
    coordinates,
    v: svd.v,
    singularValues: svd.singularValues,
    totalEnergy: energy(matrix),
    nonZeros: matrix.nonZeros,
    labels,
    stepsPerEntry,
  };
  const payload = createPayload(
    rows,
    { ...options, unitRows: options.unitRows ?? true },
    (shown) => ({
      kind: "texts",
      texts: packText(JSON.stringify(Array.from(shown, (row) => texts[row]))),
      tfidf: packText(JSON.stringify(tfidfToJson(tfidf))),
      shownNonZeros: matrix.selectRows(shown).nonZeros,
      query: options.query ?? texts[options.startDocument ?? 0],
    }),
  );
  return createExplorer(payload, options.maxBytes ?? defaultMaxBytes);
}

/**
 * Enough for 99.5 % and more of equal predictions at every rank of the six classes of definitions;
 * each doubling costs a bit an entry.
 */
const stepsPerEntry = 64;

const knownOptions = {
  ...exploreOptionNames,
  query: true,
} satisfies Record<keyof ExploreTextOptions, true>;

function checkDocuments(documents: { readonly texts: unknown; readonly labels: unknown }): void {
  if (typeof documents !== "object" || documents === null || Array.isArray(documents))
    throw new TypeError(`documents is ${describeValue(documents)}; pass { texts, labels }`);
  checkList(documents.texts, "texts", "strings");
  checkList(documents.labels, "labels", "strings, one a text");
}

function checkModel(
  { tfidf, svd }: TextModel,
  texts: readonly string[],
  labels: readonly string[],
): void {
  if (svd.v.rows !== tfidf.terms.length) {
    throw new RangeError(
      `an SVD of ${svd.v.rows} columns does not belong to a vocabulary of ` +
        `${tfidf.terms.length} terms; pass the SVD of transformTfidf(tfidf, texts)`,
    );
  }
  if (texts.length !== labels.length)
    throw new RangeError(
      `${texts.length} texts have ${labels.length} labels; give each text one label`,
    );
  if (tfidf.encoding === null) {
    throw new RangeError(
      "the model was built from tokens of your own, " +
        "which a reader's sentence cannot be cut into; fit it on texts with fitTfidf(texts)",
    );
  }
}
