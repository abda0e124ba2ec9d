/**
 * Stands for glosses where the notebooks run in a browser: the definitions that they draw, 6,000 with
 * seed 0, come alone; all others with the first call that asks for more.
 */
import { classes } from "#drawnGlosses";
import type { LabelledText } from "../text/labelledText";
import { drawGlosses } from "./drawGlosses";
import { loadTeachingGlosses as loadFromFiles, type GlossOptions } from "./glosses";

export { loadGlosses, type GlossOptions } from "./glosses";

/** Definitions of each class that come alone. */
const drawn = 1000;

export function loadTeachingGlosses(
  options: Pick<GlossOptions, "perClass" | "seed"> = {},
): LabelledText[] {
  const { perClass = drawn, seed = 0, ...others } = options;
  const isDrawn = seed === 0 && Number.isInteger(perClass) && perClass >= 1 && perClass <= drawn;
  if (!isDrawn || Object.keys(others).length > 0) return loadFromFiles(options);
  return classes.flatMap(({ label, count, texts }) => {
    // A smaller draw with the same seed is a part of a larger one.
    const all = drawGlosses(count, label, drawn, seed);
    const places = new Map(Array.from(all, (gloss, place) => [gloss, place]));
    return Array.from(drawGlosses(count, label, perClass, seed), (gloss) => ({
      text: texts[places.get(gloss)!],
      label,
    }));
  });
}
