import type { PartScripts } from "../workerMessages";

/** Where the book's parts stand: name → file name beside this script, which has its hash. */
export type PartFiles = Readonly<Record<string, string>>;

/** Brings the parts that a worker takes in. */
export interface PartLoader {
  /** The scripts of parts, by name. */
  load(names: readonly string[]): Promise<PartScripts>;
}

/** Hears that a part is gone, since the book was updated under the page; gives the words for it. */
export type TellGone = () => string;

/**
 * Loads parts of a book on the web, at the same time. Each name has the hash of its content: what
 * the browser has kept is never old.
 *
 * @param base address of the folder of parts
 */
export function createWebLoader(base: string, files: PartFiles, tellGone: TellGone): PartLoader {
  const loading = new Map<string, Promise<string>>();
  const fetchOnce = (name: string): Promise<string> => {
    const known = loading.get(name);
    if (known) return known;
    const promise = fetchPart(new URL(fileOf(files, name), base).href, tellGone);
    loading.set(name, promise);
    // What failed may be asked for again.
    promise.catch(() => loading.delete(name));
    return promise;
  };
  return { load: (names) => collect(names, fetchOnce) };
}

async function fetchPart(address: string, tellGone: TellGone): Promise<string> {
  const response = await fetch(address, { cache: "force-cache" }).catch((error: Error) => {
    throw new Error(`${address} could not be loaded: ${error.message}`);
  });
  if (response.status === 404 || response.status === 410) throw new Error(tellGone());
  if (!response.ok) throw new Error(`${address} could not be loaded: ${response.status}`);
  return response.text();
}

/**
 * Loads parts of a book in a folder. A page that was opened from one may fetch nothing, but run
 * scripts: each hands over its function, whose text goes on to the worker.
 *
 * @param base address of the folder of parts
 */
export function createFolderLoader(base: string, files: PartFiles, tellGone: TellGone): PartLoader {
  const made = new Map<string, (script: string) => void>();
  const loading = new Map<string, Promise<string>>();
  const scope = window as unknown as { lowrankDefine: (name: string, make: unknown) => void };
  scope.lowrankDefine = (name, make) => {
    const script = `lowrankDefine(${JSON.stringify(name)}, ${String(make)});\n//# sourceURL=lowrank-${name}.js`;
    made.get(name)?.(script);
  };
  const loadOnce = (name: string): Promise<string> => {
    const known = loading.get(name);
    if (known) return known;
    const promise = new Promise<string>((resolve, reject) => {
      made.set(name, resolve);
      const script = document.createElement("script");
      script.src = new URL(fileOf(files, name), base).href;
      script.onerror = () => {
        loading.delete(name);
        reject(new Error(tellGone()));
      };
      script.onload = () => script.remove();
      document.head.append(script);
    });
    loading.set(name, promise);
    return promise;
  };
  return { load: (names) => collect(names, loadOnce) };
}

function fileOf(files: PartFiles, name: string): string {
  if (!Object.hasOwn(files, name)) throw new Error(`the book has no part "${name}"`);
  return files[name];
}

async function collect(
  names: readonly string[],
  load: (name: string) => Promise<string>,
): Promise<PartScripts> {
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await load(name)] as const)),
  );
}
