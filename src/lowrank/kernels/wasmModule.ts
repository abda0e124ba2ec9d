import { fromBase64 } from "../base/base64";
import { inflateSync } from "fflate";
import * as wasmBytes from "#wasmBytes";

const compiled: { shared?: WebAssembly.Module; unshared?: WebAssembly.Module } = {};

/**
 * The kernels' WebAssembly module, for memory that threads share or for one thread's own; undefined
 * where this platform cannot have it: no WebAssembly with SIMD, or a page whose policy forbids to
 * compile it (no `wasm-unsafe-eval`).
 *
 * Cost: compiled once a process, some 5 ms.
 */
export function wasmModule(memory: "shared" | "unshared"): WebAssembly.Module | undefined {
  if (typeof WebAssembly !== "object") return undefined;
  const bytes = wasmBytes[memory];
  if (bytes === undefined) return undefined;
  try {
    return (compiled[memory] ??= new WebAssembly.Module(inflateSync(fromBase64(bytes))));
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}
