/* Stands for node:vm in a browser's worker: code runs by an indirect `eval`. */

interface ScriptOptions {
  readonly filename?: string;
}

/** Code under a name that stack traces show. */
export class Script {
  private readonly code: string;

  constructor(code: string, { filename }: ScriptOptions = {}) {
    // An `eval` keeps what `let` declares to itself.
    const shared = code.replace(/^let /, "var ");
    this.code = filename === undefined ? shared : `${shared}\n//# sourceURL=${filename}`;
  }

  runInThisContext(): unknown {
    return globalThis.eval(this.code) as unknown;
  }
}

export function runInThisContext(code: string, options?: ScriptOptions): unknown {
  return new Script(code, options).runInThisContext();
}

export default { Script, runInThisContext };
