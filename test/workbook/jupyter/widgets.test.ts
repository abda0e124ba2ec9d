import assert from "node:assert/strict";
import { test } from "node:test";
import { interact, slider } from "lowrank";
import { cellStorage, type Cell } from "../../../src/workbook/jupyter/kernel/cell";
import { Widgets } from "../../../src/workbook/jupyter/kernel/widgets/widgets";
import { createMessage, type Json } from "../../../src/workbook/jupyter/wire";

const header = createMessage("execute_request", {}, { session: "test" }).header;
const cell: Cell = {
  ...{ parent: header, code: "", count: 1, silent: false, settled: false, payload: [] },
};

test("an interrupt between a move and the callback that it asks for ends that callback, and no later one", async () => {
  const published: { type: string; content: Json }[] = [];
  const widgets = new Widgets({
    publish: (type, content) => void published.push({ type, content }),
    originOf: () => cell,
    flush: () => undefined,
    setVariable: () => undefined,
    describeError: (error) => ({ traceback: [(error as Error).message] }),
    stackOf: ({ stack = "" }) => stack,
    interruptFlag: new Int32Array(new SharedArrayBuffer(4)),
  });
  widgets.install();
  const computed: number[] = [];
  cellStorage.run(cell, () => interact({ k: slider(0, 9) }, ({ k }) => void computed.push(k)));
  const { comm_id } = published.find(
    ({ type, content }) =>
      type === "comm_open" &&
      (content.data as { state: Json }).state._model_name === "IntSliderModel",
  )!.content;
  const move = (value: number): Promise<void> =>
    new Promise((resolve) => {
      const data = { method: "update", state: { value }, buffer_paths: [] };
      widgets.receive(createMessage("comm_msg", { comm_id, data }, { session: "test" }), resolve);
    });
  let ask = (): void => undefined;
  widgets.hasNewer = (_, done) => (ask = () => done(false));

  const stopped = move(5);
  widgets.interrupt();
  ask();
  await stopped;
  assert.deepEqual(computed, [0]);
  const last = published.filter(({ type }) => type === "update_display_data").at(-1)!;
  assert.match(String((last.content.data as Json)["text/plain"]), /the cell was interrupted/);

  const next = move(6);
  ask();
  await next;
  assert.deepEqual(computed, [0, 6]);
});
