import { encodePalettePng } from "../../jupyter/png/encodePng";
import { iconShapes } from "../pages/pageLayout";

/** Sizes in pixels of the icons that systems show for an installed book. */
export const iconSizes = [180, 192, 512] as const;

const blue = [47, 127, 193] as const;
/** Units around the 24 of the drawing, so that a system may cut the icon to a circle. */
const margin = 10;
/** Points along a pixel's side that are tried, for smooth edges. */
const samples = 4;

/** The book's icon, white on blue, as PNG: for systems that take no SVG. */
export function drawIcon(size: number): Promise<Uint8Array> {
  const scale = (24 + 2 * margin) / size;
  const rgba = new Uint8Array(4 * size * size);
  for (let pixel = 0; pixel < size * size; pixel++) {
    const row = Math.floor(pixel / size);
    const column = pixel % size;
    let inside = 0;
    for (let i = 0; i < samples ** 2; i++) {
      const x = (column + ((i % samples) + 0.5) / samples) * scale - margin;
      const y = (row + (Math.floor(i / samples) + 0.5) / samples) * scale - margin;
      if (isInside(x, y)) inside++;
    }
    const share = inside / samples ** 2;
    blue.forEach((part, i) => (rgba[4 * pixel + i] = Math.round(part + share * (255 - part))));
    rgba[4 * pixel + 3] = 255;
  }
  return encodePalettePng({ width: size, height: size, rgba });
}

/** Whether a point is in one of the drawing's rounded rectangles. */
function isInside(x: number, y: number): boolean {
  return iconShapes.some(({ left, top, width, height, radius }) => {
    const right = Math.max(left + radius - x, x - (left + width - radius), 0);
    const down = Math.max(top + radius - y, y - (top + height - radius), 0);
    return Math.hypot(right, down) <= radius;
  });
}
