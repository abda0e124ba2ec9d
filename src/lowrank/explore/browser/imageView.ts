import { element } from "./elements";

/** A small canvas with a caption. */
export interface ImageView {
  readonly node: HTMLElement;
  show(pixels: ArrayLike<number>, from: number): void;
}

export interface ImageViewOptions {
  readonly size: number;
  /** Value of full ink. */
  readonly most: number;
  /** What a screen reader calls it, and its caption where it has one. */
  readonly label: string;
  readonly isCaptioned?: boolean;
  /** Values of either sign, in blue below 0 and orange above. */
  readonly signed?: boolean;
}

/**
 * Draws one image of size × size values: paper white and ink black in either theme, as the data
 * have it.
 */
export function createImageView({
  size,
  most,
  label,
  isCaptioned = false,
  signed = false,
}: ImageViewOptions): ImageView {
  const canvas = element("canvas", {
    width: size,
    height: size,
    class: "image",
    role: "img",
    "aria-label": label,
  });
  const node = element(
    "figure",
    { class: "image-figure" },
    canvas,
    ...(isCaptioned ? [element("figcaption", { text: label })] : []),
  );
  return {
    node,
    show(pixels, from) {
      const context = canvas.getContext("2d");
      if (!context) return;
      const image = context.createImageData(size, size);
      for (let i = 0; i < size * size; i++) {
        const share = Math.max(-1, Math.min(1, pixels[from + i] / most));
        image.data.set(signed ? signedColor(share) : inkColor(share), 4 * i);
      }
      context.putImageData(image, 0, 0);
    },
  };
}

function inkColor(share: number): [number, number, number, number] {
  const level = Math.round(255 * (1 - Math.max(0, share)));
  return [level, level, level, 255];
}

/** White at 0, blue (0, 114, 178) at −1, orange (213, 94, 0) at 1. */
function signedColor(share: number): [number, number, number, number] {
  const end = share < 0 ? [0, 114, 178] : [213, 94, 0];
  const [red, green, blue] = end.map((channel) =>
    Math.round(255 + (channel - 255) * Math.abs(share)),
  );
  return [red, green, blue, 255];
}
