import type { DatasetSplit, ImageContents } from "./dataset";
import { parseIdx } from "./idx";

interface ImageForm {
  readonly width: number;
  readonly height: number;
  readonly maximum: number;
}

/** Images and labels of one file, or of a pair of files. */
interface ImageBlock {
  readonly pixels: Uint8Array;
  readonly labels: readonly string[];
  readonly split?: DatasetSplit;
}

/**
 * Reads images from rows of comma-separated pixels with the label at the end.
 *
 * @throws Error that names the file, the line and the number that does not fit
 */
export function parsePixelRows(text: string, file: string, form: ImageForm): ImageBlock {
  const size = form.width * form.height;
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const pixels = new Uint8Array(lines.length * size);
  const labels = lines.map((line, i) => {
    const numbers = line.split(",").map(Number);
    if (numbers.length !== size + 1)
      throw new Error(
        `${file}, line ${i + 1}: ${numbers.length} numbers where ${size} pixels and a label are expected`,
      );
    const wrong = numbers.findIndex(
      (value, at) => !Number.isInteger(value) || value < 0 || (at < size && value > form.maximum),
    );
    if (wrong >= 0)
      throw new Error(
        `${file}, line ${i + 1}, column ${wrong + 1}: ${line.split(",")[wrong]} is not a whole number from 0${wrong < size ? ` to ${form.maximum}` : ""}`,
      );
    pixels.set(numbers.slice(0, size), i * size);
    return String(numbers[size]);
  });
  return { pixels, labels };
}

/**
 * Reads images and their labels from a pair of IDX files.
 *
 * @throws Error that names the file
 */
export function parseIdxPair(
  images: Uint8Array,
  imagesFile: string,
  labels: Uint8Array,
  labelsFile: string,
  form: ImageForm,
): ImageBlock {
  const { shape, data } = parseIdx(images, imagesFile);
  if (shape.length !== 3 || shape[1] !== form.height || shape[2] !== form.width) {
    throw new Error(
      `${imagesFile} has shape (${shape.join(", ")}) where images of ${form.height} × ${form.width} are expected`,
    );
  }
  const classes = parseIdx(labels, labelsFile);
  if (classes.shape.length !== 1 || classes.shape[0] !== shape[0]) {
    throw new Error(
      `${labelsFile} has shape (${classes.shape.join(", ")}) where ${shape[0]} labels are expected`,
    );
  }
  return { pixels: data, labels: Array.from(classes.data, String) };
}

/** Puts blocks behind each other. */
export function joinImages(blocks: readonly ImageBlock[], form: ImageForm): ImageContents {
  const pixels = new Uint8Array(blocks.reduce((sum, block) => sum + block.pixels.length, 0));
  let at = 0;
  for (const block of blocks) {
    pixels.set(block.pixels, at);
    at += block.pixels.length;
  }
  const splits = blocks.flatMap(({ split, labels }) =>
    split === undefined ? [] : labels.map(() => split),
  );
  return {
    kind: "images",
    width: form.width,
    height: form.height,
    maximum: form.maximum,
    pixels,
    labels: blocks.flatMap(({ labels }) => labels),
    ...(splits.length > 0 && { splits }),
  };
}
