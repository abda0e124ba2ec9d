/**
 * The compiled kernels as base64, written by compileKernels: for shared memory and for a memory of
 * one thread's own.
 */
declare module "#wasmBytes" {
  export const shared: string;
  export const unshared: string;
}
