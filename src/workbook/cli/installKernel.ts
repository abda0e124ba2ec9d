import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { minifyPlotly, namePlotly } from "../book/pages/minifyPlotly";
import { installKernelspec, type InstallOptions } from "../jupyter/kernel/kernelspec";

/**
 * Installs the kernelspec with a minified Plotly in it, from which figures draw in Jupyter without
 * a network; returns its folder.
 */
export async function installKernel(options: Omit<InstallOptions, "files">): Promise<string> {
  const cache = await mkdtemp(path.join(tmpdir(), "lowrank-plotly-"));
  try {
    await minifyPlotly(cache);
    const file = path.join(cache, namePlotly());
    return await installKernelspec({ ...options, files: { "plotly.min.js": file } });
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}
