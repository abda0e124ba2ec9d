// AssemblyScript: what the kernels of the transformer do with runs of numbers. T is f32 or f64.

/** Numbers to a vector. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function lanes<T>(): i32 {
  return 16 / <i32>sizeof<T>();
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function sumLanes<T>(x: v128): T {
  if (sizeof<T>() == 4) {
    return (
      v128.extract_lane<T>(x, 0) +
      v128.extract_lane<T>(x, 1) +
      (v128.extract_lane<T>(x, 2) + v128.extract_lane<T>(x, 3))
    );
  }
  return v128.extract_lane<T>(x, 0) + v128.extract_lane<T>(x, 1);
}

/** Σ aᵢ bᵢ. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function innerProduct<T>(a: usize, b: usize, length: i32): T {
  let sums = v128.splat<T>(<T>0);
  let i = 0;
  for (; i + lanes<T>() <= length; i += lanes<T>(), a += 16, b += 16)
    sums = v128.add<T>(sums, v128.mul<T>(v128.load(a), v128.load(b)));
  let sum = sumLanes<T>(sums);
  for (; i < length; i++, a += sizeof<T>(), b += sizeof<T>()) sum += load<T>(a) * load<T>(b);
  return sum;
}

/** out ← out + factor · x. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function addScaled<T>(factor: T, x: usize, length: i32, out: usize): void {
  const factors = v128.splat<T>(factor);
  let i = 0;
  for (; i + lanes<T>() <= length; i += lanes<T>(), x += 16, out += 16)
    v128.store(out, v128.add<T>(v128.load(out), v128.mul<T>(factors, v128.load(x))));
  for (; i < length; i++, x += sizeof<T>(), out += sizeof<T>())
    store<T>(out, load<T>(out) + factor * load<T>(x));
}
