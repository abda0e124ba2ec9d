import { arrangeContents } from "./contentsList";
import { drawFigures } from "./figures";
import { goLive } from "./goLive";
import { enableScrollRegions } from "./scrollRegions";
import { enableThemeButton, restoreTheme } from "./themeChoice";

const script = document.currentScript as HTMLScriptElement | null;

restoreTheme();
document.addEventListener("DOMContentLoaded", () => {
  enableThemeButton();
  arrangeContents();
  const updateScrollRegions = enableScrollRegions();
  if (script?.dataset.plotly === undefined) return;
  const figures = drawFigures(script.dataset.plotly);
  figures.add(document);
  void goLive(script.src, { figures, updateScrollRegions });
});
