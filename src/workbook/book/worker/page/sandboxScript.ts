/**
 * The one script of the frame that cells run in. The page hands it the worker's script and a port;
 * from then on it passes messages on, and does nothing else. Where the page is cross-origin isolated, the
 * frame shares a flag with its worker, which loops look at: an interrupt raises it, though the worker
 * computes. The page itself has another origin than the frame, and can share nothing with it.
 *
 * It is text since it stands inside the frame's markup: a server whose pages have a policy allows it
 * by its hash.
 */
export const sandboxScript = `onmessage = ({ data, ports: [port], source }) => {
  if (source !== parent) return;
  onmessage = null;
  const fail = (reason) => port.postMessage({ kind: "failed", reason });
  try {
    const script = new Blob([data], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(script));
    worker.onmessage = (event) => port.postMessage(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message || "the worker could not be started");
    };
    const flag = self.crossOriginIsolated ? new Int32Array(new SharedArrayBuffer(8)) : undefined;
    if (flag) worker.postMessage({ kind: "flag", flag });
    port.onmessage = (event) => {
      if (flag && event.data.kind === "interrupt") Atomics.store(flag, 0, 1);
      worker.postMessage(event.data);
    };
  } catch (error) {
    fail(String(error));
  }
};`;
