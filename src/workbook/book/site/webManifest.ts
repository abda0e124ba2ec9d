import { iconPath } from "../pages/pageLayout";

/** Path of the web manifest in the book. */
export const manifestPath = "book.webmanifest";

/** What a browser needs to offer the book as an app: all addresses are the folder's own. */
export function webManifest(title: string, description: string): string {
  const png = (size: number, purpose: string): object => ({
    src: iconPath(size),
    sizes: `${size}x${size}`,
    type: "image/png",
    purpose,
  });
  const manifest = {
    name: title,
    short_name: title,
    description,
    id: "./",
    start_url: "./index.html",
    scope: "./",
    // Pages lead to each other: a way back is wanted.
    display: "minimal-ui",
    background_color: "#fdfcfa",
    theme_color: "#2f7fc1",
    icons: [
      { src: "assets/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
      png(192, "any"),
      png(512, "any"),
      png(512, "maskable"),
    ],
  };
  return `${JSON.stringify(manifest, undefined, 1)}\n`;
}
