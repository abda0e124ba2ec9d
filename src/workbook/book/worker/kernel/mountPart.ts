import { Buffer } from "../twins/bufferModule";

/** A part that brings files: text, or bytes as base64. */
interface FilesPart {
  readonly texts?: Readonly<Record<string, string>>;
  readonly bytes?: Readonly<Record<string, string>>;
}

/** The files of a part, by path; none of a part that brings no files. */
export function mountPart(part: unknown): Record<string, Uint8Array> {
  const { texts = {}, bytes = {} } = part as FilesPart;
  return {
    ...mapValues(texts, (text) => Buffer.from(text, "utf8")),
    ...mapValues(bytes, (base64) => Buffer.from(base64, "base64")),
  };
}

function mapValues<Result>(
  object: Readonly<Record<string, string>>,
  change: (value: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
