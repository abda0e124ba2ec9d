/* Stands for node:url in a browser's worker. */
export const { URL, URLSearchParams } = globalThis;

export function pathToFileURL(file: string): URL {
  return new URL(`file://${file.split("/").map(encodeURIComponent).join("/")}`);
}

export function fileURLToPath(address: string | URL): string {
  return decodeURIComponent(new URL(address).pathname);
}
