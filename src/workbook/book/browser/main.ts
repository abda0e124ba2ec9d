import { mountAdapterTool } from "./adapterTool";
import { arrangeContents } from "./contentsList";
import { drawExplorers } from "./explorers";
import { drawFigures } from "./figures";
import { drawFrontFigure } from "./frontFigure";
import { goLive } from "./goLive";
import { coverGuesses, prepareGuesses } from "./guesses";
import { keepPlaceAcrossLanguages, openInReadersLanguage } from "./languageSwitch";
import { takePass } from "./livePass";
import { keepOffline } from "./offline/keepOffline";
import { enableRemoteImages } from "./remoteImages";
import { addCopyButtons } from "./copyButtons";
import { enableSearch } from "./search/searchDialog";
import { enableScrollRegions } from "./scrollRegions";
import { enableThemeButton, restoreTheme } from "./themeChoice";

const script = document.currentScript as HTMLScriptElement | null;

takePass();
restoreTheme();
prepareGuesses();
if (script?.dataset.first !== undefined) openInReadersLanguage();
document.addEventListener("DOMContentLoaded", () => {
  enableThemeButton();
  drawFrontFigure();
  enableRemoteImages();
  const updateContents = arrangeContents();
  void mountAdapterTool();
  keepPlaceAcrossLanguages();
  coverGuesses();
  const updateScrollRegions = enableScrollRegions();
  addCopyButtons();
  if (script === null) return;
  addEventListener("load", () => {
    void keepOffline(script.dataset.offline, new URL("..", script.src).href);
  });
  enableSearch(script.src, script.dataset.reference !== undefined);
  const { plotly: whole, plotlyCartesian: cartesian, explorer, here, otherKernel } = script.dataset;
  if (explorer !== undefined) drawExplorers(explorer);
  if (whole === undefined || cartesian === undefined) return;
  const figures = drawFigures({ whole, cartesian });
  figures.add(document);
  // Also where the page holds no explorer yet: a cell that is run may show one.
  const addExplorers = (root: ParentNode): void =>
    drawExplorers(new URL("explorer.js", script.src).href, root);
  const content = { figures, updateScrollRegions, addExplorers, addCopyButtons, updateContents };
  void goLive(script.src, content, here, otherKernel);
});
