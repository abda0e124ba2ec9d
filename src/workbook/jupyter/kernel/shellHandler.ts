import type { Cell } from "./cell";
import type { CellRunner, Outcome } from "./cellRunner";
import { judgeCompleteness } from "./completeness";
import type { History } from "./history";
import { complete, describeAt, inspectCode, readCode, readHelpRequest } from "./introspection";
import { describeVariables } from "./describeVariables";
import type { OutputCapture } from "./outputCapture";
import type { RequestQueue } from "./requestQueue";
import type { KernelLink } from "./kernelLink";
import { describeThrown, type CellError } from "./traceback";
import { evaluateExpressions } from "./userExpressions";
import { withOwnBuiltins } from "./builtins";
import type { CellCompiler } from "./cellCompiler";
import type { Widgets } from "./widgets/widgets";
import type { ConnectionInfo, Json, Message } from "../wire";

/** What answering a request needs. */
export interface ShellParts {
  link: KernelLink;
  runner: CellRunner;
  compiler: CellCompiler;
  capture: OutputCapture;
  history: History;
  kernelInfo: Json;
  /** Where it listens; undefined where there are no sockets. */
  connection?: ConnectionInfo;
  widgets: Widgets;
  /** Says what no client asked for, to whoever looks after the kernel. */
  complain: (text: string) => void;
}

/** Answers the requests of the shell channel. */
export class ShellHandler {
  private count = 0;
  /** The queue that calls this handler; set once both exist. */
  queue!: RequestQueue;

  constructor(private readonly parts: ShellParts) {}

  handle(request: Message, done: () => void): void {
    const { link } = this.parts;
    const finish = (): void => {
      this.status("idle", request);
      done();
    };
    this.status("busy", request);
    const type = request.header.msg_type;
    if (type === "execute_request") return this.execute(request, finish);
    if (/^comm_(open|msg|close)$/.test(type)) return this.parts.widgets.receive(request, finish);
    const content = this.answer(type, request.content);
    if (content) link.reply(request, type.replace(/_request$/, "_reply"), content);
    finish();
  }

  abort(request: Message, done: () => void): void {
    this.status("busy", request);
    if (request.header.msg_type === "comm_msg") this.parts.widgets.follow(request);
    else this.parts.link.reply(request, "execute_reply", { status: "aborted" });
    this.status("idle", request);
    done();
  }

  private status(state: "busy" | "idle", request: Message): void {
    this.parts.link.publish("status", { execution_state: state }, request.header);
  }

  private answer(type: string, content: Json): Json | undefined {
    try {
      return withOwnBuiltins(() => this.compute(type, content));
    } catch (error) {
      return { status: "error", ...describeThrown(error, this.parts.compiler) };
    }
  }

  private compute(type: string, content: Json): Json | undefined {
    const { compiler, history, kernelInfo, connection } = this.parts;
    switch (type) {
      case "kernel_info_request":
        return kernelInfo;
      case "complete_request":
        return complete(compiler.session, content);
      case "inspect_request":
        return inspectCode(compiler.session, content);
      case "is_complete_request":
        return { ...judgeCompleteness(readCode(content)) };
      case "history_request":
        return history.answer(content);
      case "comm_info_request":
        return this.parts.widgets.comms.info(content);
      // Not of Jupyter's protocol: our pages ask it for their list of variables.
      case "variables_request":
        return { status: "ok", variables: describeVariables(compiler.session) };
      case "connect_request":
        return connection && portsOf(connection);
      default:
        this.parts.complain(
          `lowrank kernel: ignored a message of type ${JSON.stringify(type)} on the shell channel\n`,
        );
        return undefined;
    }
  }

  private execute(request: Message, done: () => void): void {
    const { link } = this.parts;
    const { code, silent, store_history: store, stop_on_error: stop } = request.content;
    const mayAsk = request.content.allow_stdin === true;
    if (typeof code !== "string") {
      const error = describeThrown(
        new TypeError("execute_request has no code; send it as a string"),
        this.parts.compiler,
      );
      link.reply(request, "execute_reply", {
        status: "error",
        execution_count: this.count,
        ...error,
      });
      return done();
    }
    const stored = silent !== true && store !== false;
    if (stored) this.count++;
    const count = this.count;
    this.parts.widgets.beginCell(request);
    const cell: Cell = {
      parent: request.header,
      code,
      count,
      silent: silent === true,
      settled: false,
      payload: [],
      ...(mayAsk && { input: request.identities }),
    };
    if (!cell.silent)
      link.publish("execute_input", { code, execution_count: count }, request.header);
    this.run(cell, (outcome) => {
      const result = "error" in outcome ? undefined : outcome.result?.["text/plain"];
      if (stored) this.parts.history.add(count, code, typeof result === "string" ? result : null);
      this.parts.capture.flush();
      if (!("error" in outcome)) {
        return this.succeed(request, cell, outcome, done);
      }
      if (!cell.silent) link.publish("error", { ...outcome.error }, request.header);
      this.failed(request, cell, outcome.error, outcome.interrupted || stop !== false, done);
    });
  }

  private run(cell: Cell, settle: (outcome: Outcome) => void): void {
    const name = readHelpRequest(cell.code);
    if (name === undefined) return this.parts.runner.run(cell, settle);
    const { session } = this.parts.compiler;
    const text = describeAt(session, name, name.length, 1) ?? `no documentation for ${name}`;
    cell.payload.push({ source: "page", data: { "text/plain": text }, start: 0 });
    cell.settled = true;
    settle({ result: undefined });
  }

  private succeed(
    request: Message,
    cell: Cell,
    { result }: { result: object | undefined },
    done: () => void,
  ): void {
    const { link } = this.parts;
    const execution_count = cell.count;
    if (result)
      link.publish(
        "execute_result",
        { execution_count, data: result, metadata: {} },
        request.header,
      );
    const { payload } = cell;
    const { user_expressions: expressions } = request.content;
    evaluateExpressions(this.parts.runner, cell, expressions, (user_expressions) => {
      const content = { status: "ok", execution_count, payload, user_expressions };
      link.reply(request, "execute_reply", content);
      done();
    });
  }

  private failed(
    request: Message,
    cell: Cell,
    error: CellError,
    abortsQueue: boolean,
    done: () => void,
  ): void {
    // Requests that arrived before the error ended the cell count as queued, wherever they are at
    // this moment.
    this.parts.link.afterArrived(() => {
      if (abortsQueue) this.queue.abortCells();
      this.parts.link.reply(request, "execute_reply", {
        status: "error",
        execution_count: cell.count,
        ...error,
      });
      done();
    });
  }
}

function portsOf(connection: ConnectionInfo): Json {
  const { shell_port, iopub_port, stdin_port, control_port, hb_port } = connection;
  return { shell_port, iopub_port, stdin_port, control_port, hb_port };
}
