/** What cells find of Node's `process` in a browser's worker. */
export function createProcess(folder: () => string): object {
  const started = performance.now();
  const hrtime = (): [number, number] => {
    const now = performance.now() - started;
    return [Math.floor(now / 1000), Math.floor((now % 1000) * 1e6)];
  };
  return {
    // By this packages, the compiler among them, tell that Node is not there.
    browser: true,
    platform: "browser",
    arch: "wasm",
    pid: 1,
    title: "lowrank",
    argv: ["lowrank"],
    env: {},
    version: "v20.9.0",
    versions: { node: "20.9.0" },
    cwd: folder,
    // One thread: its time is the clock's.
    cpuUsage: (before = { user: 0, system: 0 }) => ({
      user: Math.round((performance.now() - started) * 1000) - before.user,
      system: 0,
    }),
    memoryUsage: () => {
      const { memory } = performance as { memory?: { usedJSHeapSize: number } };
      const used = memory?.usedJSHeapSize ?? 0;
      return { rss: used, heapTotal: used, heapUsed: used, external: 0, arrayBuffers: 0 };
    },
    hrtime: Object.assign(hrtime, {
      bigint: () => BigInt(Math.round((performance.now() - started) * 1e6)),
    }),
    uptime: () => (performance.now() - started) / 1000,
    nextTick: (callback: (...args: unknown[]) => void, ...args: unknown[]) =>
      queueMicrotask(() => callback(...args)),
    on: () => undefined,
    exit: () => {
      throw new Error("process.exit is not available in a cell; restart the kernel instead");
    },
  };
}
