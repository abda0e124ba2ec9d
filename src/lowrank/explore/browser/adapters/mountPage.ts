import type { AdapterPayload } from "../../adapters/adapterPayload";
import { adapterWords } from "../../adapters/adapterWords";
import { element } from "../elements";
import explorerStyle from "../explorer.css";
import { applyStyle, findTheme, watchTheme } from "../theme";
import adapterStyle from "./adapters.css";
import { createComparisonViews } from "./comparisonViews";
import { createSpectrumViews, type PageViews, type SpectrumViews } from "./spectrumViews";

/** A place of ours in a page: its style reaches nothing else, and nothing else's reaches it. */
export interface Frame {
  readonly section: HTMLElement;
  /** Is called when the theme has changed. */
  onTheme: () => void;
}

/** Draws a page's payload inside an element; texts of the payload stay texts. */
export async function mountPage(host: HTMLElement, payload: AdapterPayload): Promise<PageViews> {
  const frame = openFrame(host, payload.title);
  const words = adapterWords(payload.title);
  const views =
    payload.kind === "spectra"
      ? createSpectrumViews(payload, words)
      : await createComparisonViews(payload, words);
  showViews(frame, views);
  return views;
}

export function openFrame(host: HTMLElement, label: string): Frame {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const section = element("section", { class: "explorer", "aria-label": label });
  applyStyle(root, explorerStyle + adapterStyle);
  root.replaceChildren(section);
  const frame: Frame = { section, onTheme: () => undefined };
  const setTheme = (): void => {
    section.dataset.theme = findTheme(host);
    frame.onTheme();
  };
  watchTheme(setTheme);
  setTheme();
  return frame;
}

/** Puts views behind what stands in the frame already. */
export function showViews<Views extends PageViews | SpectrumViews>(
  frame: Frame,
  views: Views,
): Views {
  frame.section.append(...views.nodes);
  frame.onTheme = views.draw;
  views.draw();
  return views;
}
