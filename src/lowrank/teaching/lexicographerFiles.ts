/**
 * The 45 classes of WordNet's synsets, named after the lexicographers' files they were written in;
 * the number that a synset's line carries is the place in this list.
 *
 * Source: WordNet 3.1 manual, lexnames(5WN).
 */
export const lexicographerFiles = [
  "adj.all",
  "adj.pert",
  "adv.all",
  "noun.Tops",
  "noun.act",
  "noun.animal",
  "noun.artifact",
  "noun.attribute",
  "noun.body",
  "noun.cognition",
  "noun.communication",
  "noun.event",
  "noun.feeling",
  "noun.food",
  "noun.group",
  "noun.location",
  "noun.motive",
  "noun.object",
  "noun.person",
  "noun.phenomenon",
  "noun.plant",
  "noun.possession",
  "noun.process",
  "noun.quantity",
  "noun.relation",
  "noun.shape",
  "noun.state",
  "noun.substance",
  "noun.time",
  "verb.body",
  "verb.change",
  "verb.cognition",
  "verb.communication",
  "verb.competition",
  "verb.consumption",
  "verb.contact",
  "verb.creation",
  "verb.emotion",
  "verb.motion",
  "verb.perception",
  "verb.possession",
  "verb.social",
  "verb.stative",
  "verb.weather",
  "adj.ppl",
] as const;

/** The name of one of WordNet's 45 classes, such as "noun.animal". */
export type GlossClass = (typeof lexicographerFiles)[number];

/** The 26 classes of nouns: 82,192 synsets. */
export const nounClasses: readonly GlossClass[] = lexicographerFiles.filter((name) =>
  name.startsWith("noun."),
);

/**
 * The six classes of nouns that the notebooks use: concrete things that a reader can tell apart.
 */
export const teachingClasses: readonly GlossClass[] = [
  "noun.animal",
  "noun.artifact",
  "noun.body",
  "noun.food",
  "noun.person",
  "noun.plant",
];
