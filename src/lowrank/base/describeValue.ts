/**
 * Says what a value is, for an error message: `null`, `"text", a string`, `an array of 3 numbers`,
 * `an object with the fields shape, data`.
 */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return `${JSON.stringify(shorten(value))}, a string`;
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  if (typeof value !== "object") {
    const plain = value as number | bigint | boolean | symbol;
    return `${String(plain)}, a ${typeof plain}`;
  }
  if (Array.isArray(value)) return describeArray(value);
  const tag = arrayTag(value);
  if (tag !== undefined) return `a ${tag} of ${(value as ArrayLike<unknown>).length} numbers`;
  return describeObject(value);
}

/** The name of a typed array's class, also of one from another realm; undefined for all else. */
export function arrayTag(value: unknown): string | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const tag = (value as unknown as { [Symbol.toStringTag]: string })[Symbol.toStringTag];
  return tag === "DataView" ? undefined : tag;
}

function describeArray(list: readonly unknown[]): string {
  if (list.length === 0) return "an empty array";
  const kinds = new Set(list.slice(0, 100).map((entry) => typeof entry));
  const kind = kinds.size === 1 ? `${[...kinds][0]}s` : "values of several kinds";
  return `an array of ${list.length} ${kind}`;
}

function describeObject(value: object): string {
  if (typeof (value as { then?: unknown }).then === "function") return "a promise; await it first";
  const name = (value.constructor as { name?: string } | undefined)?.name;
  const fields = Object.keys(value);
  const listed = fields.slice(0, 6).join(", ") + (fields.length > 6 ? ", …" : "");
  const kind = name === undefined || name === "" || name === "Object" ? "an object" : `a ${name}`;
  return fields.length === 0 ? kind : `${kind} with the fields ${listed}`;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
