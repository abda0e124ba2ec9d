import { throwIfStopped } from "../../base/stopSignal";
import { checkChoice, checkOptions } from "../../base/checkOptions";
import { openWorkspace, type Workspace } from "../../kernels/workspace";
import type { Adapter, AdapterModule } from "./adapter";
import { knownWorkOptions, type AdapterWorkOptions } from "./adapterSpectrum";
import { compareFactors, type SubspaceComparison } from "./compareFactors";
import { loadDown, loadUp, updateOf } from "./updateFactors";
import { updateSvd } from "./updateSvd";

/** Two adapters' updates of one module. */
export interface ModuleComparison {
  readonly name: string;
  /** Of B: the outputs that are changed. */
  readonly up: SubspaceComparison;
  /** Of A: the inputs that are read. */
  readonly down: SubspaceComparison;
}

export interface CompareOptions extends AdapterWorkOptions {
  /**
   * "factors": the singular vectors of A and of B themselves, as the paper has them. "update": those
   * of ΔW, which do not change when BA is written as (BG)(G⁻¹A). Default "factors". The angles are
   * the same for both.
   */
  of?: "factors" | "update";
}

/**
 * Compares the subspaces that two adapters change and read, module by module, for the modules that
 * both have: the measure of the LoRA paper's section 7.2, and the principal angles.
 *
 * For two adapters without anything in common, of rank r in n dimensions, φ is about max(i, j) / n.
 *
 * Cost: (m + n) · (r₁² + r₂² + r₁r₂) flops a module.
 *
 * @throws Error if the adapters share no module, or one differs in shape
 * @see Hu et al. 2021, arXiv:2106.09685, equation 4; Björck & Golub 1973 for the angles
 * @example
 * const adapter = await readAdapter(adapterFiles);
 * const [query] = await compareAdapters(adapter, adapter);
 * query.down.similarity.get(1, 1).toFixed(6); // "1.000000"
 * query.down.similarity.get(0, 1).toFixed(6); // "1.000000"
 */
export async function compareAdapters(
  one: Adapter,
  other: Adapter,
  options: CompareOptions = {},
): Promise<ModuleComparison[]> {
  checkOptions(options, { ...knownWorkOptions, of: true }, "compareAdapters");
  const { of = "factors", threads, onProgress, signal } = options;
  checkChoice(of, ["factors", "update"], "of");
  const pairs = pairModules(one, other);
  const found: ModuleComparison[] = [];
  const workspace = openWorkspace({ threads });
  try {
    for (const [a, b] of pairs) {
      throwIfStopped(signal);
      found.push(await compareModules(workspace, a, b, of));
      onProgress?.({ module: a.name, done: found.length, total: pairs.length });
    }
  } finally {
    workspace.close();
  }
  return found;
}

function pairModules(one: Adapter, other: Adapter): [AdapterModule, AdapterModule][] {
  const named = new Map(other.modules.map((module) => [module.name, module]));
  const pairs = one.modules.flatMap((module): [AdapterModule, AdapterModule][] => {
    const twin = named.get(module.name);
    return twin ? [[module, twin]] : [];
  });
  if (pairs.length === 0)
    throw new Error(
      `${one.name} and ${other.name} share no module (the first: ${one.modules[0].name}, ${other.modules[0].name}); they are not of one base`,
    );
  const wrong = pairs.find(([a, b]) => String(a.shape) !== String(b.shape));
  if (wrong)
    throw new Error(
      `${wrong[0].name} is ${wrong[0].shape.join(" × ")} in ${one.name} and ${wrong[1].shape.join(" × ")} in ${other.name}; they are not of one base`,
    );
  return pairs;
}

async function compareModules(
  workspace: Workspace,
  a: AdapterModule,
  b: AdapterModule,
  of: "factors" | "update",
): Promise<ModuleComparison> {
  const svds =
    of === "update"
      ? [await updateSvd(workspace, updateOf(a)), await updateSvd(workspace, updateOf(b))]
      : [undefined, undefined];
  const side = async (load: typeof loadUp, mixes: "upMix" | "downMix") => {
    const mark = workspace.mark();
    const [x, y] = [await load(workspace, updateOf(a)), await load(workspace, updateOf(b))];
    const compared = compareFactors(workspace, x, y, [svds[0], svds[1]], mixes);
    workspace.release(mark);
    return compared;
  };
  return { name: a.name, up: await side(loadUp, "upMix"), down: await side(loadDown, "downMix") };
}
