import { checkOptions } from "../base/checkOptions";

/** A term and its weight. */
export interface WeightedTerm {
  readonly term: string;
  readonly weight: number;
}

export interface TopTermsOptions {
  /** Most terms given; default 10. */
  count?: number;
  /**
   * What comes first: "magnitude", the weights furthest from 0 of either sign; "largest", those
   * that speak for; "smallest", those that speak against. Default "magnitude".
   */
  order?: "magnitude" | "largest" | "smallest";
}

const knownOptions = { count: true, order: true } satisfies Record<keyof TopTermsOptions, true>;

/**
 * The terms with the strongest weights, strongest first, equal ones in the order of the terms.
 *
 * A singular direction: its column of V. A class: the weights that `classTermWeights` gives.
 *
 * Cost: a sort of the terms.
 *
 * @param terms - the columns' terms
 * @param weights - one a term
 * @throws RangeError if terms and weights differ in number, a weight is NaN, or an option has no
 *   meaning
 * @example
 * topTerms(["fish", "red"], [0.2, -0.9], { count: 1 }); // [{ term: "red", weight: -0.9 }]
 *
 * // The first singular direction.
 * topTerms(tfidf.terms, svd.v.getColumn(0)).length; // 10
 */
export function topTerms(
  terms: readonly string[],
  weights: ArrayLike<number>,
  options: TopTermsOptions = {},
): WeightedTerm[] {
  checkOptions(options, knownOptions, "topTerms");
  const { count = 10, order = "magnitude" } = options;
  if (weights.length !== terms.length) {
    throw new RangeError(
      `${weights.length} weights for ${terms.length} terms; pass one weight a term`,
    );
  }
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `count ${count} is not a number of terms; choose a whole number from 1 up`,
    );
  }
  const strength = strengths[order] as ((weight: number) => number) | undefined;
  if (strength === undefined) {
    throw new RangeError(
      `order ${JSON.stringify(order)} is unknown; choose ${Object.keys(strengths)
        .map((name) => JSON.stringify(name))
        .join(", ")}`,
    );
  }
  const places = terms.map((term, place) => {
    if (Number.isNaN(weights[place])) {
      throw new RangeError(`the weight of "${term}" is NaN; pass numbers`);
    }
    return place;
  });
  return places
    .sort((a, b) => strength(weights[b]) - strength(weights[a]) || a - b)
    .slice(0, count)
    .map((place) => ({ term: terms[place], weight: weights[place] }));
}

const strengths = {
  magnitude: Math.abs,
  largest: (weight: number): number => weight,
  smallest: (weight: number): number => -weight,
};
