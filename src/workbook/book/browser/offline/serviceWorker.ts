/*
 * Keeps what a reader has seen of the book, and what ran its cells, for when there is no network.
 *
 * The book's own list says what each file holds, by its hash. A file is kept only if it holds just
 * that, under a key with the hash: pages and scripts of two versions never mix. With a network, what
 * a server says now counts, but for files that have a hash in their names.
 */

/** The book's files: path → hash of the content. The build writes it before this script. */
declare const lowrankFiles: Readonly<Record<string, string>>;

interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface WorkerScope {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  readonly registration: { update(): Promise<unknown> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: WaitingEvent) => void): void;
  addEventListener(
    type: "message",
    listener: (event: WaitingEvent & { readonly data: unknown }) => void,
  ): void;
  addEventListener(
    type: "fetch",
    listener: (
      event: WaitingEvent & {
        readonly request: Request;
        respondWith(answer: Promise<Response>): void;
      },
    ) => void,
  ): void;
}

const scope = self as unknown as WorkerScope;
/** Address of the book's folder, where this script stands. */
const folder = new URL("./", scope.location.href).href;
const cacheName = `lowrank ${folder}`;
/** Milliseconds after which a network that says nothing counts as none, where a copy is kept. */
const patience = 4_000;
const hasHash = /^assets\/(live\/\w+-[\w-]{10}\.js|plotly-(?:cartesian-)?[0-9a-f]+\.min\.js)$/;
let hasAskedForUpdate = false;

/** Path in the book of an address; undefined for what is none of its files. */
function nameOf(address: string): string | undefined {
  const url = new URL(address);
  if (!url.href.startsWith(folder)) return undefined;
  const path = decodeURIComponent(url.pathname.slice(new URL(folder).pathname.length));
  const name = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  return Object.hasOwn(lowrankFiles, name) ? name : undefined;
}

function keyOf(name: string): string {
  return `${folder}${encodeURI(name)}?${lowrankFiles[name]}`;
}

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, 20);
}

/** Keeps a file if it is what the list says; where it is not, the book is newer than this worker. */
async function keep(cache: Cache, name: string, response: Response): Promise<void> {
  if (!response.ok) return;
  const bytes = await response.arrayBuffer();
  if ((await hashOf(bytes)) === lowrankFiles[name]) {
    const headers = { "Content-Type": response.headers.get("Content-Type") ?? "" };
    await cache.put(keyOf(name), new Response(bytes, { headers }));
  } else if (!hasAskedForUpdate) {
    hasAskedForUpdate = true;
    // Not awaited: the browser may wait with it until this event has ended, and the newer worker waits for that.
    void scope.registration.update().catch(() => undefined);
  }
}

/** Fetches files that the page has loaded before this worker was there. */
async function keepLoaded(addresses: readonly unknown[]): Promise<void> {
  const cache = await caches.open(cacheName);
  const names = addresses.flatMap((one) => (typeof one === "string" ? (nameOf(one) ?? []) : []));
  for (const name of new Set(names))
    if (!(await cache.match(keyOf(name))))
      await keep(cache, name, await fetch(folder + encodeURI(name), { cache: "no-cache" }));
}

/** Brings what is kept to this version, before it takes over. */
async function renew(): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const { url } of await cache.keys()) {
    const name = nameOf(url);
    if (name === undefined || (await cache.match(keyOf(name)))) continue;
    await keep(cache, name, await fetch(folder + encodeURI(name), { cache: "no-cache" }));
  }
}

async function dropOld(): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const request of await cache.keys()) {
    const name = nameOf(request.url);
    if (name === undefined || request.url !== keyOf(name)) await cache.delete(request);
  }
}

async function answer(
  request: Request,
  name: string,
  meanwhile: (work: Promise<unknown>) => void,
): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(keyOf(name));
  if (kept && hasHash.test(name)) return kept;
  const fetching = fetch(request, { cache: "no-cache" }).then((response) => {
    // The answer is there, whether or not the browser has room to keep it.
    meanwhile(keep(cache, name, response.clone()).catch(() => undefined));
    return response;
  });
  if (!kept) return fetching;
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patience));
  const response = await Promise.race([fetching.catch(() => undefined), late]);
  return response && response.status < 500 ? response : kept;
}

scope.addEventListener("install", (event) =>
  event.waitUntil(renew().then(() => scope.skipWaiting())),
);
scope.addEventListener("activate", (event) =>
  event.waitUntil(dropOld().then(() => scope.clients.claim())),
);
scope.addEventListener("message", (event) => {
  if (Array.isArray(event.data)) event.waitUntil(keepLoaded(event.data));
});
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const name = request.method === "GET" ? nameOf(request.url) : undefined;
  if (name !== undefined && !request.headers.has("Range"))
    event.respondWith(answer(request, name, (work) => event.waitUntil(work)));
});
