/** The largest arguments tried at random, function by function. */
export const spans: Readonly<Record<string, readonly number[]>> = {
  acos: [1],
  acosh: [1, 700],
  asin: [1],
  asinh: [1, 1e6],
  atan: [1, 100],
  atan2: [1, 1e6],
  atanh: [1],
  cbrt: [1, 1e9],
  cos: [1, 10, 8e5],
  cosh: [1, 700],
  exp: [1, 30, 745],
  expm1: [1e-3, 1, 40, 700],
  log: [1, 10, 1e9],
  log10: [1, 1e9],
  log1p: [1e-3, 1, 1e9],
  log2: [1, 1e9],
  sin: [1, 10, 8e5],
  sinh: [1, 30, 700],
  tan: [1, 10, 8e5],
  tanh: [1e-3, 1, 20],
};

const quarters = [1, 2, 3, 4, 7, 31, 32, 33, 101, 1e4, 5e5].flatMap((turns) =>
  [1, 1 + 2 ** -52, 1 - 2 ** -52, -1].map((factor) => (turns * Math.PI * factor) / 2),
);

const special = [
  ...[0, -0, 1, -1, 2, 0.5, -0.5, 10, 1000, 1e9, NaN, Infinity, -Infinity, 5e-324, 2 ** -1030],
  ...[2 ** -1022, 1e-300, -1e-9, 2 ** -28, 2 ** -54, 709.78, 709.79, 710.475, -708.4, -745.13],
  ...[-745.14, 21.999, 22, Math.E, 1 - 2 ** -53, 1 + 2 ** -52, 1 + 2 ** -21, 0.4375, 0.975, -0.29],
  ...[2 ** 53, 1e300, 8, 27, Number.MAX_VALUE, ...quarters],
];

/** NaN of one form: its bits are no part of a value. */
export const plainNaN = (value: number): number => (Number.isNaN(value) ? NaN : value);

const isAngle = (name: string): boolean => ["sin", "cos", "tan"].includes(name);

/** Zeros, infinities, limits of ranges, multiples of π/2 and their neighbours; angles below 8e5. */
export function nastyArguments(name: string): number[][] {
  const values = special.filter((x) => !isAngle(name) || !(Math.abs(x) > 8e5));
  return name === "atan2"
    ? values.flatMap((y) => values.map((x) => [y, x]))
    : values.map((x) => [x]);
}

/** 20,000 a span, from a generator of whole numbers: the same on every machine. */
export function randomArguments(name: string): number[][] {
  let state = 20;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return spans[name].flatMap((span) =>
    Array.from({ length: 20_000 }, () => {
      const x = (2 * uniform() - 1) * span;
      if (name === "atan2") return [x, 2 * uniform() - 1];
      if (name === "acosh") return [1 + Math.abs(x)];
      return [/^log(2|10)?$/.test(name) ? Math.abs(x) : x];
    }),
  );
}
