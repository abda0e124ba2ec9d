import type { Adapter } from "./adapter";

/** Fields that say which modules have an adapter. */
const targeting = ["target_modules", "exclude_modules", "layers_to_transform", "layers_pattern"];

/** Fields in which adapters of one base must agree. */
const shared = ["fan_in_fan_out", "bias"];

/**
 * The configuration of a sum of adapters; ranks and alphas are left to the writer. Where the
 * adapters target different modules, all are listed by their full names.
 *
 * @throws Error that names the field in which they must agree and do not
 */
export function mergedConfig(
  adapters: readonly Adapter[],
  modules: readonly string[],
): Record<string, unknown> {
  const configs = adapters.map(({ config }) => config ?? {});
  const [first] = configs;
  for (const [i, config] of configs.entries())
    for (const name of shared)
      if (!isSame(config[name] ?? false, first[name] ?? false))
        throw new Error(
          `${adapters[i].name}: ${name} is ${JSON.stringify(config[name])}, and ${JSON.stringify(first[name])} in ${adapters[0].name}; they cannot be one adapter`,
        );
  const saved = [...new Set(configs.flatMap((config) => asList(config.modules_to_save)))];
  const agree = configs.every((config) =>
    targeting.every((name) => isSame(config[name], first[name])),
  );
  const everywhere = adapters.every((one) => one.modules.length === modules.length);
  return {
    ...first,
    use_rslora: false,
    modules_to_save: saved.length > 0 ? saved : null,
    ...(!(agree && everywhere) && {
      target_modules: modules,
      exclude_modules: null,
      layers_to_transform: null,
      layers_pattern: null,
    }),
  };
}

function isSame(a: unknown, b: unknown): boolean {
  const plain = (value: unknown): string =>
    JSON.stringify(Array.isArray(value) ? (value as string[]).slice().sort() : (value ?? null));
  return plain(a) === plain(b);
}

const asList = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);
