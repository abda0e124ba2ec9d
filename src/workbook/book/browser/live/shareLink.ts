import { hashText } from "./keepEdits";

/** A cell that a link carries. */
export interface SharedCell {
  readonly id: string;
  /** Hash of the book's text that was changed. */
  readonly original: string;
  readonly text: string;
  /** Id of the cell behind which it stands, where its sender has added it. */
  readonly behind?: string;
}

/** Begins the fragment of a link that carries cells. */
const mark = "#cells=";

/** Characters of a link that messengers and servers still pass on whole. */
export const longestLink = 16_000;

/** Bytes that the cells of a link may take when they are inflated. */
const mostBytes = 2 ** 20;

/**
 * The fragment of a link that carries changed cells: JSON, deflated, in the letters of base64url. A
 * server never sees it.
 *
 * @throws Error if it is longer than `longestLink`
 */
export async function encodeCells(cells: readonly SharedCell[]): Promise<string> {
  const shared = cells.map(({ id, original, text, behind }) => [
    ...[id, hashText(original), text],
    ...(behind === undefined ? [] : [behind]),
  ]);
  const bytes = await throughStream(
    new TextEncoder().encode(JSON.stringify(shared)),
    new CompressionStream("deflate-raw"),
  );
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const fragment = mark + letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  if (fragment.length > longestLink)
    throw new Error(`${fragment.length} characters, of at most ${longestLink}`);
  return fragment;
}

/** Whether a fragment carries cells, sound or damaged. */
export function carriesCells(fragment: string): boolean {
  return fragment.startsWith(mark);
}

/**
 * The cells that a fragment carries; undefined where it carries none.
 *
 * @throws Error if the link is damaged, or holds more than it may
 */
export async function decodeCells(fragment: string): Promise<SharedCell[] | undefined> {
  if (!carriesCells(fragment)) return undefined;
  const letters = fragment.slice(mark.length).replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(letters), (one) => one.charCodeAt(0));
  const json = new TextDecoder("utf-8", { fatal: true }).decode(
    await throughStream(bytes, new DecompressionStream("deflate-raw")),
  );
  const cells: unknown = JSON.parse(json);
  if (!Array.isArray(cells) || !cells.every(isShared)) throw new Error("it holds no cells");
  return cells.map(([id, original, text, behind]) => ({
    ...{ id, original, text },
    ...(behind !== undefined && { behind }),
  }));
}

function isShared(value: unknown): value is [string, string, string, string?] {
  return (
    Array.isArray(value) &&
    (value.length === 3 || value.length === 4) &&
    value.every((one) => typeof one === "string")
  );
}

async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > mostBytes) {
      await reader.cancel();
      throw new Error(`it holds more than ${mostBytes} bytes`);
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}
