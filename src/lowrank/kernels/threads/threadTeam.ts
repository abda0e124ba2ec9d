import { availableParallelism } from "node:os";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { script } from "#threadWorker";
import type { Engine } from "../kernels";
import {
  announce,
  awaitParts,
  createJobBoard,
  partDone,
  takePart,
  type JobBoard,
  type PostedJob,
} from "./jobBoard";

/** What a thread gets at its start. */
export interface ThreadData {
  readonly board: JobBoard;
  /** 1, 2, …: the calling thread has place 0. */
  readonly place: number;
  readonly port: MessagePort;
}

interface Member {
  readonly worker: Worker;
  readonly port: MessagePort;
}

/** A memory that the threads can be told about, and what works on it. */
export interface TeamHeap {
  readonly engine: Engine;
  readonly memory: WebAssembly.Memory;
  /** Of the "wasm" engine: threads get the module, so that they need not compile it. */
  readonly module: WebAssembly.Module | undefined;
}

/** What a thread is told when the heap changes. */
export interface HeapMessage extends TeamHeap {
  readonly heapNumber: number;
}

interface Team {
  readonly board: JobBoard;
  readonly members: Member[];
  /**
   * True from the start of a run to its end: still true at the next one if a run was interrupted.
   */
  running: boolean;
  /** The heap that the threads know, and how many they were told about so far. */
  heap?: TeamHeap;
  heapNumber: number;
}

let team: Team | undefined;
/** Whether a thread was refused: the calling thread then does all the work. */
let refused = false;

/** The threads of this process; they are started at the first need and never keep it alive. */
export const threadTeam = {
  cores: availableParallelism,
  /**
   * Calls `work` for one part after the other on this thread while others take parts too; returns
   * when all are done.
   */
  run(heap: TeamHeap, job: Omit<PostedJob, "heapNumber">, work: (part: number) => void): void {
    // A run that was interrupted half-way may have left a thread at work: leave that team behind.
    if (team?.running) dismiss(team);
    team ??= { board: createJobBoard(), members: [], running: false, heapNumber: 0 };
    const known = team.heap?.memory === heap.memory && team.heap.engine === heap.engine;
    if (!known || (!refused && team.members.length < job.threads - 1))
      attach(team, job.threads, heap);
    const { board, members, heapNumber } = team;
    team.running = true;
    announce(board, { ...job, heapNumber });
    let failure: unknown;
    for (let part = takePart(board); part >= 0; part = takePart(board)) {
      try {
        work(part);
      } catch (error) {
        failure ??= error;
      }
      partDone(board);
    }
    const message = awaitParts(board) ? "no message" : undefined;
    team.running = false;
    if (failure !== undefined) throw failure as Error;
    if (message !== undefined)
      throw new Error(`a thread failed: ${readMessage(members) ?? message}`);
  },
};

function attach(team: Team, threads: number, heap: TeamHeap): void {
  while (!refused && team.members.length < threads - 1) {
    const member = startMember(team.board, team.members.length + 1);
    if (member) team.members.push(member);
    else refused = true;
  }
  team.heap = heap;
  team.heapNumber++;
  const message: HeapMessage = { ...heap, heapNumber: team.heapNumber };
  for (const { port } of team.members) port.postMessage(message);
}

function readMessage(members: readonly Member[]): string | undefined {
  return members
    .map(({ port }) => receiveMessageOnPort(port)?.message as string | undefined)
    .find(Boolean);
}

/** A new thread; undefined where the platform refuses threads (Node with `--permission`). */
function startMember(board: JobBoard, place: number): Member | undefined {
  const { port1, port2 } = new MessageChannel();
  const data: ThreadData = { board, place, port: port2 };
  const options = { eval: true, workerData: data, transferList: [port2], execArgv: [] };
  let worker: Worker;
  try {
    worker = new Worker(script, options);
  } catch {
    return undefined;
  }
  worker.unref();
  port1.unref();
  return { worker, port: port1 };
}

function dismiss({ members }: Team): void {
  for (const { worker } of members) void worker.terminate();
  team = undefined;
}
