import { script } from "#adapterWorker";
import { formatBytes } from "../../../base/formatBytes";
import { adapterWords, type AdapterWords } from "../../adapters/adapterWords";
import { element, setText } from "../elements";
import { chosenFiles, droppedFiles } from "./droppedFiles";
import { openFrame, showViews, type Frame } from "./mountPage";
import { createSpectrumViews, type SpectrumViews } from "./spectrumViews";
import type { MadeFile, ToolAnswer, ToolRequest } from "./toolMessages";

/** Parts of the tool that change. */
interface Tool {
  readonly words: AdapterWords;
  readonly frame: Frame;
  readonly status: HTMLElement;
  readonly result: HTMLElement;
  worker?: Worker;
  views?: SpectrumViews;
  title: string;
  /** Addresses of the files made, to be given back. */
  addresses: string[];
}

/**
 * Puts a tool into a page: drop an adapter's files, see its spectra, choose ranks, save the resized
 * adapter. All is computed in a worker of this page, file slice by file slice.
 */
export function mountTool(host: HTMLElement, title: string): void {
  const words = adapterWords(title);
  const frame = openFrame(host, title);
  const status = element("div", { class: "result", role: "status" });
  const result = element("div", { class: "result" });
  const tool: Tool = { words, frame, status, result, title, addresses: [] };
  frame.section.append(
    createDropZone(words, (files) => open(tool, files)),
    status,
  );
}

function createDropZone(words: AdapterWords, take: (files: File[]) => void): HTMLElement {
  const chooser = (text: string, folder: boolean): HTMLElement => {
    const input = element("input", { type: "file", multiple: true, hidden: true });
    if (folder) input.webkitdirectory = true;
    const button = element("button", { type: "button", text });
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      take(chosenFiles(input.files));
      input.value = "";
    });
    return element("span", {}, button, input);
  };
  const zone = element(
    "div",
    { class: "drop" },
    element("p", { class: "title", text: words.drop }),
    element("p", { class: "note", text: words.dropNote }),
    element(
      "div",
      { class: "buttons" },
      chooser(words.chooseFiles, false),
      chooser(words.chooseFolder, true),
    ),
  );
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer) void droppedFiles(event.dataTransfer).then(take);
  });
  return zone;
}

function open(tool: Tool, files: readonly File[]): void {
  clear(tool);
  if (!files.some(({ name }) => name.endsWith(".safetensors")))
    return fail(tool, tool.words.noWeights);
  const worker = startWorker(tool);
  if (!worker) return fail(tool, tool.words.noWorker);
  tool.title = files.length === 1 ? files[0].name : folderOf(files[0]) || tool.title;
  worker.onmessage = ({ data }: MessageEvent<ToolAnswer>) => hear(tool, data);
  worker.onerror = (event) => {
    event.preventDefault();
    fail(tool, event.message || tool.words.noWorker);
  };
  ask(tool, { type: "open", files });
  showProgress(tool, tool.words.reading(0, 0), 0);
}

const folderOf = ({ webkitRelativePath }: File): string => webkitRelativePath.split("/")[0];

/** One worker an adapter: the memory of the last goes with it. */
function startWorker(tool: Tool): Worker | undefined {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    tool.worker = new Worker(address);
  } catch {
    tool.worker = undefined;
  }
  return tool.worker;
}

const ask = ({ worker }: Tool, request: ToolRequest): void => worker?.postMessage(request);

function hear(tool: Tool, answer: ToolAnswer): void {
  const { words } = tool;
  if (answer.type === "failed") return fail(tool, answer.message);
  if (answer.type === "made") return showMade(tool, answer.files);
  if (answer.type === "spectra") {
    tool.status.replaceChildren();
    const { modules, stored } = answer;
    const views = createSpectrumViews(
      { kind: "spectra", title: tool.title, modules, stored },
      words,
    );
    const make = element("button", { type: "button", class: "make", text: words.write });
    make.addEventListener("click", () => {
      ask(tool, { type: "resize", choices: views.state().choices });
      showProgress(tool, words.writing(0, modules.length), 0, tool.result);
    });
    const action = element("div", { class: "result" }, make, tool.result);
    const nodes = [...views.nodes];
    nodes.splice(3, 0, action);
    tool.views = { ...views, nodes };
    showViews(tool.frame, tool.views);
    return;
  }
  const { type, done, total } = answer;
  const place = type === "reading" ? tool.status : tool.result;
  showProgress(tool, words[type](done, total), total > 0 ? done / total : 0, place);
}

function showProgress(tool: Tool, text: string, share: number, place = tool.status): void {
  const bar = place.querySelector("progress");
  if (bar) {
    bar.value = share;
    setText(place.querySelector("p") as Element, text);
    return;
  }
  const stop = element("button", { type: "button", text: tool.words.stop });
  stop.addEventListener("click", () => {
    clear(tool);
    tool.status.replaceChildren(element("p", { class: "note", text: tool.words.stopped }));
  });
  place.replaceChildren(
    element("p", { class: "note", text }),
    element("progress", { value: share, max: 1 }),
    stop,
  );
}

function showMade(tool: Tool, files: readonly MadeFile[]): void {
  freeAddresses(tool);
  const links = files.map(({ name, blob }) => {
    const href = URL.createObjectURL(blob);
    tool.addresses.push(href);
    const text = tool.words.save(name, formatBytes(blob.size));
    return element("a", { class: "save", href, download: name, text });
  });
  tool.result.replaceChildren(
    element("p", { class: "note", text: tool.words.written }),
    element("div", { class: "buttons" }, ...links),
  );
}

function fail(tool: Tool, why: string): void {
  clear(tool);
  tool.status.replaceChildren(
    element("p", { class: "error", role: "alert", text: tool.words.failed(why) }),
  );
}

/** Ends the worker and takes away what it showed. */
function clear(tool: Tool): void {
  tool.worker?.terminate();
  tool.worker = undefined;
  tool.views?.nodes.forEach((node) => node.remove());
  tool.views = undefined;
  tool.frame.onTheme = () => undefined;
  tool.status.replaceChildren();
  tool.result.replaceChildren();
  freeAddresses(tool);
}

function freeAddresses(tool: Tool): void {
  for (const address of tool.addresses) URL.revokeObjectURL(address);
  tool.addresses = [];
}
