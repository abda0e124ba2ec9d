import type { OpenConnection } from "../../browser/live/connection";
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
 * What opens a session whose cells run in a worker of the reader's browser.
 *
 * @param base address of the folder of parts, where this script stands
 * @param onOutdated called when a part is gone since the book has been updated
 */
export function openHere(
  article: HTMLElement,
  base: string,
  onOutdated: () => void,
): OpenConnection {
  const lang = languages.find((one) => one === document.documentElement.lang) ?? "en";
  const isFolder = location.protocol === "file:";
  const loader = (isFolder ? createFolderLoader : createWebLoader)(base, parts, () => {
    onOutdated();
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
  return openWorker({
    language: lang,
    mayFail: new Set(
      [...article.querySelectorAll<HTMLElement>("[data-may-fail]")].map(
        ({ dataset: { cell = "" } }) => cell,
      ),
    ),
    launch: (signal) => launchWorker(place, signal),
    render: createPageRenderer(lang, new URL(markdown, base).href),
  });
}
