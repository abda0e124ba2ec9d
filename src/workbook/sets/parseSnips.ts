import { isUtf8 } from "node:buffer";
import type { DatasetText } from "./dataset";

/**
 * Reads a file of SNIPS's custom-intent benchmark: `{"GetWeather": [{"data": [{"text": "Weather in
 * "}, {"text": "Rome", "entity": "city"}]}]}`.
 *
 * One file (PlayMusic's training part) mixes UTF-8 and Latin-1, so a file that is not UTF-8 is
 * taken apart as Latin-1, and a sentence whose bytes are UTF-8 is decoded as such.
 *
 * @throws Error that names the file and the place
 */
export function parseSnips(bytes: Buffer, file: string): DatasetText[] {
  const mixed = !isUtf8(bytes);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString(mixed ? "latin1" : "utf8"));
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const intents = isRecord(value) ? Object.entries(value) : [];
  if (intents.length !== 1 || !Array.isArray(intents[0][1]))
    throw new Error(`${file} is not one list of sentences under the name of its intent`);
  const [label, sentences] = intents[0];
  return (sentences as unknown[]).map((sentence, i) => {
    const text = joinPieces(sentence);
    if (text === undefined)
      throw new Error(`${file}: sentence ${i} of ${label} is not a list of pieces with texts`);
    return { text: mixed ? repair(text) : text, label };
  });
}

function joinPieces(sentence: unknown): string | undefined {
  if (!isRecord(sentence) || !Array.isArray(sentence.data)) return undefined;
  const texts = (sentence.data as unknown[]).map((piece) =>
    isRecord(piece) ? piece.text : undefined,
  );
  return texts.every((text) => typeof text === "string") ? texts.join("") : undefined;
}

function repair(text: string): string {
  const bytes = Buffer.from(text, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
