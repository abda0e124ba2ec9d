import type { MimeBundle } from "../../notebook/notebook";
import { withinLimit } from "./sizeLimit";

type MakePicture = (type: string) => unknown;

/**
 * The picture that stands on a canvas, of whatever library makes canvases in Node; undefined for any
 * other value. Some take time to make it.
 */
export function canvasForms(value: object): MimeBundle | Promise<MimeBundle> | undefined {
  const canvas = value as Readonly<Record<string, unknown>>;
  const { width, height, getContext } = canvas;
  if (typeof getContext !== "function" || typeof width !== "number") return undefined;
  const make = canvas.toBuffer ?? canvas.toDataURL;
  if (typeof make !== "function") return undefined;
  const text = `Canvas ${width} × ${String(height)}`;
  const forms = (picture: unknown): MimeBundle => {
    const base64 = toBase64(picture);
    return base64 === undefined ? { "text/plain": text } : withinLimit("image/png", base64, text);
  };
  const picture = (make as MakePicture).call(value, "image/png");
  return picture instanceof Promise ? picture.then(forms) : forms(picture);
}

/** A PNG as base64; undefined for what is none. */
function toBase64(picture: unknown): string | undefined {
  const base64 = ArrayBuffer.isView(picture)
    ? Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength).toString("base64")
    : String(picture).replace(/^data:image\/png;base64,/, "");
  return base64.startsWith("iVBORw0KGgo") ? base64 : undefined;
}
