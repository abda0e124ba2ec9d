import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after } from "node:test";
import { openTable } from "../../../src/lowrank/cli/readRecords";
import { profileColumns, type TableProfile } from "../../../src/workbook/project/profileColumns";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-tables-"));
after(() => rmSync(folder, { recursive: true }));

let written = 0;

/** Writes rows as a CSV file whose fields stand in quotes; returns its path. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  const file = path.join(folder, `table-${++written}.csv`);
  const lines = rows.map((fields) =>
    fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(","),
  );
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

/** What a table holds; the first row is its header. */
export async function profile(rows: readonly (readonly string[])[]): Promise<TableProfile> {
  const options = { header: true, encoding: "utf-8" } as const;
  return profileColumns(await openTable(writeTable(rows), [], options));
}

const subjects = ["fish", "bread", "soup", "rice", "train", "plane", "hotel", "road"];
const verbs = ["needs", "likes", "has", "wants", "finds"];

/** Short English texts about food or travel, each another, with their labels. */
export function foodAndTravel(count: number): { text: string; label: string }[] {
  return Array.from({ length: count }, (_, i) => {
    const subject = subjects[i % subjects.length];
    const verb = verbs[(i * 7) % verbs.length];
    return {
      text: `The ${subject} in my ${i % 3 === 0 ? "kitchen" : "town"} ${verb} a number ${i} of the day`,
      label: i % subjects.length < 4 ? "food" : "travel",
    };
  });
}
