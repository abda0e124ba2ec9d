import { readFileSync, rmSync, writeFileSync } from "node:fs";

/** What is known of a file that has begun to come; kept beside it. */
export interface TransferReceipt {
  readonly url: string;
  /** What If-Range compares: a strong entity tag, else the date of the last change. */
  readonly validator?: string;
  /** Whether all of it has come. */
  readonly complete: boolean;
}

const receiptOf = (target: string): string => `${target}.json`;

/** The receipt of a file, or undefined if there is none, or only a part of one. */
export function readReceipt(target: string): TransferReceipt | undefined {
  let text: string;
  try {
    text = readFileSync(receiptOf(target), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as TransferReceipt;
  } catch (error) {
    // The process was killed while it wrote: begin anew.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function writeReceipt(target: string, receipt: TransferReceipt): void {
  writeFileSync(receiptOf(target), JSON.stringify(receipt));
}

/** Removes a file that has come in part, and its receipt. */
export function removeTransfer(target: string): void {
  rmSync(receiptOf(target), { force: true });
  rmSync(target, { force: true });
}
