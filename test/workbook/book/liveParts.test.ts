import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  describeRun,
  followRun,
  afterKernelEnd,
  formatSeconds,
  afterSessionEnd,
  notRun,
} from "../../../src/workbook/book/browser/live/runState";
import { liveWords } from "../../../src/workbook/book/browser/live/liveWords";
import { hashText, keepEdits } from "../../../src/workbook/book/browser/live/keepEdits";
import { keepSession } from "../../../src/workbook/book/browser/live/keepSession";
import { assembleCopy } from "../../../src/workbook/book/browser/live/saveCopy";
import type { SessionEvent } from "../../../src/workbook/book/live/protocol";
import { formatNotebook } from "../../../src/workbook/jupyter/notebook/formatNotebook";
import type { CodeCell, Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { parseNotebook } from "../../../src/workbook/jupyter/notebook/notebookSchema";
import { liveNotebook } from "./livePages";

/** A browser's storage for one site, with room for a number of characters. */
function createStorage(room = Infinity): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (i) => [...kept.keys()][i] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, value) {
      if (value.length > room) throw new Error("QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

test("hashText is 64-bit FNV-1a", () => {
  // Published test vectors: http://www.isthe.com/chongo/src/fnv/test_fnv.c
  assert.equal(hashText(""), "cbf29ce484222325");
  assert.equal(hashText("a"), "af63dc4c8601ec8c");
  assert.equal(hashText("foobar"), "85944171f73967e8");
});

test("keepEdits gives back what was kept for the same notebook, cell and original, and nothing for any other", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string({ minLength: 1 }), (original, text, other) => {
      const storage = createStorage();
      keepEdits("a.ipynb", storage).write("c1", original, text);
      const edits = keepEdits("a.ipynb", storage);
      assert.equal(edits.read("c1", original), text === original ? undefined : text);
      assert.equal(edits.read("c1", original + other), undefined);
      assert.equal(edits.read("c2", original), undefined);
      assert.equal(keepEdits("b.ipynb", storage).read("c1", original), undefined);
    }),
  );
});

test("whether a cell was ever edited is known without its original", () => {
  const edits = keepEdits("a.ipynb", createStorage());
  edits.write("c1", "original", "mine");
  assert.deepEqual(
    ["c1", "c", "c10"].map((id) => edits.has(id)),
    [true, false, false],
  );
});

test("an edit of a cell whose original has changed is outdated until it is forgotten", () => {
  const storage = createStorage();
  const edits = keepEdits("a.ipynb", storage);
  edits.write("c1", "old", "mine");
  assert.equal(edits.readOutdated("c1", "old"), undefined);
  assert.equal(edits.readOutdated("c1", "new"), "mine");
  edits.discardOutdated("c1", "new");
  assert.equal(edits.readOutdated("c1", "new"), undefined);
});

test("going back to the original forgets the edit", () => {
  const storage = createStorage();
  const edits = keepEdits("a.ipynb", storage);
  edits.write("c1", "original", "mine");
  edits.write("c1", "original", "original");
  assert.equal(storage.length, 0);
});

test("a browser that refuses storage, or has no room left, is reported and breaks nothing", () => {
  assert.equal(keepEdits("a.ipynb", undefined).write("c1", "a", "b"), false);
  assert.equal(keepEdits("a.ipynb", undefined).read("c1", "a"), undefined);
  assert.equal(keepEdits("a.ipynb", createStorage(3)).write("c1", "a", "much too long"), false);
});

test("keepSession remembers across pages of one tab, and survives what is no memory of its own", () => {
  const storage = createStorage();
  const first = keepSession("a.ipynb", storage);
  first.memory.session = "s";
  first.memory.flow.made.c1 = "stamp";
  first.save();
  assert.deepEqual(keepSession("a.ipynb", storage).memory, {
    session: "s",
    flow: { shown: {}, made: { c1: "stamp" }, holders: {}, controls: {} },
    putAway: {},
    startedAt: {},
  });
  storage.setItem("lowrank-session/b.ipynb", "{");
  assert.equal(keepSession("b.ipynb", storage).memory.session, undefined);
});

const [english, chinese] = [liveWords("en"), liveWords("zh-CN")];
const run = (...events: SessionEvent[]): ReturnType<typeof followRun> =>
  events.reduce((state, event) => followRun(state, event, 1000), notRun);
const finished = (
  status: "ok" | "error" | "aborted" | "died",
  errorLine?: number,
): SessionEvent => ({
  type: "finished",
  cell: "c",
  status,
  executionCount: 4,
  seconds: 1.234,
  ...(errorLine !== undefined && { errorLine }),
});

test("a run is told in words from its first event to its last", () => {
  assert.equal(describeRun(notRun, 0, english), "");
  assert.equal(describeRun(run({ type: "queued", cell: "c" }), 0, english), "waits");
  assert.equal(
    describeRun(run({ type: "queued", cell: "c" }, { type: "started", cell: "c" }), 3400, english),
    "runs, 2 s",
  );
  assert.equal(
    describeRun(run({ type: "started", cell: "c" }, finished("ok")), 0, english),
    "[4] 1.23 s",
  );
  assert.equal(
    describeRun(run({ type: "started", cell: "c" }, finished("error", 2)), 0, english),
    "[4] failed after 1.23 s",
  );
  assert.equal(run({ type: "started", cell: "c" }, finished("error", 2)).errorLine, 2);
  assert.equal(
    describeRun(run({ type: "queued", cell: "c" }, finished("aborted")), 0, english),
    "not run",
  );
});

test("when a kernel ends, what ran in it is from an earlier kernel, and what waits goes on waiting; when a session ends, it is lost", () => {
  assert.equal(
    describeRun(afterKernelEnd(run({ type: "started", cell: "c" }, finished("ok"))), 0, english),
    "from an earlier kernel",
  );
  assert.equal(afterKernelEnd(run({ type: "queued", cell: "c" })).status, "queued");
  assert.equal(afterSessionEnd(run({ type: "queued", cell: "c" })).status, "lost");
  assert.deepEqual(afterSessionEnd(notRun), notRun);
});

test("the words of both languages are told apart by the page's tag, and Chinese ones hold no English beside names and keys", () => {
  assert.equal(
    describeRun(run({ type: "started", cell: "c" }, finished("error", 2)), 0, chinese),
    "[4] 1.23 秒后出错",
  );
  assert.equal(liveWords("fr"), english);
  const samples = (words: object): string[] =>
    Object.values(words).flatMap((value: unknown) =>
      typeof value === "function"
        ? [String((value as (...args: unknown[]) => string)(2, 3, 1))]
        : typeof value === "string"
          ? [value]
          : samples(value as object),
    );
  const sentences = samples(chinese);
  assert.deepEqual(Object.keys(chinese), Object.keys(english));
  assert.equal(sentences.length, samples(english).length + Object.keys(chinese.editor).length);
  const left = sentences.filter((words) =>
    /[a-z]{2,}/i.test(
      words.replace(/Lowrank|npm start|Node|TypeScript|Shift|Enter|Ctrl|Space|Tab|Escape/g, ""),
    ),
  );
  assert.deepEqual(left, []);
});

test("formatSeconds keeps three digits or so", () => {
  assert.deepEqual(
    [0, 0.049, 9.99, 12.34, 59.94, 125.4].map((seconds) => formatSeconds(seconds, english)),
    ["0.00 s", "0.05 s", "9.99 s", "12.3 s", "59.9 s", "2 min 5 s"],
  );
  assert.equal(formatSeconds(59.99, english), "1 min 0 s");
});

const copyOf = (cells: Parameters<typeof assembleCopy>[1]): Notebook =>
  parseNotebook(JSON.parse(assembleCopy(liveNotebook, cells)));
const codeOf = (notebook: Notebook, id: string): CodeCell =>
  notebook.cells.find((cell): cell is CodeCell => cell.id === id && cell.cell_type === "code")!;

test("a copy in which nothing was changed or run is the book's notebook", () => {
  const cells = liveNotebook.cells.map(({ id, source }) => ({
    id,
    text: source as string,
    outputs: undefined,
    executionCount: null,
  }));
  assert.equal(assembleCopy(liveNotebook, cells), formatNotebook(liveNotebook));
});

test("a copy holds the reader's text, outputs and counts, keeps the outputs of cells that did not run, and is nbformat 4.5", () => {
  const result = {
    output_type: "execute_result" as const,
    execution_count: null,
    data: { "text/plain": "7" },
    metadata: {},
  };
  // A gap, as where an output was cleared and not yet replaced.
  const outputs = [
    undefined,
    { output_type: "stream" as const, name: "stdout" as const, text: "a\nb\n" },
    result,
  ] as Parameters<typeof assembleCopy>[1][number]["outputs"];
  const copy = copyOf([
    { id: "one", text: "mine", outputs, executionCount: 12 },
    { id: "two", text: "edited, not run", outputs: undefined, executionCount: null },
  ]);
  assert.deepEqual(codeOf(copy, "one").source, ["mine"]);
  assert.equal(codeOf(copy, "one").execution_count, 12);
  assert.deepEqual(codeOf(copy, "one").outputs, [
    { output_type: "stream", name: "stdout", text: ["a\n", "b\n"] },
    { ...result, execution_count: 12, data: { "text/plain": ["7"] } },
  ]);
  assert.deepEqual(codeOf(copy, "two").source, ["edited, not run"]);
  assert.deepEqual(codeOf(copy, "two").outputs, [
    { output_type: "stream", name: "stdout", text: ["low rank\n"] },
  ]);
  assert.equal(copy.nbformat_minor, 5);
  assert.deepEqual(copy.metadata, liveNotebook.metadata);
});

test("a copy holds edited prose, and prose of the reader's own in its place", () => {
  const copied = (id: string, text: string): Parameters<typeof assembleCopy>[1][number] => ({
    ...{ id, text, outputs: undefined },
    executionCount: null,
  });
  const order = liveNotebook.cells.map(({ id }) => id);
  order.splice(2, 0, "own-prose-0123456789ab");
  const cells = [copied("text", "## Now\n\nMore."), copied("own-prose-0123456789ab", "*Mine*")];
  const copy = parseNotebook(JSON.parse(assembleCopy(liveNotebook, cells, { order, deleted: [] })));
  assert.deepEqual(
    copy.cells.slice(2, 4).map(({ cell_type, source }) => [cell_type, source]),
    [
      ["markdown", ["*Mine*"]],
      ["markdown", ["## Now\n", "\n", "More."]],
    ],
  );
});
