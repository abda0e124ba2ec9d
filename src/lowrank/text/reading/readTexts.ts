import type { Steps } from "../../base/steps";
import type { ResolvedEncodeOptions } from "./encodeOptions";
import { letterTable } from "./letterTable";
import { readingOptions, splitPieces } from "./readingOptions";
import { TokenBuffer } from "./tokenBuffer";

/**
 * Reads texts into a buffer, and hands it over each time that it is full, and at the end; that is a
 * step.
 *
 * Most texts are read character by character. A text with accents of their own, Chinese or emoji is
 * split by regular expressions.
 */
export function* readTexts(
  texts: readonly string[],
  options: ResolvedEncodeOptions,
  take: (tokens: TokenBuffer) => void,
): Steps<void> {
  const reading = readingOptions(options);
  const letters = letterTable(reading, reading.pieces);
  let tokens = takeBuffer();
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    if (!tokens.spellWords(text, letters, reading)) tokens.addWords(splitPieces(text, reading));
    tokens.endText();
    if (!tokens.isFull()) continue;
    take(tokens);
    yield i / texts.length;
    // Another call may have used it meanwhile.
    tokens = takeBuffer();
  }
  take(tokens);
}

/**
 * One buffer for all calls, which empty it before others come: for a single new text, making one
 * takes longer than reading it.
 */
let buffer: TokenBuffer | undefined;

/** The buffer, without words. */
export function takeBuffer(): TokenBuffer {
  buffer ??= new TokenBuffer();
  buffer.empty();
  return buffer;
}
