import readline from "node:readline";
import readlinePromises from "node:readline/promises";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import type { Ask } from "./frontEndInput";

/** Milliseconds in which what reads a line may close the stream before the next one is asked for. */
const pause = 10;

/**
 * The standard input of cells: each line that is read is asked of the front end. Where nobody can
 * be asked, the stream fails with that reason.
 */
class AskedInput extends Readable {
  /** Interfaces of readline that hand lines on. */
  readonly lineReaders = new Set<object>();
  /** Listeners of readline: it reads from the start, whether anybody wants its lines or not. */
  private readonly ofReadline = new Set<unknown>();
  private isWanted = false;

  constructor(private readonly ask: Ask) {
    super({ highWaterMark: 0, encoding: "utf8" });
    this.on("resume", () => this.askSoon());
  }

  override on(event: string | symbol, listener: (...args: never[]) => void): this {
    const reads = event === "data" || event === "readable";
    if (reads && /node:internal\/readline/.test(new Error().stack ?? ""))
      this.ofReadline.add(listener);
    else if (reads) this.askSoon();
    return super.on(event, listener as (...args: unknown[]) => void);
  }

  override addListener(event: string | symbol, listener: (...args: never[]) => void): this {
    return this.on(event, listener);
  }

  override _read(): void {
    this.isWanted = true;
    this.askSoon();
  }

  get isLeft(): boolean {
    return this.destroyed || this.readableEnded || (this.isPaused() && this.lineReaders.size === 0);
  }

  /** Somebody reads lines now. */
  addReader(reader: object): void {
    this.lineReaders.add(reader);
    this.askSoon();
  }

  private askSoon(): void {
    setTimeout(() => {
      if (!this.isWanted || this.destroyed) return;
      const readers = [...this.rawListeners("data"), ...this.rawListeners("readable")];
      const isRead = readers.some((one) => !this.ofReadline.has(one));
      if (!isRead && (this.lineReaders.size === 0 || this.isPaused())) return;
      this.isWanted = false;
      try {
        this.push(`${this.ask("process.stdin", "")}\n`);
      } catch (error) {
        this.destroy(error as Error);
      }
    }, pause);
  }
}

type Question = (this: object, query: string, ...rest: unknown[]) => unknown;
interface Interfaces {
  prototype: Record<"question" | "on" | "addListener" | "once" | "close", Question>;
}

/** Puts the asked input in the place of `process.stdin`, and lets readline's questions ask. */
export function installInput(ask: Ask): void {
  let input: AskedInput | undefined;
  Object.defineProperty(process, "stdin", {
    configurable: true,
    enumerable: true,
    // One that has ended, failed or been put away is of no more use.
    get: () => (!input || input.isLeft ? (input = new AskedInput(ask)) : input),
  });
  const inputOf = (reader: object): AskedInput | undefined => {
    const { input: read } = reader as { input?: unknown };
    return read instanceof AskedInput ? read : undefined;
  };
  const plain = readline as unknown as { Interface: Interfaces };
  const promised = readlinePromises as unknown as { Interface: Interfaces };
  replaceQuestion(plain.Interface.prototype, inputOf, (query, rest) => {
    const answer = ask("readline", query);
    process.nextTick(rest.at(-1) as (answer: string) => void, answer);
  });
  const original = plain.Interface.prototype.question;
  Object.defineProperty(original, promisify.custom, {
    value(this: object, query: string) {
      return new Promise((resolve) => original.call(this, query, {}, resolve));
    },
  });
  replaceQuestion(promised.Interface.prototype, inputOf, (query) =>
    Promise.resolve().then(() => ask("readline", query)),
  );
  followReaders(plain.Interface.prototype, inputOf);
}

function replaceQuestion(
  prototype: Interfaces["prototype"],
  inputOf: (reader: object) => AskedInput | undefined,
  answer: (query: string, rest: readonly unknown[]) => unknown,
): void {
  const { question } = prototype;
  prototype.question = function (query, ...rest) {
    return inputOf(this) ? answer(String(query), rest) : question.call(this, query, ...rest);
  };
}

/** Lines are asked for only while somebody listens for them. */
function followReaders(
  prototype: Interfaces["prototype"],
  inputOf: (reader: object) => AskedInput | undefined,
): void {
  for (const name of ["on", "addListener", "once"] as const) {
    const listen = prototype[name];
    prototype[name] = function (event, ...rest) {
      if (event === "line") inputOf(this)?.addReader(this);
      return listen.call(this, event, ...rest);
    };
  }
  const { close } = prototype;
  prototype.close = function (...rest) {
    inputOf(this)?.lineReaders.delete(this);
    return close.call(this, ...(rest as [string]));
  };
}
