import assert from "node:assert/strict";
import { test } from "node:test";
import { compareAdapters } from "../../../src/lowrank/adapt/adapters/compareAdapters";
import { adapterSpectrum } from "../../../src/lowrank/adapt/adapters/adapterSpectrum";
import { bytesSource } from "../../../src/lowrank/adapt/adapters/byteSource";
import { readAdapter } from "../../../src/lowrank/adapt/adapters/readAdapter";
import { comparisonPage, spectrumPage } from "../../../src/lowrank/explore/adapters/adapterPage";
import { adapterWords } from "../../../src/lowrank/explore/adapters/adapterWords";
import { shortNames } from "../../../src/lowrank/explore/browser/adapters/shortNames";
import { rawConfig, smallWeights } from "../adapt/adapters/rawSafetensors";

const small = () =>
  readAdapter([
    bytesSource("adapter_config.json", rawConfig({})),
    bytesSource("adapter_model.safetensors", smallWeights()),
  ]);

test("spectrumPage writes one whole page that names nothing to load", async () => {
  const page = spectrumPage(await adapterSpectrum(await small()), { title: "mine" });
  assert.match(page, /^<!doctype html>/);
  assert.doesNotMatch(page, /(src|href)=|https?:\/\/(?!www\.w3\.org)|@import|url\(/);
  assert.match(page, /"singularValues":\[20,4\]/);
});

test("spectrumPage lets no name end its script", async () => {
  const [spectrum] = await adapterSpectrum(await small());
  const attack = "</script><script>globalThis.attacked = true</script>";
  const page = spectrumPage([{ ...spectrum, name: attack }], { title: attack, command: attack });
  assert.equal(page.match(/<script>/g)?.length, 1);
});

test("spectrumPage refuses no spectra, and norms that are not as many", async () => {
  const spectra = await adapterSpectrum(await small());
  assert.throws(() => spectrumPage([]), /0 spectra; give those of at least one module/);
  assert.throws(() => spectrumPage(spectra, { baseNorms: [1] }), /2 spectra have 1 baseNorms/);
  assert.throws(() => spectrumPage(spectra, { titel: "x" } as object), /title/);
});

test("comparisonPage says φ and the angles of each module, both sides", async () => {
  const compared = await compareAdapters(await small(), await small());
  const page = comparisonPage(compared);
  const json = /mountPage\(document\.getElementById\("page"\),(\{.*\})\);<\/script>/.exec(page);
  const { modules } = JSON.parse(json?.[1] ?? "") as {
    modules: { name: string; up: { rows: number; angles: number[] } }[];
  };
  assert.deepEqual(
    modules.map(({ name, up: { rows, angles } }) => [name, rows, angles]),
    [
      ["encoder.query", 2, [0, 0]],
      ["encoder.value", 2, [0, 0]],
    ],
  );
  assert.throws(() => comparisonPage([]), /0 modules compared/);
});

test("shortNames leaves out what all names share, and keeps them apart", () => {
  const names = ["query", "value"].flatMap((part) =>
    [0, 1].map((layer) => `encoder.layer.${layer}.attention.self.${part}`),
  );
  assert.deepEqual(shortNames(names), ["0.query", "1.query", "0.value", "1.value"]);
  assert.deepEqual(shortNames(["a.b.c", "a.d"]), ["b.c", "d"]);
  assert.deepEqual(shortNames(["a.b", "a.b"]), ["b", "b"]);
  assert.deepEqual(shortNames(["alone.here"]), ["alone.here"]);
});

test("a Chinese title makes the page speak Chinese, with every word that the English has", () => {
  const [english, chinese] = [adapterWords("Spectra"), adapterWords("谱")];
  assert.deepEqual(Object.keys(chinese), Object.keys(english));
  const texts = Object.values(chinese).filter((word) => typeof word === "string");
  const latin = texts.filter((word) => !/\p{Script=Han}/u.test(word));
  assert.deepEqual(latin, ["σ", "‖ΔW‖", "/ ‖W‖"]);
});
