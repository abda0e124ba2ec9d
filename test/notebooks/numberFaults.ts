import { joinText } from "../../src/workbook/jupyter/notebook/notebook";
import { seen, section } from "./anatomyFaults";
import type { Fault, NotebookFile, TextCell } from "./notebookFiles";

/** A number as prose or an output writes it. */
interface PrintedNumber {
  text: string;
  value: number;
  decimals: number;
  isPercent: boolean;
}

/**
 * Figures with more numbers than this hold about every number, so that finding one there says
 * nothing.
 */
const mostNumbers = 200;

/**
 * Numbers in prose that come from no cell: prose that drifted from its results.
 *
 * In what a notebook says it sees, and in its recap, every number of two digits or with decimals
 * must stand in an output or the code above, or in the code that follows at once; elsewhere, but
 * for further reading, every number with decimals or in percent must stand in some output or code.
 * Signs do not count ("0.02 lower" is −0.02).
 */
export function findNumberFaults({ cells }: NotebookFile): (Fault & { number: string })[] {
  const sources = cells
    .filter(({ isCode }) => isCode)
    .map(({ place, text, code }) => ({
      place,
      code: readNumbers(text),
      outputs: readOutputs(code?.outputs ?? []),
    }));
  const all = sources.flatMap(({ code, outputs }) => [...code, ...outputs]);
  const recap = section(cells, "Recap");
  const reading = section(cells, "Further reading");
  return cells
    .filter((cell) => !cell.isCode && !reading.includes(cell))
    .flatMap((cell) => {
      const isClaim = cell.text.includes(seen) || recap.includes(cell);
      const above = sources.flatMap(({ place, code, outputs }) => [
        ...(place <= cell.place + 1 ? code : []),
        ...(place < cell.place ? outputs : []),
      ]);
      const numbers = [...readNumbers(cell.text), ...readFormulas(cell.text)].filter((number) =>
        isResult(number, isClaim),
      );
      const strange = numbers.filter(
        (number) => !(isClaim ? above : all).some((other) => isRounded(number, other)),
      );
      return strange.map(({ text }) => ({
        cell: cell.place,
        number: text,
        what: `${text} stands in no output and no code${isClaim ? " above" : ""}`,
      }));
    });
}

/**
 * Whether a number in prose can be one that was measured; bare digits and, outside claims, whole
 * numbers count things that are there to see.
 */
function isResult({ text, isPercent }: PrintedNumber, isClaim: boolean): boolean {
  return (
    text.includes(".") ||
    (isClaim ? text.replace(/e.*$/, "").replace(/^0+/, "").length >= 2 : isPercent)
  );
}

/** Numbers with decimals in a text's formulas; their whole numbers are indices and powers. */
function readFormulas(text: string): PrintedNumber[] {
  const formulas = text.match(/\$\$[^]*?\$\$|\$[^$\n]+\$/g) ?? [];
  return readNumbers(formulas.join(" ").replaceAll("$", " ")).filter((number) =>
    number.text.includes("."),
  );
}

/** Numbers in a text, without those in formulas, in addresses, and in names such as c3. */
export function readNumbers(text: string): PrintedNumber[] {
  const plain = text
    .replace(/\$\$[^]*?\$\$|\$[^$\n]+\$/g, " ")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/(\d)[,_](?=\d{3}(?!\d))/g, "$1");
  return [
    ...plain.matchAll(/(?<![\p{L}\p{N}_.])(\d+(?:\.(\d+))?)(e[-+]?\d+)?(?![\p{L}\p{N}_])( ?%)?/gu),
  ].map(([, digits, fraction = "", power = "", percent]) => ({
    text: digits + power,
    value: Number(digits + power),
    decimals: fraction.length - Number(power.slice(1)),
    isPercent: percent !== undefined,
  }));
}

function readOutputs(outputs: NonNullable<TextCell["code"]>["outputs"]): PrintedNumber[] {
  return outputs.flatMap((output) => {
    if (output.output_type === "stream") return readNumbers(joinText(output.text));
    if (output.output_type === "error") return [];
    const drawn = readNumbers(
      JSON.stringify(
        (output.data["application/vnd.plotly.v1+json"] as { data?: unknown } | undefined)?.data ??
          "",
      ),
    );
    return [
      ...readNumbers(joinText((output.data["text/plain"] ?? "") as string | string[])),
      ...(drawn.length <= mostNumbers ? drawn : []),
    ];
  });
}

/**
 * Whether `number` is `other`, rounded to the decimals that `number` shows; a share may be said in
 * percent.
 */
function isRounded(number: PrintedNumber, other: PrintedNumber): boolean {
  const close = (value: number): boolean =>
    Math.abs(value - number.value) <= 0.5 * 10 ** -number.decimals * (1 + 1e-9);
  return close(other.value) || (number.isPercent && close(100 * other.value));
}
