/**
 * Lets the browser keep what was read of the book, and offer it as an app, where it may: over https,
 * and on this machine. What a book without it has left behind at the same address goes.
 *
 * @param address the service worker's, if the book has one; the manifest stands beside it
 * @param root address of the book's folder
 */
export async function keepOffline(address: string | undefined, root: string): Promise<void> {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
  if (!location.protocol.startsWith("http") || !isSecureContext || !serviceWorker) return;
  try {
    if (address === undefined) {
      for (const registration of await serviceWorker.getRegistrations())
        if (registration.scope === root) await registration.unregister();
      return;
    }
    // In the markup it would be an error where a page is opened from a folder.
    const manifest = document.createElement("link");
    manifest.rel = "manifest";
    manifest.href = new URL("book.webmanifest", root).href;
    document.head.append(manifest);
    await serviceWorker.register(address, { updateViaCache: "none" });
    const { active } = await serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    active?.postMessage([location.href.replace(/#.*/, ""), ...loaded]);
  } catch {
    // Browsers may refuse it, as in private windows: the book is then read with a network.
  }
}
