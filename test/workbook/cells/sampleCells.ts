import vm from "node:vm";
import fc from "fast-check";

/*
 * Notebooks of small cells over three numbers, two lists, two functions: what the analysis says is
 * compared with what happens when they run.
 */
const number = fc.constantFrom("a", "b", "c");
const list = fc.constantFrom("xs", "ys");
const call = fc.constantFrom("f", "g");
/** One cell's code. */
export const cellCode = fc.oneof(
  fc.tuple(number, fc.nat(9)).map(([n, value]) => `let ${n} = ${value};`),
  fc
    .tuple(number, number, fc.nat(9))
    .map(([n, m, value]) => `let ${n} = ${value} + ${n === m ? 1 : m};`),
  fc.tuple(number, number).map(([n, m]) => `${n} += ${m};`),
  fc.tuple(list, number).map(([xs, n]) => `let ${xs} = [${n}];`),
  fc.tuple(list, number).map(([xs, n]) => `${xs}.push(${n});`),
  fc.tuple(list, number).map(([xs, n]) => `{ const alias = ${xs}; alias[0] = ${n}; }`),
  fc.tuple(list, number).map(([xs, n]) => `for (const [i] of ${xs}.entries()) ${n} += ${xs}[i];`),
  fc
    .tuple(call, number, list)
    .map(([f, n, xs]) => `let ${f} = (zs) => { ${xs}.push(${n}); return ${n} + zs.length; };`),
  fc.tuple(call, number).map(([f, n]) => `function ${f}(zs) { zs.push(${n}); return zs[0]; }`),
  fc
    .tuple(call, call, number)
    .map(([f, g, n]) =>
      f === g ? `let ${f} = (zs) => ${n};` : `let ${f} = (zs) => ${n} === 99 ? 0 : ${g}(zs);`,
    ),
  fc.tuple(call, list, number).map(([f, xs, n]) => `${n} = ${f}(${xs});`),
  fc.tuple(number, list).map(([n, xs]) => `[${n}, ${xs}.join()].join()`),
  fc.tuple(call, list).map(([f, xs]) => `[${f}(${xs}), ${xs}.join()].join()`),
);
/** All names have a value from the start, so that every cell can run. */
export const start =
  "let a = 1, b = 2, c = 3; let xs = [1], ys = [2]; let f = (zs) => 1; let g = (zs) => 2;";
export const notebookCells = fc
  .array(cellCode, { minLength: 2, maxLength: 9 })
  .map((cells) => [start, ...cells]);

/** What each of some cells gives as its value, run in order: its error too. */
export function runCells(cells: readonly string[], chosen: readonly number[]): Map<number, string> {
  const run = startKernel();
  return new Map(chosen.map((place) => [place, run(cells[place])]));
}

/** What runs cells one after the other, each with the variables that others have left. */
export function startKernel(): (code: string) => string {
  const context = vm.createContext({});
  return (code) => {
    try {
      // Variables that outlive their cell, which may declare them anew.
      return String(vm.runInContext(code.replaceAll("let ", "var "), context));
    } catch (error) {
      return String((error as Error).message);
    }
  };
}

/** Whether no function calls itself without end, which fails at a depth that varies. */
export const ends = (results: Map<number, string>): boolean =>
  ![...results.values()].some((value) => value.includes("call stack"));
