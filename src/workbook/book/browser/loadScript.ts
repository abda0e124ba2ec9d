const loading = new Map<string, Promise<unknown>>();

/**
 * Loads a classic script once, since pages opened from a folder may load no modules, and gives the
 * global that it defines.
 *
 * @throws Error if the script cannot be loaded or does not define it
 */
export function loadScript<Library>(address: string, name: string): Promise<Library> {
  let promise = loading.get(address);
  if (promise === undefined) {
    promise = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => {
        const library = (window as unknown as Record<string, unknown>)[name];
        if (library === undefined) reject(new Error(`${address} does not define ${name}`));
        else resolve(library);
      };
      script.onerror = () => reject(new Error(`could not load ${address}`));
      document.head.append(script);
    });
    loading.set(address, promise);
    // What failed may be asked for again.
    promise.catch(() => loading.delete(address));
  }
  return promise as Promise<Library>;
}
