import type { KernelClient } from "../../jupyter/client/client";

/**
 * Asks the kernel for completions or documentation. Jupyter counts the cursor in Unicode
 * characters, pages count UTF-16 units.
 */
export async function askKernel(
  kernel: KernelClient,
  type: "complete" | "inspect",
  code: string,
  cursor: number,
): Promise<Record<string, unknown>> {
  const content = {
    code,
    cursor_pos: [...code.slice(0, cursor)].length,
    ...(type === "inspect" && { detail_level: 0 }),
  };
  try {
    const reply = await kernel.request(`${type}_request`, content);
    return {
      ...reply,
      ...inUnits("cursor_start", reply.cursor_start, code),
      ...inUnits("cursor_end", reply.cursor_end, code),
    };
  } catch {
    return {}; // The kernel has ended meanwhile; that is said elsewhere.
  }
}

/** Asks one of our kernels for its variables; empty where it has ended. */
export async function askVariables(kernel: KernelClient): Promise<Record<string, unknown>> {
  try {
    return await kernel.request("variables_request", {});
  } catch {
    return {}; // The kernel has ended meanwhile; that is said elsewhere.
  }
}

function inUnits(name: string, characters: unknown, code: string): Record<string, number> {
  return typeof characters === "number"
    ? { [name]: [...code].slice(0, characters).join("").length }
    : {};
}
