import type { ModuleSpectrum } from "../../adapt/adapters/adapterSpectrum";
import type { ModuleComparison } from "../../adapt/adapters/compareAdapters";
import type { StoredSize } from "../../adapt/adapters/rankRules";
import { checkList } from "../../base/checkList";
import { checkOptions } from "../../base/checkOptions";
import { escapeHtml } from "../../base/escapeHtml";
import { escapeScript } from "../../base/escapeScript";
import { isChinese } from "../../base/isChinese";
import { comparisonsOnPage, spectraOnPage, type AdapterPayload } from "./adapterPayload";
import { adapterScript } from "./adapterScript";

export interface SpectrumPageOptions {
  /** Title of the page; under a Chinese one it speaks Chinese. Default "Spectra of an adapter". */
  title?: string;
  /** What numbers cost, as `storedSize` gives it; default 4 bytes a number and nothing beside. */
  stored?: StoredSize;
  /** ‖W‖_F of each module's weight, as `baseNorms` gives it; default: not shown. */
  baseNorms?: readonly number[];
  /** The command that the page shows, with RULE where the slider's rule goes; default none. */
  command?: string;
}

const knownSpectrumOptions = {
  title: true,
  stored: true,
  baseNorms: true,
  command: true,
} satisfies Record<keyof SpectrumPageOptions, true>;

/**
 * Writes a page that shows an adapter's spectra: a heat map of module × rank, the values as curves,
 * and a slider over the rank, the share of energy or the size in MB, with what each module keeps.
 *
 * The page is one file, asks for nothing else, and computes with `chooseAdapterRanks` itself.
 *
 * Cost: a pass over the values; 10 bytes each, and 30 kB of script.
 *
 * @throws RangeError if there are no spectra, or `baseNorms` are not as many
 * @example
 * const adapter = await readAdapter(adapterFiles);
 * const page = spectrumPage(await adapterSpectrum(adapter), { stored: storedSize(adapter) });
 * page.slice(0, 15); // "<!doctype html>"
 */
export function spectrumPage(
  spectra: readonly ModuleSpectrum[],
  options: SpectrumPageOptions = {},
): string {
  checkList(spectra, "spectra", "spectra, as adapterSpectrum(adapter) gives them");
  checkOptions(options, knownSpectrumOptions, "spectrumPage");
  const { title = "Spectra of an adapter", baseNorms, command } = options;
  const { stored = { bytesPerNumber: 4, fixed: 0 } } = options;
  if (spectra.length === 0) throw new RangeError("0 spectra; give those of at least one module");
  if (baseNorms && baseNorms.length !== spectra.length)
    throw new RangeError(
      `${spectra.length} spectra have ${baseNorms.length} baseNorms; give one a module`,
    );
  const modules = spectraOnPage(spectra, baseNorms);
  return adapterPage({ kind: "spectra", title, modules, stored, command });
}

/**
 * Writes a page that shows how two adapters' subspaces lie to each other: φ(i, j) of each module, for
 * the A and the B side, as heat maps, and the principal angles as curves.
 *
 * Cost: a pass over φ; about a byte each, and 30 kB of script. φ is rounded to .001.
 *
 * @param compared - as `compareAdapters` gives it
 * @throws RangeError if there are no modules
 * @see Hu et al. 2021, arXiv:2106.09685, figures 3 and 4
 * @example
 * const adapter = await readAdapter(adapterFiles);
 * const page = comparisonPage(await compareAdapters(adapter, adapter));
 * page.includes("Two adapters"); // true
 */
export function comparisonPage(
  compared: readonly ModuleComparison[],
  options: { title?: string } = {},
): string {
  checkList(compared, "compared", "comparisons, as compareAdapters(one, other) gives them");
  checkOptions(options, { title: true }, "comparisonPage");
  if (compared.length === 0) throw new RangeError("0 modules compared; give at least one");
  const { title = "Two adapters" } = options;
  return adapterPage({ kind: "comparison", title, modules: comparisonsOnPage(compared) });
}

function adapterPage(payload: AdapterPayload): string {
  const { title } = payload;
  const script = adapterScript().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  return `<!doctype html>
<html lang="${isChinese(title) ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>body{margin:0 auto;padding:12px;max-width:1240px}</style>
</head>
<body>
<main id="page"></main>
<noscript>This page is drawn by the browser: allow scripts to see it.</noscript>
<script>${script}
void lowrankAdapters.mountPage(document.getElementById("page"),${escapeScript(JSON.stringify(payload))});</script>
</body>
</html>
`;
}
