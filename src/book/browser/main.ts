import { arrangeContents } from "./contentsList";
import { drawFigures } from "./figures";
import { keepPlaceAcrossLanguages } from "./languageSwitch";
import { enableScrollRegions } from "./scrollRegions";
import { enableThemeButton, restoreTheme } from "./themeChoice";

const plotly = (document.currentScript as HTMLScriptElement | null)?.dataset.plotly;

restoreTheme();
document.addEventListener("DOMContentLoaded", () => {
  enableThemeButton();
  arrangeContents();
  keepPlaceAcrossLanguages();
  enableScrollRegions();
  if (plotly !== undefined) drawFigures(plotly);
});
