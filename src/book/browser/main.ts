import { arrangeContents } from "./contentsList";
import { drawFigures } from "./figures";
import { enableScrollRegions } from "./scrollRegions";
import { enableThemeButton, restoreTheme } from "./themeChoice";

const plotly = (document.currentScript as HTMLScriptElement | null)?.dataset.plotly;

restoreTheme();
document.addEventListener("DOMContentLoaded", () => {
  enableThemeButton();
  arrangeContents();
  enableScrollRegions();
  if (plotly !== undefined) drawFigures(plotly);
});
