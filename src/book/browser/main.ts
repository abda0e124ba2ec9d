import { arrangeContents } from "./contentsList";
import { drawExplorers } from "./explorers";
import { drawFigures } from "./figures";
import { keepPlaceAcrossLanguages } from "./languageSwitch";
import { enableScrollRegions } from "./scrollRegions";
import { enableThemeButton, restoreTheme } from "./themeChoice";

const { plotly, explorer } = (document.currentScript as HTMLScriptElement | null)?.dataset ?? {};

restoreTheme();
document.addEventListener("DOMContentLoaded", () => {
  enableThemeButton();
  arrangeContents();
  keepPlaceAcrossLanguages();
  enableScrollRegions();
  if (plotly !== undefined) drawFigures(plotly);
  if (explorer !== undefined) drawExplorers(explorer);
});
