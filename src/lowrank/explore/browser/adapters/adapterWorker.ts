// The worker behind the page on which adapters are dropped: it reads files by slices, a tensor at a
// time, and makes the resized files piece by piece.
import { decomposeAdapter, type AdapterSvd } from "../../../adapt/adapters/adapterSvd";
import { blobSource, type OutputFile } from "../../../adapt/adapters/byteSource";
import { readAdapter } from "../../../adapt/adapters/readAdapter";
import { resizeAdapter, storedSize } from "../../../adapt/adapters/resizeAdapter";
import type { RankChoice } from "../../../adapt/adapters/rankRules";
import { spectraOnPage } from "../../adapters/adapterPayload";
import type { MadeFile, ToolAnswer, ToolRequest } from "./toolMessages";

const say = (answer: ToolAnswer): void => postMessage(answer);
let opened: AdapterSvd | undefined;

addEventListener("message", ({ data }: MessageEvent<ToolRequest>) => {
  void answer(data).catch((error: unknown) =>
    say({ type: "failed", message: error instanceof Error ? error.message : String(error) }),
  );
});

async function answer(request: ToolRequest): Promise<void> {
  if (request.type === "open") return open(request.files);
  if (opened) say({ type: "made", files: await resize(opened, request.choices) });
}

async function open(files: readonly File[]): Promise<void> {
  const adapter = await readAdapter(files.map((file) => blobSource(file.name, file)));
  opened = await decomposeAdapter(adapter, {
    onProgress: ({ done, total }) => say({ type: "reading", done, total }),
  });
  say({
    type: "spectra",
    modules: spectraOnPage(opened.modules),
    stored: storedSize(adapter),
  });
}

async function resize(svd: AdapterSvd, choices: readonly RankChoice[]): Promise<MadeFile[]> {
  const files = resizeAdapter(svd, choices, {
    onProgress: ({ done, total }) => say({ type: "writing", done, total }),
  });
  const made: MadeFile[] = [];
  for (const file of files) made.push({ name: file.name, blob: await toBlob(file) });
  return made;
}

/** Bytes are gathered until they are worth a Blob, which the browser may keep on disk. */
const bytesOfPart = 8e6;

async function toBlob(file: OutputFile): Promise<Blob> {
  const parts: Blob[] = [];
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  const close = (): void => {
    parts.push(new Blob(waiting as BlobPart[]));
    [waiting, bytes] = [[], 0];
  };
  for await (const chunk of file.chunks()) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes >= bytesOfPart) close();
  }
  close();
  return new Blob(parts);
}
