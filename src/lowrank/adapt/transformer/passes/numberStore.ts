import type { KernelName } from "../../../kernels/kernels";
import { openWorkspace } from "../../../kernels/workspace";

/** Bits of the numbers that a transformer computes with. */
export type Precision = 32 | 64;

export type Reals = Float32Array | Float64Array;

/** Numbers in a workspace. */
export interface Numbers {
  readonly pointer: number;
  readonly length: number;
}

type InPrecision<Name> = Name extends `${infer Start}32` ? Start : never;
/** A kernel that there is for both precisions. */
export type PreciseKernel = Exclude<InPrecision<KernelName>, "softmaxPass" | "curvaturePass">;

/** A place for numbers of one precision, and the kernels that work on them. */
export interface NumberStore {
  readonly precision: Precision;
  /** Room for numbers that are written before they are read. */
  reserve(length: number): Numbers;
  zeros(length: number): Numbers;
  copy(values: ArrayLike<number>): Numbers;
  integers(values: Int32Array): Numbers;
  doubles(length: number): Numbers;
  readonly view: (numbers: Numbers) => Reals;
  readonly doublesView: (numbers: Numbers) => Float64Array;
  run(kernel: PreciseKernel, rows: number, ...numbers: readonly number[]): void;
  /** out ← X Y, or out + X Y: X is rows × depth, Y depth × width. */
  multiply(rows: number, x: Numbers, depth: number, y: Numbers, out: Numbers, add?: boolean): void;
  /** XᵀY, height × width, of rows × height and rows × width. */
  cross(rows: number, x: Numbers, y: Numbers): Numbers;
  /** Calls `work`, then gives back all that it reserved. */
  scoped<Result>(work: () => Result): Result;
  close(): void;
}

export function openNumberStore(precision: Precision): NumberStore {
  const workspace = openWorkspace({ threads: 1 });
  const bytes = precision / 8;
  const store: NumberStore = {
    precision,
    reserve: (length) => ({ pointer: workspace.reserve(bytes * length), length }),
    zeros: (length) => ({ pointer: workspace.allocate(bytes * length), length }),
    copy(values) {
      const numbers = store.zeros(values.length);
      store.view(numbers).set(values);
      return numbers;
    },
    integers(values) {
      const { length } = values;
      const pointer = workspace.reserve(4 * length);
      workspace.int32(pointer, length).set(values);
      return { pointer, length };
    },
    doubles: (length) => ({ pointer: workspace.reserve(8 * length), length }),
    view: ({ pointer, length }) =>
      precision === 32 ? workspace.float32(pointer, length) : workspace.float64(pointer, length),
    doublesView: ({ pointer, length }) => workspace.float64(pointer, length),
    run: (kernel, rows, ...numbers) => workspace.run(`${kernel}${precision}`, rows, 1, ...numbers),
    multiply(rows, x, depth, y, out, add = false) {
      const width = y.length / depth;
      const numbers = [x.pointer, depth, y.pointer, width, Number(add), out.pointer];
      store.run("multiplyRows", rows, ...numbers);
    },
    cross(rows, x, y) {
      const [height, width] = [x.length / rows, y.length / rows];
      const out = store.reserve(height * width);
      store.run("crossRows", rows, x.pointer, height, y.pointer, width, 0, out.pointer);
      return out;
    },
    scoped(work) {
      const mark = workspace.mark();
      try {
        return work();
      } finally {
        workspace.release(mark);
      }
    },
    close: () => workspace.close(),
  };
  return store;
}

/** Xᵀ of rows × columns numbers, into `out`. */
export function transposeInto(from: Reals, rows: number, columns: number, out: Reals): void {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) out[j * rows + i] = from[i * columns + j];
}
