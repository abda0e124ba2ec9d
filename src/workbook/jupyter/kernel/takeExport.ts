/** Whether a module says that it was an ES module. */
export function isNamespace(module: unknown): boolean {
  return typeof module === "object" && module !== null && "__esModule" in module;
}

/**
 * An export of a module, CommonJS modules seen as ES modules.
 *
 * @throws SyntaxError if the module has no such export
 */
export function takeExport(module: unknown, name: string, specifier: string): unknown {
  if (name === "*") return module;
  const members = Object(module) as Record<string, unknown>;
  if (name === "default")
    return isNamespace(module) && "default" in members ? members.default : module;
  if (name in members) return members[name];
  const inner = Object(members.default) as Record<string, unknown>;
  if (name in inner) return inner[name];
  throw new SyntaxError(`The module '${specifier}' does not provide an export named '${name}'`);
}
