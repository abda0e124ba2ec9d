/**
 * The pattern's number for a module, by PEFT's rule: that of the first key, in the file's order,
 * that matches the whole name or its end after a dot, as a regular expression of Python.
 */
export function matchPattern(
  pattern: Readonly<Record<string, number>>,
  module: string,
): number | undefined {
  for (const [key, value] of Object.entries(pattern))
    if (pythonExpression(`(?:.*\\.)?(?:${key})$`, key).test(module)) return value;
  return undefined;
}

/**
 * Whether PEFT would put an adapter on a module by this configuration; undefined where that depends
 * on the base model.
 */
export function isTargeted(
  fields: Readonly<Record<string, unknown>>,
  module: string,
): boolean | undefined {
  const { target_modules: targets, exclude_modules: excluded } = fields;
  if (isNamed(excluded, module)) return false;
  if (targets === undefined || targets === null || targets === "all-linear") return undefined;
  if (typeof targets === "string") return isNamed(targets, module);
  if (!Array.isArray(targets)) return undefined;
  if (targets.includes(module)) return true;
  return isNamed(targets, module) && isInLayers(fields, module);
}

/** By a list of names or ends of names, or by an expression for the whole name. */
function isNamed(names: unknown, module: string): boolean {
  if (typeof names === "string" && names !== "")
    return pythonExpression(`(?:${names})$`, names).test(module);
  if (!Array.isArray(names)) return false;
  return names.some((name) => module === name || module.endsWith(`.${String(name)}`));
}

function isInLayers(fields: Readonly<Record<string, unknown>>, module: string): boolean {
  const { layers_to_transform: layers, layers_pattern: patterns } = fields;
  if (layers === undefined || layers === null) return true;
  const wanted = Array.isArray(layers) ? layers : [layers];
  if (wanted.length === 0) return true;
  const named = (Array.isArray(patterns) ? patterns : [patterns ?? ""]).filter((one) => one !== "");
  const found =
    named.length === 0
      ? /^.*?\.[^.]*\.(\d+)\./.exec(module)
      : named
          .map((one) => pythonExpression(`(?:.*?\\.)?${one}\\.(\\d+)\\.`, String(one)).exec(module))
          .find(Boolean);
  return found ? wanted.includes(Number(found[1])) : false;
}

/** An expression of Python's, tried from the start of a text. */
function pythonExpression(source: string, key: string): RegExp {
  const translated = source
    .replace(/\(\?P</g, "(?<")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/\\Z/g, "$")
    .replace(/\\A/g, "^");
  try {
    return new RegExp(`^(?:${translated})`, "s");
  } catch (error) {
    throw new Error(
      `adapter_config.json: the expression ${JSON.stringify(key)} cannot be read here; ` +
        "write it without what is Python's own, or as a list of names",
      { cause: error },
    );
  }
}

/** A key that matches this module and no other. */
export function exactPattern(module: string): string {
  return `^${module.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`;
}
