import type { PageContent } from "../../browser/pageContent";
import { startLive } from "../../browser/live/startLive";
import { pageWords } from "../../pages/pageWords";
import { languages } from "../../../jupyter/notebook/notebookLanguage";
import { guessParts } from "../partNames";
import { boot, markdown, parts } from "#parts";
import { createPageRenderer } from "./outputPage";
import { createFolderLoader, createWebLoader } from "./partLoader";
import { openSandbox } from "./openSandbox";
import { openWorker } from "./workerConnection";
import { launchWorker } from "./workerClient";

/**
 * Makes a page live whose cells run in a worker of the reader's browser.
 *
 * @param base address of the folder of parts, where this script stands
 * @param first the cell to run at once, by its id
 */
export function startHere(
  article: HTMLElement,
  content: PageContent,
  base: string,
  first: string | undefined,
): void {
  const lang = languages.find((one) => one === document.documentElement.lang) ?? "en";
  const isFolder = location.protocol === "file:";
  const loader = (isFolder ? createFolderLoader : createWebLoader)(base, parts, () => {
    live?.tellOutdated();
    return pageWords(lang).runHere.outdated;
  });
  const notebook = article.dataset.notebook ?? "";
  const below = notebook.includes("/") ? `/${notebook.slice(0, notebook.lastIndexOf("/"))}` : "";
  const language = article.dataset.language === "javascript" ? "javascript" : "typescript";
  const place = {
    start: () => openSandbox(boot),
    loader,
    folder: `/notebooks${below}`,
    language,
  } as const;
  // What the cells will ask for comes meanwhile; where it fails, it is said when it is asked for.
  loader.load(guessParts(article.textContent ?? "")).catch(() => undefined);
  const open = openWorker({
    language: lang,
    mayFail: new Set(
      [...article.querySelectorAll<HTMLElement>("[data-may-fail]")].map(
        ({ dataset: { cell = "" } }) => cell,
      ),
    ),
    launch: (signal) => launchWorker(place, signal),
    render: createPageRenderer(lang, new URL(markdown, base).href),
  });
  const live = startLive(article, content, open);
  // The session is open when the microtasks of its start are done.
  if (first !== undefined) setTimeout(() => live?.runCell(first));
}
