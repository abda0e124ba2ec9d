import type { CellSettings } from "../../cells/compilerOptions";

/** What the Node that runs has of ECMAScript, so that what it lacks is a compiler's finding. */
export function languageSettings(): CellSettings {
  const [major] = process.versions.node.split(".").map(Number);
  const target = major >= 24 ? "es2025" : major >= 22 ? "es2024" : "es2023";
  return { target, libraries: libraries(major), types: ["node"] };
}

function libraries(major: number): string[] {
  const added = ["decorators", "decorators.legacy", "esnext.disposable"];
  if (major >= 22) added.push("esnext.collection", "esnext.iterator", "esnext.array");
  if (major >= 21) added.push("es2024.object", "es2024.collection");
  return added;
}
