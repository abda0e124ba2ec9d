import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSnips } from "../../../src/workbook/sets/parseSnips";

const sentence = (...texts: string[]) => ({
  data: texts.map((text, i) => (i % 2 === 0 ? { text } : { text, entity: "thing" })),
});

test("parseSnips joins the pieces of each sentence as they stand", () => {
  const file = Buffer.from(
    JSON.stringify({
      GetWeather: [
        sentence("Weather ", "next year", " in ", "Ōtone"),
        sentence("one pm", "near", " ", "Vatican"),
        sentence(),
      ],
    }),
  );
  assert.deepEqual(parseSnips(file, "train.json"), [
    { text: "Weather next year in Ōtone", label: "GetWeather" },
    { text: "one pmnear Vatican", label: "GetWeather" },
    { text: "", label: "GetWeather" },
  ]);
});

test("parseSnips reads a file that mixes UTF-8 and Latin-1, sentence by sentence", () => {
  const json = JSON.stringify({
    PlayMusic: [sentence("play ", "UTF"), sentence("play ", "LATIN"), sentence("play ", "abc")],
  });
  const [before, between, behind] = json.split(/UTF|LATIN/);
  const mixed = Buffer.concat([
    Buffer.from(before),
    Buffer.from("Música"),
    Buffer.from(between),
    Buffer.from("Música", "latin1"),
    Buffer.from(behind),
  ]);
  assert.deepEqual(
    parseSnips(mixed, "train.json").map(({ text }) => text),
    ["play Música", "play Música", "play abc"],
  );
});

test("parseSnips names the file and the sentence that has another form", () => {
  const refuse = (value: unknown, message: RegExp) =>
    assert.throws(
      () =>
        parseSnips(
          Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
          "a.json",
        ),
      message,
    );
  refuse("<html>", /a\.json is not JSON/);
  for (const value of [[], {}, { A: [], B: [] }, { A: 1 }, null])
    refuse(value, /a\.json is not one list of sentences/);
  for (const value of [1, {}, { data: [{ text: 1 }] }, { data: ["x"] }, null])
    refuse({ A: [sentence("x"), value] }, /a\.json: sentence 1 of A is not a list of pieces/);
});
