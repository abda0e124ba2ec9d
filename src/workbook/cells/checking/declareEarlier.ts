import type { DeclaredName, ParsedCell } from "../names/readCell";

/** What the session knows of a name that a cell has left. */
export interface EarlierName {
  readonly declared: DeclaredName;
  /** Number of the cell that declared it. */
  readonly cell: number;
  /** Its type as text, where that needs nothing of the cell. */
  readonly type?: string;
}

/** Names of earlier cells by what they mean: a value, a type, or both. */
export interface EarlierNames {
  readonly values: ReadonlyMap<string, EarlierName>;
  readonly types: ReadonlyMap<string, EarlierName>;
}

/** Path by which one cell's file imports another. */
export function cellModule(cell: number): string {
  return `./__cell_${cell}`;
}

/**
 * The lines behind a cell's code in the file that is checked: exports of what it declares, and
 * declarations of what it mentions of earlier cells.
 *
 * They stand behind the code, so that its places keep. `let n: typeof import("./cell").n` lets
 * a variable be assigned; an import keeps both meanings of a class, and what is generic. Nothing
 * is written out as a declaration file would have to be, so that every type has a name.
 */
export function declareEarlier(
  cell: ParsedCell,
  mentioned: Iterable<string>,
  names: EarlierNames,
): string {
  const own = new Set(cell.declared.map(({ name }) => name));
  const exported = [...own].filter((name) => !cell.exported.has(name));
  const lines = [`export { ${exported.join(", ")} };`];
  for (const name of mentioned) {
    if (own.has(name)) continue;
    const value = names.values.get(name);
    const type = names.types.get(name);
    if (value) lines.push(declareValue(name, value, type));
    else if (type) lines.push(importName(name, type));
  }
  return `\n;${lines.join("\n")}\n`;
}

function declareValue(name: string, value: EarlierName, type: EarlierName | undefined): string {
  const { kind } = value.declared;
  const isVariable = kind === "let" || kind === "var" || kind === "const";
  if (!isVariable) return importName(name, value);
  const keyword = kind === "const" ? "const" : "let";
  const own = value.type ?? `typeof import("${cellModule(value.cell)}").${name}`;
  const lines = [`declare ${keyword} ${name}: ${own};`];
  if (type) lines.push(`type ${name} = import("${cellModule(type.cell)}").${name};`);
  return lines.join("\n");
}

function importName(name: string, { declared, cell }: EarlierName): string {
  return declared.statement ?? `import { ${name} } from "${cellModule(cell)}";`;
}
