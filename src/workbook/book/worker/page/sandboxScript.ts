/**
 * The one script of the frame that cells run in. The page hands it the worker's script and a port;
 * from then on it passes messages on, and does nothing else.
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
    port.onmessage = (event) => worker.postMessage(event.data);
  } catch (error) {
    fail(String(error));
  }
};`;
