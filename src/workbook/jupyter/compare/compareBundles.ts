import { compareJson } from "./compareJson";
import type { ComparisonRules } from "./compareNumbers";
import { comparePictures, findPictureFault } from "./comparePictures";
import { compareText, type Mismatch } from "./compareText";
import { isLines, joinText, type MimeBundle } from "../notebook/notebook";

/** MIME type under which a notebook carries a Plotly figure. */
export const plotlyType = "application/vnd.plotly.v1+json";

/** MIME type under which it carries an explorer of the rank. */
export const explorerType = "application/vnd.lowrank.explorer.v1+json";

/** Whether a bundle is a figure: one that a page draws from its JSON. */
export function isFigure(bundle: MimeBundle): boolean {
  return plotlyType in bundle || explorerType in bundle;
}

/** Forms of a figure that are made of its JSON; their bytes say nothing more. */
const madeOfFigure = ["text/html", "image/png"];

/**
 * Compares two bundles form by form. Of a figure its JSON and its line of text count: its HTML is
 * made of the JSON, and a picture's bytes differ between machines.
 */
export async function compareBundles(
  expected: MimeBundle,
  found: MimeBundle,
  rules: ComparisonRules,
): Promise<Mismatch | undefined> {
  const figure = isFigure(expected) || isFigure(found);
  const types = [
    ...new Set([
      plotlyType,
      explorerType,
      "text/plain",
      ...Object.keys(expected),
      ...Object.keys(found),
    ]),
  ];
  for (const type of types) {
    if (figure && madeOfFigure.includes(type)) continue;
    const difference = await compareForm(type, expected[type], found[type], rules);
    if (difference)
      return {
        ...difference,
        place: [describeType(type), difference.place].filter((part) => part !== "").join(", "),
      };
  }
  return undefined;
}

/**
 * What keeps a figure from being seen where no scripts run, as on GitHub; undefined where nothing
 * does, or where this is no figure.
 */
export async function findStaticFault(bundle: MimeBundle): Promise<Mismatch | undefined> {
  if (!isFigure(bundle)) return undefined;
  const remedy = "`lowrank run --in-place --static` draws it";
  const wanted = (found: string): Mismatch => ({
    place: "picture",
    expected: `a PNG (image/png) to show where no scripts run; ${remedy}`,
    found,
  });
  const picture = bundle["image/png"];
  if (!isLines(picture)) return wanted("(nothing)");
  const fault = await findPictureFault(joinText(picture));
  if (fault !== undefined) return wanted(fault);
  return "text/html" in bundle
    ? {
        place: "picture",
        expected: `no text/html beside it, which GitHub would take instead; ${remedy}`,
        found: "text/html",
      }
    : undefined;
}

async function compareForm(
  type: string,
  expected: unknown,
  found: unknown,
  rules: ComparisonRules,
): Promise<Mismatch | undefined> {
  const lines = isLines(expected) && isLines(found);
  if (!lines || /^application\/(.*\+)?json$/.test(type)) return compareJson(expected, found, rules);
  const [one, other] = [joinText(expected), joinText(found)];
  if (type === "image/png") return comparePictures(one, other);
  return compareText(one, other, rules);
}

/** A form's name in a message; the type itself where it has no plainer one. */
function describeType(type: string): string {
  return type === plotlyType
    ? "figure"
    : type === explorerType
      ? "explorer"
      : type === "text/plain"
        ? "text"
        : type;
}
