import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createTokenizer, type TokenizerOptions } from "../../../src/lowrank/text/tokenizer";

const tokens = (text: string, options?: TokenizerOptions): string[] =>
  createTokenizer(options)(text);

test("createTokenizer() gives scikit-learn's tokens \\b\\w\\w+\\b on every ASCII text", () => {
  const ascii = fc
    .array(fc.integer({ min: 0, max: 127 }))
    .map((codes) => String.fromCharCode(...codes));
  const tokenize = createTokenizer();
  fc.assert(
    fc.property(ascii, (text) =>
      assert.deepEqual(tokenize(text), text.toLowerCase().match(/\b\w\w+\b/g) ?? []),
    ),
  );
});

test("a text tokenises alike whether or not other characters send it along the Unicode path", () => {
  const ascii = fc
    .array(fc.integer({ min: 0, max: 127 }))
    .map((codes) => String.fromCharCode(...codes));
  const tokenize = createTokenizer();
  fc.assert(fc.property(ascii, (text) => assert.deepEqual(tokenize(`${text} —`), tokenize(text))));
});

test("createTokenizer() ends a word at an apostrophe, and keeps digits and underscores", () => {
  assert.deepEqual(tokens("Don't stop: it’s MP3 no. 42, snake_case"), [
    "don",
    "stop",
    "it",
    "mp3",
    "no",
    "42",
    "snake_case",
  ]);
});

test("createTokenizer() keeps accents and vowel signs with their letter, however they are encoded", () => {
  assert.deepEqual(tokens("CAFÉ cafe\u0301"), ["café", "café"]);
  assert.deepEqual(tokens("हिन्दी भाषा"), ["हिन्दी", "भाषा"]);
  assert.deepEqual(tokens("cafe\u0301 e\u0301", { normalize: false }), ["cafe\u0301"]);
});

test("createTokenizer() brings compatible characters to one form", () => {
  assert.deepEqual(tokens("ﬁsh Ｆｉｓｈ ½"), ["fish", "fish"]);
  assert.deepEqual(tokens("ﬁsh", { normalize: false }), ["ﬁsh"]);
});

test("createTokenizer() cuts Chinese, Japanese and Thai into words, and keeps words of one character", () => {
  assert.deepEqual(tokens("我喜欢猫。"), ["我", "喜欢", "猫"]);
  assert.deepEqual(tokens("土耳其三面环海：iPhone手机 7"), [
    "土耳其",
    "三面",
    "环",
    "海",
    "iphone",
    "手机",
  ]);
  assert.ok(tokens("これは日本語のテキストです").includes("日本語"));
  assert.deepEqual(tokens("ภาษาไทย"), ["ภาษา", "ไทย"]);
});

test("createTokenizer() cuts a long run without spaces as it cuts its parts", () => {
  const sentence = "土耳其三面环海西面是爱琴海";
  const words = tokens(sentence);
  assert.deepEqual(tokens(sentence.repeat(100)), Array.from({ length: 100 }, () => words).flat());
});

test("createTokenizer({ stopWords }) leaves words out, whatever their case", () => {
  assert.deepEqual(tokens("The cat and the Dog", { stopWords: "english" }), ["cat", "dog"]);
  assert.deepEqual(tokens("The cat", { stopWords: "english", lowercase: false }), ["cat"]);
  assert.deepEqual(tokens("猫的尾巴", { stopWords: "chinese" }), ["猫", "尾巴"]);
  assert.deepEqual(tokens("a red fish", { stopWords: ["RED"] }), ["fish"]);
});

test("createTokenizer({ stem: true }) gives Porter's stems, and leaves other alphabets alone", () => {
  // From Porter's paper and his published vocabulary with its output (voc.txt, output.txt).
  const stems = {
    caresses: "caress",
    ponies: "poni",
    relational: "relat",
    engines: "engin",
    hopping: "hop",
    triplicate: "triplic",
    controll: "control",
  };
  assert.deepEqual(tokens(Object.keys(stems).join(" "), { stem: true }), Object.values(stems));
  assert.deepEqual(tokens("éclairs москвами 3dings", { stem: true }), [
    "éclairs",
    "москвами",
    "3dings",
  ]);
});

test("createTokenizer({ stem: true }) compares stop words before stemming", () => {
  assert.deepEqual(tokens("doing being fish", { stem: true, stopWords: ["doing"] }), [
    "be",
    "fish",
  ]);
});

test("createTokenizer({ minLength }) counts letters and digits", () => {
  assert.deepEqual(tokens("a bc def 𐌰 𐌰𐌱", { minLength: 1 }), ["a", "bc", "def", "𐌰", "𐌰𐌱"]);
  assert.deepEqual(tokens("a bc def 𐌰 𐌰𐌱"), ["bc", "def", "𐌰𐌱"]);
  assert.throws(() => createTokenizer({ minLength: 0 }), /minLength 0 .* from 1 up/);
});

test("emoji and lone surrogates end words and are no tokens", () => {
  assert.deepEqual(tokens("red😀fish ❤️ 1️⃣ 👨‍👩‍👧"), ["red", "fish"]);
  assert.deepEqual(tokens("red\ud800fish\udc00"), ["red", "fish"]);
});

test("createTokenizer never returns an empty token or throws, on any string", () => {
  const tokenize = createTokenizer({ stem: true, stopWords: "english" });
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) =>
      assert.ok(tokenize(text).every((token) => token.length > 0)),
    ),
  );
});

// The time limit tells a quadratic loop, which would take hours, from a slow machine.
test(
  "a text of a megabyte comes to an end, in one script or without any break",
  { timeout: 300_000 },
  () => {
    for (const text of [
      "word ".repeat(200_000),
      "x".repeat(1_000_000),
      "我喜欢猫".repeat(100_000),
      "é".repeat(500_000),
    ]) {
      assert.ok(tokens(text).length > 0);
    }
  },
);

test("an unknown list of stop words is refused with the names there are", () => {
  assert.throws(
    () => createTokenizer({ stopWords: "klingon" as "english" }),
    /no stop words for "klingon"; choose "english", "chinese"/,
  );
});
