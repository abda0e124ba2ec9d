import { displayMethod, type Displayable } from "./displayable";
import type { Figure } from "./figure";
import { mimeBundle } from "./mimeBundle";
import { tableBundle, type TableOptions, type TableRecord } from "./tableBundle";

/** How a kernel takes a MIME bundle: tslab's own kernel and Lowrank's set it before each cell. */
type WriteDisplayData = (
  content: {
    data: Record<string, unknown>;
    metadata: Record<string, unknown>;
    transient: Record<string, unknown>;
  },
  update: boolean,
) => void;

/**
 * Shows figures in the notebook, in order; outside a kernel it prints one line for each. A value
 * with a method `[Symbol.for("Jupyter.display")]()` brings its own forms.
 *
 * Cost: that of the figure's picture and HTML page.
 *
 * @example
 * show(plotScree(svd.singularValues));
 */
export function show(figures: Figure | Displayable | readonly (Figure | Displayable)[]): void {
  for (const figure of isList(figures) ? figures : [figures])
    publish(displayMethod in figure ? figure[displayMethod]() : mimeBundle(figure));
}

/** Array.isArray does not narrow read-only lists. */
function isList(
  figures: Figure | Displayable | readonly (Figure | Displayable)[],
): figures is readonly (Figure | Displayable)[] {
  return Array.isArray(figures);
}

/**
 * Shows records as a table; outside a kernel it prints aligned text.
 *
 * Cost: one pass over the records.
 *
 * @throws RangeError if there are no records, or a column that no record has
 * @example
 * showTable([{ rank: 5, accuracy: 0.387 }, { rank: 10, accuracy: 0.511 }], { digits: 3 });
 */
export function showTable(records: readonly TableRecord[], options: TableOptions = {}): void {
  publish(tableBundle(records, options));
}

function publish(bundle: Record<string, unknown>): void {
  const write = findDisplay();
  if (write) write({ data: bundle, metadata: {}, transient: {} }, false);
  else console.log(bundle["text/plain"]);
}

/** Shows plain text where a kernel shows displays; elsewhere nothing. */
export function publishText(text: string): void {
  findDisplay()?.({ data: { "text/plain": text }, metadata: {}, transient: {} }, false);
}

/**
 * The display function of the kernel that this process runs, if it runs one.
 *
 * A kernel has loaded tslab's Jupyter module, perhaps from a global installation, so it is looked
 * up among the loaded modules: requiring it would find another copy, and outside a kernel would
 * load a whole compiler for nothing.
 */
export function findDisplay(): WriteDisplayData | undefined {
  // An ES module and a page have no such cache.
  const cache = typeof require === "function" ? require.cache : undefined;
  for (const [file, loaded] of Object.entries(cache ?? {})) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file)) continue;
    const { lastWriteDisplayData } = loaded?.exports as {
      lastWriteDisplayData?: WriteDisplayData | null;
    };
    if (lastWriteDisplayData) return lastWriteDisplayData;
  }
  return undefined;
}
