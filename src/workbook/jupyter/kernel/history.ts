import type { Json } from "../wire";

interface Entry {
  line: number;
  code: string;
  output: string | null;
}

/** The number by which clients name this kernel's session. */
const session = 1;

/** Cells run since the kernel started; nothing is kept on disk. */
export class History {
  private readonly entries: Entry[] = [];

  add(line: number, code: string, output: string | null): void {
    this.entries.push({ line, code, output });
  }

  /** Content of history_reply. */
  answer(request: Json): Json {
    const withOutput = request.output === true;
    const history = this.select(request).map(({ line, code, output }) => [
      session,
      line,
      withOutput ? [code, output] : code,
    ]);
    return { status: "ok", history };
  }

  private select(request: Json): Entry[] {
    const count = typeof request.n === "number" ? request.n : this.entries.length;
    if (request.hist_access_type === "tail") return last(this.entries, count);
    if (request.hist_access_type === "range") return this.range(request);
    if (request.hist_access_type !== "search") return [];
    const pattern = globPattern(typeof request.pattern === "string" ? request.pattern : "*");
    const found = this.entries.filter(({ code }) => pattern.test(code));
    return last(request.unique === true ? latestOfEach(found) : found, count);
  }

  private range({ session: asked = 0, start, stop }: Json): Entry[] {
    if (asked !== 0 && asked !== session) return [];
    const from = typeof start === "number" ? start : 0;
    const to = typeof stop === "number" ? stop : Infinity;
    return this.entries.filter(({ line }) => line >= from && line < to);
  }
}

function last<T>(items: T[], count: number): T[] {
  return count > 0 ? items.slice(-count) : [];
}

function latestOfEach(entries: readonly Entry[]): Entry[] {
  const latest = new Map<string, Entry>();
  for (const entry of entries) {
    latest.delete(entry.code);
    latest.set(entry.code, entry);
  }
  return [...latest.values()];
}

/** A glob, in which `*` stands for any text and `?` for one character, as a regular expression. */
function globPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replace(/\*/g, "[^]*")
    .replace(/\?/g, "[^]");
  return new RegExp(`^${escaped}$`, "u");
}
