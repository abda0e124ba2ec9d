/** Functions of `Math` whose last bit is otherwise each engine's own, by the names they have there. */
export { acos, asin, atan, atan2 } from "./atan";
export { cbrt } from "./cbrt";
export { cosh, exp, expm1, sinh, tanh } from "./exp";
export { log, log1p } from "./log";
export { acosh, asinh, atanh, log10, log2 } from "./otherLogs";
export { cos, sin, tan } from "./sin";
