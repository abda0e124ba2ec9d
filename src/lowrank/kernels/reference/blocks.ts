import type { Views } from "../views";

// A block is rows × width doubles, row after row. Every sum is taken in the order of
// ../wasm/blocks.ts, so that both give the same bits.

/**
 * target ← target + scale · X C over rows from … to: X is rows × xWidth, C xWidth × width, target
 * rows × width. Cost: 2 · xWidth · width flops a row.
 */
export function addBlocks(
  { float64: f }: Views,
  from: number,
  to: number,
  _part: number,
  x: number,
  xWidth: number,
  c: number,
  scale: number,
  target: number,
  width: number,
): void {
  const quads = xWidth & ~3;
  const pairs = width & ~1;
  for (let row = from; row < to; row++) {
    const a = x / 8 + row * xWidth;
    const t = target / 8 + row * width;
    for (let i = 0; i < quads; i += 4) {
      const c0 = c / 8 + i * width;
      for (let j = 0; j < pairs; j++) {
        const at = c0 + j;
        f[t + j] +=
          f[a + i] * (scale * f[at]) +
          f[a + i + 1] * (scale * f[at + width]) +
          f[a + i + 2] * (scale * f[at + 2 * width]) +
          f[a + i + 3] * (scale * f[at + 3 * width]);
      }
      if (pairs < width)
        for (let k = 0; k < 4; k++)
          f[t + pairs] += scale * f[c0 + k * width + pairs] * f[a + i + k];
    }
    for (let i = quads; i < xWidth; i++)
      for (let j = 0; j < width; j++) f[t + j] += scale * f[c / 8 + i * width + j] * f[a + i];
  }
}

/**
 * out ← XᵀY over rows from … to, xWidth × yWidth: X is rows × xWidth, Y rows × yWidth. Cost: 2 ·
 * xWidth · yWidth flops a row.
 */
export function crossBlocks(
  { float64: f }: Views,
  from: number,
  to: number,
  _part: number,
  x: number,
  xWidth: number,
  y: number,
  yWidth: number,
  out: number,
): void {
  const o = out / 8;
  f.fill(0, o, o + xWidth * yWidth);
  for (let row = from; row < to; row++) {
    const [a, b] = [x / 8 + row * xWidth, y / 8 + row * yWidth];
    for (let i = 0; i < xWidth; i++) {
      const factor = f[a + i];
      for (let j = 0; j < yWidth; j++) f[o + i * yWidth + j] += factor * f[b + j];
    }
  }
}
