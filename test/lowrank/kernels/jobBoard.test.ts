import assert from "node:assert/strict";
import { test } from "node:test";
import {
  announce,
  awaitTicket,
  claim,
  createJobBoard,
  mostParts,
  partDone,
  readJob,
  takePart,
} from "../../../src/lowrank/kernels/threads/jobBoard";

const job = { heapNumber: 1, threads: 2, kernel: 3, rows: 640, parts: 3, numbers: [7, 8] };

test("takePart hands out each part once, then -1", () => {
  const board = createJobBoard();
  for (const parts of [1, 3, mostParts]) {
    announce(board, { ...job, parts });
    const taken = Array.from({ length: parts }, () => takePart(board));
    assert.deepEqual(
      taken.sort((a, b) => a - b),
      Array.from({ length: parts }, (_, part) => part),
    );
    assert.equal(takePart(board), -1);
  }
});

test("readJob returns what was announced", () => {
  const board = createJobBoard();
  announce(board, job);
  assert.deepEqual(readJob(board), job);
});

test("claim refuses the ticket of a job that is all taken while the next one's numbers are being written", () => {
  const board = createJobBoard();
  announce(board, job);
  for (let part = takePart(board); part >= 0; part = takePart(board)) partDone(board);
  const ticket = awaitTicket(board, -1);
  // All but the ticket, as an announcement leaves it half-way: more parts than the job before had.
  board.slots.fill(100, 1);
  assert.equal(claim(board, ticket), -1);
  assert.equal(awaitTicket(board, -1), ticket);
});

test("claim refuses a ticket that another thread or another job has replaced", () => {
  const board = createJobBoard();
  announce(board, job);
  const first = awaitTicket(board, -1);
  assert.ok(claim(board, first) >= 0);
  assert.equal(claim(board, first), -1);
  const second = awaitTicket(board, first);
  announce(board, job);
  assert.equal(claim(board, second), -1);
});

test("announce refuses more parts than a ticket can count", () => {
  assert.throws(
    () => announce(createJobBoard(), { ...job, parts: mostParts + 1 }),
    /256 parts exceed 255/,
  );
});
