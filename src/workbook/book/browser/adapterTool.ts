import { loadScript } from "./loadScript";

/** What the tool's script defines. */
interface ToolLibrary {
  mountTool(this: void, host: HTMLElement, title: string): void;
}

/** Puts the tool for adapters into the place that waits for it, if the page has one. */
export async function mountAdapterTool(): Promise<void> {
  const place = document.getElementById("adapter-tool");
  const { script, title = "" } = place?.dataset ?? {};
  if (!place || script === undefined) return;
  try {
    const { mountTool } = await loadScript<ToolLibrary>(script, "lowrankAdapterTool");
    mountTool(place, title);
  } catch (error) {
    place.textContent = error instanceof Error ? error.message : String(error);
  }
}
