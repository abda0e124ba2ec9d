import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { KernelClient } from "../../src/workbook/jupyter/client/client";
import type { Json, Message } from "../../src/workbook/jupyter/wire";
import type { KernelCase, Step, StepOutcome } from "./kernelCase";

/** Seconds that a cell may take. */
const patience = 60;
/** Characters of what came, in the table. */
const width = 60;

/** A running kernel, and how it is spoken to. */
export interface TriedKernel {
  readonly client: KernelClient;
  /** Folder of the notebook. */
  readonly folder: string;
  /** What follows the name of a reader's own file in an import: "" or ".ts". */
  readonly suffix: string;
}

/** Does the steps of a case one after the other; "works", or what came instead. */
export async function tryCase(kernel: TriedKernel, tried: KernelCase): Promise<string> {
  let outcome: StepOutcome = { shown: "", error: undefined, types: [], comms: [] };
  for (const [index, step] of tried.steps.entries()) {
    outcome = await doStep(kernel, step);
    const mayFail =
      index === tried.steps.length - 1 || (typeof step === "object" && "fails" in step);
    if (outcome.error !== undefined && !mayFail) return `error: ${shorten(outcome.error)}`;
  }
  const { brings } = tried;
  const isText = typeof brings === "string";
  if (isText ? outcome.error === undefined && outcome.shown === brings : brings(outcome))
    return "works";
  if (outcome.error !== undefined) return `error: ${shorten(outcome.error)}`;
  return `wrong: ${shorten(outcome.shown) || "nothing"}`;
}

async function doStep({ client, folder, suffix }: TriedKernel, step: Step): Promise<StepOutcome> {
  const write = (text: string): string => text.replace(/"@\/([^"]*)"/g, `"./$1${suffix}"`);
  if (typeof step === "string") return execute(client, write(step));
  if ("fails" in step) return execute(client, write(step.fails));
  if ("write" in step) {
    for (const [name, text] of Object.entries(step.write)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, write(text));
    }
    return answer("");
  }
  if ("complete" in step) {
    const content = { code: step.complete, cursor_pos: step.complete.length };
    return answer(String((await client.request("complete_request", content)).matches));
  }
  if ("hover" in step) {
    const content = { code: step.hover, cursor_pos: step.hover.length, detail_level: 0 };
    const { found } = await client.request("inspect_request", content);
    return answer(`found: ${String(found)}`);
  }
  const { user_expressions: values } = await client.request("execute_request", {
    ...{ code: "", silent: true, store_history: false, allow_stdin: false, stop_on_error: false },
    user_expressions: { asked: step.evaluate },
  });
  const { asked } = (values ?? {}) as { asked?: { data?: Record<string, string> } };
  return answer(asked?.data?.["text/plain"] ?? "");
}

function answer(shown: string): StepOutcome {
  return { shown, error: undefined, types: [], comms: [] };
}

async function execute(client: KernelClient, code: string): Promise<StepOutcome> {
  const texts: string[] = [];
  const types: string[] = [];
  const comms: string[] = [];
  let error: string | undefined;
  const onMessage = ({ header, content }: Message): void => {
    if (header.msg_type === "stream") texts.push(String(content.text));
    if (header.msg_type === "comm_open") comms.push(String(content.target_name));
    if (header.msg_type === "error") error = describeError(content);
    if (!/^(execute_result|display_data)$/.test(header.msg_type)) return;
    const data = content.data as Json;
    types.push(...Object.keys(data));
    texts.push(Object.values(data).map(String).join("\n"));
  };
  try {
    const onQuestion = (): void => client.answer("answer");
    const reply = await client.execute(code, { onMessage, onQuestion, timeoutSeconds: patience });
    const shown = plain(texts.join("")).trim();
    // The stock kernel publishes no error: its stderr says what went wrong.
    if (reply.status !== "ok") error ??= describeError(reply.content) || shown;
    return { shown, error: error && plain(error), types, comms };
  } catch (thrown) {
    return { shown: plain(texts.join("")).trim(), error: (thrown as Error).message, types, comms };
  }
}

function describeError({ ename = "", evalue = "", traceback = [] }: Json): string {
  const lines = Array.isArray(traceback) ? traceback.map(String) : [];
  const title = [ename, evalue].filter((part) => part !== "").map(String);
  return [title.join(": "), ...lines].join("\n").trim();
}

/** Text without the colors of a terminal. */
function plain(text: string): string {
  return text.replace(/\x1b\[[\d;]*m/g, "");
}

/** The line of a text that says most, for a column of the table. */
function shorten(text: string): string {
  const lines = text.trim().split("\n");
  const telling = lines.find((line) => /^\s*\w*Error: |\d - /.test(line)) ?? lines[0];
  const line = telling.trim().replace(/(file:\/\/)?\/[^\s'"]*\/lowrank-cases-\w+\//g, "");
  const short = line.length <= width ? line : `${line.slice(0, width)}…`;
  return short.replaceAll("|", "\\|").replaceAll("`", "'");
}
