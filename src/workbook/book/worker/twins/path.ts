/* Stands for node:path in a browser. */
import path from "path-browserify";

export const { basename, dirname, extname, isAbsolute, join, normalize, relative, resolve, sep } =
  path;
export const { delimiter, format, parse } = path;
export const posix = path;
export default path;
