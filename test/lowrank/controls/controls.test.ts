import assert from "node:assert/strict";
import { test } from "node:test";
import {
  button,
  checkbox,
  dropdown,
  interact,
  rangeSlider,
  slider,
  text,
  view,
} from "../../../src/lowrank/index";
import {
  controlHostKey,
  describeControls,
  type ControlHost,
  type Interaction,
} from "../../../src/lowrank/workbook";

const controls = {
  k: slider(1, 300, { value: 20 }),
  range: rangeSlider(0, 1, { value: [0.25, 0.5], step: 0.25 }),
  metric: dropdown({ angle: "cosine", length: "euclidean" }, { label: "distance" }),
  stopWords: checkbox(true),
  query: text("a bird", { placeholder: "words" }),
  again: button("Draw again"),
};

test("controls are plain descriptions that JSON holds", () => {
  assert.deepEqual(JSON.parse(JSON.stringify(controls)), controls);
});

test("describeControls says what each offers, and not where it stands", () => {
  assert.equal(
    describeControls(controls),
    [
      "k: slider from 1 to 300",
      "range: two ends from 0 to 1",
      "distance: one of angle, length",
      "stopWords: yes or no",
      "query: a line of text",
      "Draw again: a button",
    ].join("\n"),
  );
  const many = { pick: dropdown(Array.from({ length: 12 }, (_, i) => i)) };
  assert.equal(describeControls(many), "pick: one of 0, 1, 2, 3, 4, 5, 6, 7 and 4 more");
});

test("without a kernel, interact computes once with the first values and returns the result", () => {
  let calls = 0;
  const result = interact(controls, (values) => {
    calls++;
    const { k, range, metric, stopWords, query, again } = values;
    // Types of the values, checked by the compiler.
    const typed: [number, readonly [number, number], string, boolean, string, number] = [
      ...([k, range, metric, stopWords, query, again] as const),
    ];
    return typed;
  });
  assert.deepEqual(result, [20, [0.25, 0.5], "cosine", true, "a bird", 0]);
  assert.equal(calls, 1);
});

test("without a kernel, view gives the first value", () => {
  const k: number = view(controls.k);
  const metric: string = view(controls.metric);
  assert.deepEqual([k, metric, view(controls.range)], [20, "cosine", [0.25, 0.5]]);
});

test("a host at Symbol.for('lowrank.controls') takes over", () => {
  const place = globalThis as { [controlHostKey]?: ControlHost };
  const asked: Interaction[] = [];
  place[controlHostKey] = { interact: (one) => void asked.push(one), view: () => 7 };
  try {
    assert.equal(
      interact({ k: controls.k }, ({ k }) => k),
      undefined,
    );
    assert.equal(view(controls.k), 7);
  } finally {
    delete place[controlHostKey];
  }
  const [{ compute, forms }] = asked;
  assert.equal(compute({ k: 3 }), 3);
  assert.deepEqual(forms(3), { "text/plain": "3" });
  assert.deepEqual(Object.keys(forms({ data: [], layout: {} }) ?? {}), [
    "application/vnd.plotly.v1+json",
    "text/html",
    "text/plain",
  ]);
  assert.equal(forms([1, 2]), undefined);
});

const mistakes: [() => unknown, RegExp][] = [
  [() => slider(300, 1), /slider goes from 300 to 1; pass the smaller number first/],
  [() => slider(1, NaN), /maximum of slider is NaN, a number; pass a number/],
  [() => slider(1, 10, { value: 11 }), /value is 11, a number; choose a number from 1 to 10/],
  [() => slider(1, 10, { step: 0 }), /step is 0; choose one above 0 and up to 9/],
  [() => slider(1, 10, { start: 3 } as never), /slider has no option "start"/],
  [() => rangeSlider(0, 10, { value: [8, 2] }), /put the lower end first: \[2, 8\]/],
  [() => dropdown([]), /choices is an empty array; pass an array of values/],
  [() => dropdown(["a"], { value: "b" as never }), /value is "b", a string; choose one of a/],
  [() => checkbox("yes" as never), /value is "yes", a string; pass true or false/],
  [() => text(3 as never), /value is 3, a number; pass a string/],
  [() => button(" "), /label is " ", a string; pass the words on the button/],
  [() => view(3 as never), /control is 3, a number; pass a control, such as slider/],
  [() => interact({}, () => 1), /controls is an object; pass controls by name/],
  [() => interact({ k: 3 as never }, () => 1), /controls.k is 3, a number; pass a control/],
  [() => interact({ k: slider(0, 1) }, 3 as never), /compute is 3, a number; pass a function/],
];

test("what is no control, no scale or no choice is refused, with the remedy", () => {
  for (const [mistake, message] of mistakes) assert.throws(mistake, { message });
});
