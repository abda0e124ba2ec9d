import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  createMessage,
  decodeMessage,
  encodeMessage,
  type Json,
  type Message,
} from "../../../src/workbook/jupyter/wire";

function exampleMessage(content: Json = { code: "1 + 1" }): Message {
  return createMessage("execute_request", content, { session: "s" });
}

test("decodeMessage(encodeMessage(m)) is m, with identities and binary buffers", () => {
  const bytes = fc.uint8Array({ maxLength: 50 }).map((data) => Buffer.from(data));
  // An identity that equals the delimiter cannot be told from it; ZeroMQ makes none such.
  const content = fc.dictionary(
    fc.string({ unit: "binary" }).filter((key) => key !== "__proto__"),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(
      fc.array(bytes),
      fc.array(bytes),
      content,
      fc.string(),
      (identities, buffers, value, key) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        const message = { ...exampleMessage(plain), identities, buffers };
        assert.deepEqual(decodeMessage(encodeMessage(message, key), key), message);
      },
    ),
  );
});

test("encodeMessage signs as Python's hmac does", () => {
  // python3 -c "import hmac; print(hmac.new(b'secret', b'{}{}{}{\"a\":1}', 'sha256').hexdigest())"
  const empty = {} as Message["header"];
  const message = { ...exampleMessage({ a: 1 }), header: empty };
  assert.equal(
    encodeMessage(message, "secret")[1].toString(),
    "9335a27f3b96ceef8d908311214c9b96d0a1763df3e479e8e92f19b227d8b058",
  );
});

test("createMessage in reply to another goes to its sender and names it as parent", () => {
  const parent = { ...exampleMessage(), identities: [Buffer.from("client")] };
  const reply = createMessage("execute_reply", {}, { session: "k", parent });
  assert.deepEqual(reply.identities, parent.identities);
  assert.deepEqual(reply.parentHeader, parent.header);
  assert.notEqual(reply.header.msg_id, parent.header.msg_id);
});

test("decodeMessage refuses a signature made with another key", () => {
  assert.throws(
    () => decodeMessage(encodeMessage(exampleMessage(), "a"), "b"),
    /signature does not match/,
  );
});

test("decodeMessage refuses a message changed after signing", () => {
  const frames = encodeMessage(exampleMessage(), "key");
  frames[5] = Buffer.from('{"code":"process.abort()"}');
  assert.throws(() => decodeMessage(frames, "key"), /signature does not match/);
});

test("decodeMessage refuses an unsigned message where a key is set", () => {
  assert.throws(
    () => decodeMessage(encodeMessage(exampleMessage(), ""), "key"),
    /signature does not match/,
  );
});

test("decodeMessage takes unsigned messages where the key is empty", () => {
  assert.deepEqual(decodeMessage(encodeMessage(exampleMessage(), ""), "").content, {
    code: "1 + 1",
  });
});

test("decodeMessage refuses frames without delimiter", () => {
  assert.throws(
    () => decodeMessage([Buffer.from("a"), Buffer.from("b")], ""),
    /2 frames has no <IDS\|MSG> delimiter/,
  );
  assert.throws(() => decodeMessage([], ""), /no <IDS\|MSG> delimiter/);
});

test("decodeMessage refuses a message that is cut short", () => {
  assert.throws(
    () => decodeMessage(encodeMessage(exampleMessage(), "").slice(0, 4), ""),
    /2 of its 4 JSON parts/,
  );
});

for (const [what, part] of [
  ["not JSON", "{oops"],
  ["a list", "[]"],
  ["null", "null"],
  ["a number", "7"],
] as const) {
  test(`decodeMessage refuses content that is ${what}`, () => {
    const frames = encodeMessage(exampleMessage(), "");
    frames[5] = Buffer.from(part);
    assert.throws(() => decodeMessage(frames, ""), /JSON/);
  });
}

test("decodeMessage refuses a header without type or id", () => {
  const frames = encodeMessage(exampleMessage(), "");
  frames[2] = Buffer.from('{"msg_id":"1"}');
  assert.throws(() => decodeMessage(frames, ""), /no msg_type or msg_id/);
});
