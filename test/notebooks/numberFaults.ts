import { joinText } from "../../src/jupyter/notebook";
import { seen, section } from "./anatomyFaults";
import type { Fault, NotebookFile, TextCell } from "./notebookFiles";

/** A number as prose or an output writes it. */
interface PrintedNumber {
  text: string;
  value: number;
  decimals: number;
  isPercent: boolean;
}

/** Figures with more numbers than this hold about every number, so that finding one there says nothing. */
const mostNumbers = 200;

/**
 * Numbers in what a notebook says it sees, and in its recap, that stand in no output and no code of it: prose that drifted
 * from its results. Numbers of one digit are let through; signs do not count ("0.02 lower" is −0.02).
 */
export function findNumberFaults({ cells }: NotebookFile): (Fault & { number: string })[] {
  const known = cells.flatMap(({ text, code, isCode }) => (isCode ? [...readNumbers(text), ...readOutputs(code?.outputs ?? [])] : []));
  return listClaims(cells).flatMap(({ place, text }) => {
    const strange = readNumbers(text).filter((number) => significantDigits(number.text) >= 2 && !known.some((other) => isRounded(number, other)));
    return strange.map((number) => ({ cell: place, number: number.text, what: `${number.text} stands in no output and no code` }));
  });
}

function listClaims(cells: readonly TextCell[]): TextCell[] {
  const recap = section(cells, "Recap");
  return cells.filter((cell) => !cell.isCode && (cell.text.includes(seen) || recap.includes(cell)));
}

/** Numbers in a text, without those in formulas, in addresses, and in names such as c3. */
export function readNumbers(text: string): PrintedNumber[] {
  const plain = text.replace(/\$\$[^]*?\$\$|\$[^$\n]+\$/g, " ").replace(/\]\([^)]*\)/g, "]").replace(/(\d)[,_](?=\d{3}(?!\d))/g, "$1");
  return [...plain.matchAll(/(?<![\p{L}\p{N}_.])(\d+(?:\.(\d+))?)(e[-+]?\d+)?(?![\p{L}\p{N}_])( ?%)?/gu)].map(([, digits, fraction = "", power = "", percent]) => ({
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
    const drawn = readNumbers(JSON.stringify((output.data["application/vnd.plotly.v1+json"] as { data?: unknown } | undefined)?.data ?? ""));
    return [...readNumbers(joinText((output.data["text/plain"] ?? "") as string | string[])), ...(drawn.length <= mostNumbers ? drawn : [])];
  });
}

/** Whether `number` is `other`, rounded to the decimals that `number` shows; a share may be said in percent. */
function isRounded(number: PrintedNumber, other: PrintedNumber): boolean {
  const close = (value: number): boolean => Math.abs(value - number.value) <= 0.5 * 10 ** -number.decimals * (1 + 1e-9);
  return close(other.value) || (number.isPercent && close(100 * other.value));
}

function significantDigits(text: string): number {
  return text.replace(/e.*$/, "").replace(".", "").replace(/^0+/, "").length;
}
