/** Gives a page's script the Buffer that its code takes for a global. */
export { Buffer } from "buffer";
