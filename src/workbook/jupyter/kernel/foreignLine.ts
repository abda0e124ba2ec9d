import type { Finding } from "../../cells/checking/findings";

const instead: Record<string, string> = {
  timeit: 'console.time("run"); …; console.timeEnd("run")',
  time: 'console.time("run"); …; console.timeEnd("run")',
  html: 'import { display } from "tslab"; display.html("…")',
  javascript: 'import { display } from "tslab"; display.javascript("…")',
};

/**
 * One finding in place of many, for code that begins as a cell of IPython does, `!ls`, `%timeit`,
 * `%%html`: what to write instead. Others stay as they are.
 */
export function explainForeignLine(code: string, findings: readonly Finding[]): readonly Finding[] {
  const [, sign, word] = /^\s*(%%?|!)\s*([\w.-]+)/.exec(code) ?? [];
  if (sign === undefined || findings[0]?.line !== code.split(/\S/)[0].split("\n").length)
    return findings;
  return [
    { ...findings[0], message: sign === "!" ? explainShell(code) : explainMagic(sign, word) },
  ];
}

function explainShell(code: string): string {
  const command = JSON.stringify(code.trim().split("\n")[0].replace(/^!\s*/, ""));
  return (
    "a cell holds TypeScript, and `!` runs no command; " +
    `write: import { execSync } from "node:child_process"; execSync(${command}, { encoding: "utf8" })`
  );
}

function explainMagic(sign: string, word: string): string {
  const remedy = word in instead ? `; write: ${instead[word]}` : "";
  return `a cell holds TypeScript, and \`${sign}${word}\` is a command of IPython${remedy}`;
}
