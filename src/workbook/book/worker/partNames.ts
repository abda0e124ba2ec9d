/** Parts without which no cell runs, in the order in which they are evaluated. */
export const firstParts = ["typescript", "types", "node", "library", "kernel"] as const;

/** Parts that a cell needs only if it imports some names, by module and name. */
const partsOfNames: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  lowrank: {
    exploreRank: ["explorer"],
    exploreImages: ["explorer"],
    exploreEllipse: ["explorer"],
    loadDelimited: ["scaleTables"],
  },
  "lowrank/teaching": {
    loadTeachingGlosses: ["sixClasses"],
    loadGlosses: ["nouns"],
    loadLanguageTask: ["nouns", "otherWords", "posts"],
    loadPosts: ["posts"],
    loadNounModel: ["nounModel"],
    loadAdaptationGrid: ["adaptationGrid"],
    loadDigitAdaptations: ["digitAdaptations"],
  },
  "lowrank/adapters": { openAdapter: ["adapterFiles"] },
  "ml-logistic-regression": { "*": ["packages"] },
  "natural/lib/natural/stemmers/porter_stemmer": { "*": ["packages"] },
};

/** Parts that a module's names need; all names where none are given. */
export function partsOf(specifier: string, names?: readonly string[]): string[] {
  const known = partsOfNames[specifier] ?? {};
  const isWhole = !names || names.some((name) => name === "*" || name === "default");
  return Object.entries(known).flatMap(([name, parts]) =>
    name === "*" || isWhole || names.includes(name) ? parts : [],
  );
}

/** Parts that code may need, guessed from its words: they may be fetched before they are asked for. */
export function guessParts(code: string): string[] {
  const parts = Object.entries(partsOfNames).flatMap(([specifier, known]) =>
    code.includes(`"${specifier}"`)
      ? Object.entries(known).flatMap(([name, needed]) =>
          name === "*" || new RegExp(`\\b${name}\\b`).test(code) ? needed : [],
        )
      : [],
  );
  return [...new Set(parts)];
}
