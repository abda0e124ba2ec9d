/*
 * Writes a file of invented texts, one JSON object a line, for `lowrank blocks`:
 *
 *     npm run build && node dist/bench/blocks/writeTexts.js texts.jsonl [--documents 1000000] [--terms 50000] [--words 12]
 *     /usr/bin/time -v lowrank blocks texts.jsonl --text body --min-document-frequency 2 --rank 20 --out texts.blocks
 */
import { appendFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { generateZipfCorpus } from "../../src/lowrank/teaching";

const portion = 20_000;

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      documents: { type: "string", default: "1000000" },
      terms: { type: "string", default: "50000" },
      words: { type: "string", default: "12" },
    },
  });
  const [documents, vocabulary, meanLength] = [values.documents, values.terms, values.words].map(
    Number,
  );
  writeFileSync(positionals[0], "");
  for (let first = 0; first < documents; first += portion) {
    const count = Math.min(portion, documents - first);
    const { counts } = generateZipfCorpus({
      documents: count,
      vocabulary,
      meanLength,
      seed: first,
    });
    const { rowOffsets, columnIndices, values: times } = counts;
    const lines: string[] = [];
    for (let row = 0; row < counts.rows; row++) {
      const words: string[] = [];
      for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++)
        words.push(`word${columnIndices[at]} `.repeat(times[at]));
      lines.push(`${JSON.stringify({ id: first + row, body: words.join("") })}\n`);
    }
    appendFileSync(positionals[0], lines.join(""));
  }
}

main();
