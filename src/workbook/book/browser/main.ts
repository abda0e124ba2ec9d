import { mountAdapterTool } from "./adapterTool";
import { arrangeContents } from "./contentsList";
import { drawExplorers } from "./explorers";
import { drawFigures } from "./figures";
import { goLive } from "./goLive";
import { keepPlaceAcrossLanguages } from "./languageSwitch";
import { takePass } from "./livePass";
import { enableRemoteImages } from "./remoteImages";
import { enableScrollRegions } from "./scrollRegions";
import { enableThemeButton, restoreTheme } from "./themeChoice";

const script = document.currentScript as HTMLScriptElement | null;

takePass();
restoreTheme();
document.addEventListener("DOMContentLoaded", () => {
  enableThemeButton();
  enableRemoteImages();
  arrangeContents();
  void mountAdapterTool();
  keepPlaceAcrossLanguages();
  const updateScrollRegions = enableScrollRegions();
  if (script === null) return;
  const { plotly, explorer } = script.dataset;
  if (explorer !== undefined) drawExplorers(explorer);
  if (plotly === undefined) return;
  const figures = drawFigures(plotly);
  figures.add(document);
  // Also where the page holds no explorer yet: a cell that is run may show one.
  const addExplorers = (root: ParentNode): void =>
    drawExplorers(new URL("explorer.js", script.src).href, root);
  void goLive(script.src, { figures, updateScrollRegions, addExplorers });
});
