import type { RelatedCell } from "./relateCells";

/** A cell as its result depends on it. */
export interface StampedCell extends RelatedCell {
  readonly text: string;
  /** Where its controls stand, by the name that each sets; a moved one only. */
  readonly controls: Readonly<Record<string, string>>;
}

/**
 * For each cell a text that is the same as long as its result must be: of its code, and of the
 * stamps of the cells that it needs. Two results with one stamp come from the same code all the way
 * up, with the same controls.
 *
 * Cost: linear in the code and in the needs of all cells.
 */
export function stampCells(cells: readonly StampedCell[]): string[] {
  const stamps: string[] = [];
  for (const { text, needs } of cells) {
    const parts = needs.map(({ name, cells: makers }) => {
      const control = cells[makers[0]].controls[name];
      return [name, ...makers.map((one) => stamps[one]), ...(control ? [control] : [])].join(" ");
    });
    stamps.push(hashWords([text, ...parts].join("\n")));
  }
  return stamps;
}

/** Two FNV-1a hashes of 32 bits over UTF-16 units, from different starts, as 16 hexadecimal digits. */
export function hashWords(text: string): string {
  let [one, other] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ (unit + 0x9e37), 0x85ebca6b) ^ (other >>> 13);
  }
  return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
