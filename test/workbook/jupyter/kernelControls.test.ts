import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Json, Message } from "../../../src/workbook/jupyter/wire";
import { KernelHarness, parentId, type Executed } from "./kernelHarness";

let kernel: KernelHarness;
before(async () => void (kernel = await KernelHarness.start()));
after(() => kernel.stop());

const imports =
  'import { button, checkbox, dropdown, interact, plotLines, rangeSlider, show, slider, text, view } from "lowrank";';

const ofType = ({ shown }: { shown: Message[] }, type: string): Message[] =>
  shown.filter(({ header }) => header.msg_type === type);

/** The models that a cell opened, by their names. */
function models(executed: Executed): Map<string, { id: string; state: Json }> {
  return new Map(
    ofType(executed, "comm_open").map(({ content, metadata }) => {
      assert.equal(content.target_name, "jupyter.widget");
      assert.equal(metadata.version, "2.1.0");
      const { state } = content.data as { state: Json };
      return [String(state._model_name), { id: String(content.comm_id), state }];
    }),
  );
}

/** Tells the kernel of a move, as a front end does, and waits until all is shown. */
async function move(id: string, state: Json): Promise<Message[]> {
  return finish(await sendComm("comm_msg", id, { method: "update", state, buffer_paths: [] }));
}

async function sendComm(type: string, comm_id: string, data: Json, more: Json = {}) {
  return (await kernel.send(type, { comm_id, data, ...more })).id;
}

async function finish(id: string): Promise<Message[]> {
  const isIdle = (message: Message): boolean =>
    message.content.execution_state === "idle" && parentId(message) === id;
  assert.ok(await kernel.hears(isIdle), "the kernel did not become idle");
  return kernel.shownBy(id).shown;
}

/** Interrupts until a move is done: what comes before its callback begins is lost. */
async function interrupt(id: string): Promise<Message[]> {
  const isIdle = (message: Message): boolean =>
    message.content.execution_state === "idle" && parentId(message) === id;
  while (!(await kernel.hears(isIdle, 200)))
    await kernel.request("interrupt_request", {}, "control");
  return kernel.shownBy(id).shown;
}

/** The plain text that a display was replaced by. */
function updated(shown: Message[]): unknown {
  const updates = shown.filter(({ header }) => header.msg_type === "update_display_data");
  return (updates.at(-1)?.content.data as Json | undefined)?.["text/plain"];
}

test("interact shows its controls and the first result, and replaces it as they move", async () => {
  const run = await kernel.execute(
    `${imports}\ninteract({ k: slider(1, 300, { value: 20 }), on: checkbox(true) }, ({ k, on }) => on ? k * 2 : -k)`,
  );
  assert.equal(run.reply.status, "ok", JSON.stringify(run.reply.traceback));
  const [controls, result] = ofType(run, "display_data").map(({ content }) => content);
  const data = controls.data as Json;
  assert.equal(data["text/plain"], "k: slider from 1 to 300\non: yes or no");
  assert.deepEqual(result.data, { "text/plain": "40" });
  assert.equal(ofType(run, "execute_result").length, 0);

  const opened = models(run);
  const { id, state } = opened.get("IntSliderModel")!;
  assert.deepEqual(
    [state.min, state.max, state.step, state.value, state.description],
    [1, 300, 1, 20, "k"],
  );
  const box = opened.get("VBoxModel")!;
  const view = data["application/vnd.jupyter.widget-view+json"] as Json;
  assert.equal(view.model_id, box.id);
  assert.deepEqual(box.state.children, [
    `IPY_MODEL_${id}`,
    `IPY_MODEL_${opened.get("CheckboxModel")!.id}`,
    `IPY_MODEL_${opened.get("OutputModel")!.id}`,
  ]);

  const shown = await move(id, { value: 50 });
  const update = shown.find(({ header }) => header.msg_type === "update_display_data")!;
  assert.deepEqual(update.content.data, { "text/plain": "100" });
  assert.deepEqual(update.content.transient, result.transient);
  assert.equal(updated(await move(opened.get("CheckboxModel")!.id, { value: false })), "-50");
});

test("every control says its value in the terms of its model", async () => {
  const run = await kernel.execute(
    `interact({ range: rangeSlider(0, 1, { step: 0.05 }), pick: dropdown({ few: [1], many: [1, 2, 3] }), word: text("a"), go: button("Go") },
      ({ range, pick, word, go }) => [range.join("-"), pick.length, word, go].join(" "))`,
  );
  assert.equal(run.reply.status, "ok", JSON.stringify(run.reply.traceback));
  const opened = models(run);
  const { state } = opened.get("FloatRangeSliderModel")!;
  assert.equal(state.readout_format, ".2f");
  assert.deepEqual(opened.get("DropdownModel")!.state._options_labels, ["few", "many"]);
  const of = (name: string): string => opened.get(`${name}Model`)!.id;
  assert.equal(updated(await move(of("FloatRangeSlider"), { value: [0.2, 0.7] })), "0.2-0.7 1 a 0");
  assert.equal(updated(await move(of("Dropdown"), { index: 1 })), "0.2-0.7 3 a 0");
  assert.equal(updated(await move(of("Text"), { value: "<b>" })), "0.2-0.7 3 <b> 0");
  const click = { method: "custom", content: { event: "click" } };
  assert.equal(
    updated(await finish(await sendComm("comm_msg", of("Button"), click))),
    "0.2-0.7 3 <b> 1",
  );
  // What no control allows changes nothing.
  assert.equal(updated(await move(of("FloatRangeSlider"), { value: [3, "x"] })), undefined);
  assert.equal(updated(await move(of("Dropdown"), { index: 7 })), undefined);
});

test("only the newest of many moves is computed", async () => {
  const run = await kernel.execute(
    `let computed = 0;
interact({ k: slider(0, 1000) }, ({ k }) => { computed++; const end = Date.now() + 30; while (Date.now() < end); return k; })`,
  );
  const { id } = models(run).get("IntSliderModel")!;
  const sent: string[] = [];
  for (let value = 1; value <= 100; value++)
    sent.push(await sendComm("comm_msg", id, { method: "update", state: { value } }));
  assert.equal(updated(await finish(sent.at(-1)!)), "100");
  const { stdout } = await kernel.execute("console.log(computed)");
  assert.ok(Number(stdout) < 60, `${stdout} computations for 100 moves`);
});

test("an error shows in the output's place, and the next move computes again", async () => {
  const run = await kernel.execute(
    `interact({ k: slider(0, 10) }, ({ k }) => { if (k === 5) throw new RangeError("no five"); return k; })`,
  );
  const { id } = models(run).get("IntSliderModel")!;
  assert.match(String(updated(await move(id, { value: 5 }))), /RangeError: no five/);
  assert.equal(updated(await move(id, { value: 6 })), "6");
});

test("what the callback prints and shows is part of its output", async () => {
  const run = await kernel.execute(
    `interact({ k: slider(0, 10) }, ({ k }) => { console.log("k is", k); show(plotLines([{ name: "a", x: [1, 2], y: [k, k] }], { title: "T", xTitle: "x", yTitle: "y" })); })`,
  );
  assert.equal(run.reply.status, "ok", JSON.stringify(run.reply.traceback));
  assert.equal(run.stdout, "");
  const { data } = ofType(run, "display_data")[1].content as { data: Json };
  assert.match(String(data["text/html"]), /<pre>k is 0<\/pre>[^]*data-lowrank-figure/);
  const { id } = models(run).get("IntSliderModel")!;
  assert.match(String(updated(await move(id, { value: 3 }))), /^k is 3\nFigure: T/);
});

test("a callback may be asynchronous, and an interrupt ends it", async () => {
  const run = await kernel.execute(
    `await interact({ k: slider(0, 10) }, async ({ k }) => { await new Promise((done) => setTimeout(done, k === 9 ? 60_000 : 5)); return \`got \${k}\`; })`,
  );
  assert.equal(run.reply.status, "ok", JSON.stringify(run.reply.traceback));
  assert.equal(updated(run.shown), "got 0");
  const { id } = models(run).get("IntSliderModel")!;
  assert.equal(updated(await move(id, { value: 2 })), "got 2");
  const waiting = await sendComm("comm_msg", id, { method: "update", state: { value: 9 } });
  assert.match(String(updated(await interrupt(waiting))), /the cell was interrupted/);
  assert.equal(updated(await move(id, { value: 3 })), "got 3");
});

test("an interrupt ends a callback that loops for ever", async () => {
  const run = await kernel.execute(
    `interact({ k: slider(0, 10) }, ({ k }) => { while (k === 9); return k; })`,
  );
  const { id } = models(run).get("IntSliderModel")!;
  const looping = await sendComm("comm_msg", id, { method: "update", state: { value: 9 } });
  assert.match(String(updated(await interrupt(looping))), /the cell was interrupted/);
  assert.equal((await kernel.execute("1 + 1")).reply.status, "ok");
});

test("view gives a control's value, and a move sets it for the cells run afterwards", async () => {
  const run = await kernel.execute(
    `const rank = view(slider(1, 300, { value: 20 })), word = view(text("x"));\nrank.toFixed(1) + word`,
  );
  assert.equal(run.reply.status, "ok", JSON.stringify(run.reply.traceback));
  const { id, state } = models(run).get("IntSliderModel")!;
  assert.equal(state.description, "rank");
  await move(id, { value: 77 });
  await move(models(run).get("TextModel")!.id, { value: "y" });
  assert.equal((await kernel.execute("console.log(rank, word)")).stdout, "77 y\n");
  // A later declaration is a variable of its own.
  await kernel.execute("const rank = 5");
  await move(id, { value: 78 });
  assert.equal((await kernel.execute("console.log(rank)")).stdout, "5\n");
});

test("a front end that comes later learns all models, and each on request", async () => {
  const run = await kernel.execute("interact({ k: slider(0, 10) }, ({ k }) => k)");
  const { id } = models(run).get("IntSliderModel")!;
  await move(id, { value: 4 });
  const info = await kernel.request("comm_info_request", { target_name: "jupyter.widget" });
  assert.deepEqual((info.content.comms as Json)[id], { target_name: "jupyter.widget" });
  await finish(
    await sendComm("comm_open", "control", {}, { target_name: "jupyter.widget.control" }),
  );
  const answers = await finish(await sendComm("comm_msg", "control", { method: "request_states" }));
  const answer = answers.find(({ header }) => header.msg_type === "comm_msg")!;
  assert.equal(answer.content.comm_id, "control");
  const { states } = answer.content.data as { states: Record<string, Json> };
  assert.equal(states[id].model_name, "IntSliderModel");
  assert.equal((states[id].state as Json).value, 4);
  const [one] = (await finish(await sendComm("comm_msg", id, { method: "request_state" }))).filter(
    ({ header }) => header.msg_type === "comm_msg",
  );
  assert.equal(((one.content.data as Json).state as Json).value, 4);
});

test("a comm of an unknown target is closed at once", async () => {
  const shown = await finish(await sendComm("comm_open", "mine", {}, { target_name: "nobody" }));
  assert.deepEqual(
    shown.map(({ header, content }) => [header.msg_type, content.comm_id]),
    [["comm_close", "mine"]],
  );
});

test("a cell that fails at the first values fails as any other, and shows no controls", async () => {
  const run = await kernel.execute(
    `interact({ k: slider(0, 10) }, () => { throw new Error("at once"); })`,
  );
  assert.equal(run.reply.evalue, "at once");
  assert.equal(ofType(run, "display_data").length, 0);
});

test("user_expressions are answered by their forms and errors, and print nothing", async () => {
  const { reply, stdout } = await kernel.execute("const seven = 7;", {
    user_expressions: { a: "seven * 6", b: "noSuchName", c: 'console.log("x")' },
  });
  const { a, b, c } = reply.user_expressions as Record<string, Json>;
  assert.deepEqual(a, { status: "ok", data: { "text/plain": "42" }, metadata: {} });
  assert.deepEqual([b.status, b.ename], ["error", "TypeScriptError"]);
  assert.deepEqual([c.status, stdout], ["ok", ""]);
});

test("debug_request is answered: there is no debugger", async () => {
  const request = { seq: 3, type: "request", command: "initialize", arguments: {} };
  const { header, content } = await kernel.request("debug_request", request, "control");
  assert.equal(header.msg_type, "debug_reply");
  assert.deepEqual(
    [content.success, content.request_seq, content.command],
    [false, 3, "initialize"],
  );
});
