import type { MimeBundle } from "../../notebook/notebook";
import { withinLimit } from "./sizeLimit";

/** A specification names its grammar and version by the address of the schema. */
const schemaAddress = /^https?:\/\/vega\.github\.io\/schema\/(vega|vega-lite)\/v(\d+)[\d.]*\.json$/;

/**
 * A specification of Vega-Lite or Vega under its MIME type, as in
 * `application/vnd.vegalite.v5+json`; undefined for any other value.
 */
export function vegaForms(value: object): MimeBundle | undefined {
  const { $schema: address, mark } = value as { $schema?: unknown; mark?: unknown };
  if (typeof address !== "string") return undefined;
  const [, grammar, version] = schemaAddress.exec(address) ?? [];
  if (version === undefined) return undefined;
  const type = `application/vnd.${grammar.replace("-", "")}.v${version}+json`;
  const kind = (mark as { type?: unknown } | undefined)?.type ?? mark;
  const name = grammar === "vega" ? "Vega" : "Vega-Lite";
  const text = typeof kind === "string" ? `${name} figure: ${kind.slice(0, 40)}` : `${name} figure`;
  const forms = withinLimit(type, JSON.stringify(value), text);
  return type in forms ? { ...forms, [type]: JSON.parse(String(forms[type])) as unknown } : forms;
}
