import type { CellHost } from "../cellHost";

/** How cells ask the reader. */
const prompts = `
declare function prompt(message?: string, initial?: string): string | null;
declare function confirm(message?: string): boolean;
declare function alert(message?: string): void;
`;

/** What is global in every place that cells run in, and declared for pages alone. */
export function globalDeclarations({ libraryFolder, readFile }: CellHost): string {
  const dom = readFile(`${libraryFolder}/lib.dom.d.ts`) ?? "";
  const [assembly = ""] = /^declare namespace WebAssembly \{\n[\s\S]*?^\}/m.exec(dom) ?? [];
  return assembly + prompts;
}
