/* Stands for node:util/types in a browser's worker, where nothing tells a proxy from its target. */
const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

export const isProxy = (): boolean => false;
export const isPromise = (value: unknown): value is Promise<unknown> => value instanceof Promise;
export const isNativeError = (value: unknown): value is Error => tagOf(value) === "Error";
export const isTypedArray = (value: unknown): boolean =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);
export const isDate = (value: unknown): boolean => value instanceof Date;
export const isRegExp = (value: unknown): boolean => value instanceof RegExp;
export const isMap = (value: unknown): boolean => value instanceof Map;
export const isSet = (value: unknown): boolean => value instanceof Set;
