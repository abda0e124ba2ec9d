import { sandboxScript } from "./sandboxScript";
import type { CellWorker } from "./cellWorker";
import type { FromWorker, ToWorker } from "../workerMessages";

/**
 * What code in the frame may do, its worker too: evaluate what it is handed. Nothing is loaded from
 * anywhere, the book's own folder included: the page brings what belongs to the book.
 */
const policy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; worker-src blob:; base-uri 'none'; form-action 'none'";

/**
 * Starts a worker in a hidden frame of an origin that is nobody's: cells, whoever wrote them, see no
 * cookies and no storage of the page's origin, reach no network, and speak to the page only by the
 * messages of the kernel. The frame's end is the worker's.
 *
 * @param boot the worker's own script
 */
export function openSandbox(boot: string): CellWorker {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  // Where the page itself is: for the flag by which a cell is stopped.
  frame.allow = "cross-origin-isolated";
  frame.setAttribute("aria-hidden", "true");
  frame.hidden = true;
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${sandboxScript}</script>`;
  const { port1, port2 } = new MessageChannel();
  const worker: CellWorker = {
    onmessage: null,
    postMessage: (message: ToWorker) => port1.postMessage(message),
    terminate() {
      port1.close();
      frame.remove();
    },
  };
  port1.onmessage = ({ data }: MessageEvent<FromWorker>) => worker.onmessage?.({ data });
  // An origin that is nobody's has no name to address: the frame is the page's own.
  frame.onload = () => frame.contentWindow?.postMessage(boot, "*", [port2]);
  document.body.append(frame);
  return worker;
}
