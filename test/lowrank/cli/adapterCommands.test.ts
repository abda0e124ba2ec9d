import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { command } from "../../paths";
import { rawConfig, rawSingles, smallWeights } from "../adapt/adapters/rawSafetensors";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "lowrank-adapter-")));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(path.join(folder, "small"));
writeFileSync(path.join(folder, "small", "adapter_config.json"), rawConfig({}));
writeFileSync(path.join(folder, "small", "adapter_model.safetensors"), smallWeights());

/** Runs the real command in the folder. */
function lowrank(...args: string[]) {
  const env = { ...process.env, LOWRANK_DEBUG: "" };
  const options = { cwd: folder, env, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [command, "adapter", ...args],
    options,
  );
  return { status, stdout, stderr };
}

/** The command must fail with one line that says this, and leave nothing behind. */
function refuses(args: string[], message: RegExp): void {
  const before = readdirSync(folder);
  const { status, stdout, stderr } = lowrank(...args);
  assert.equal(status, 1, stdout + stderr);
  assert.match(stderr, message);
  assert.match(stderr, /^lowrank: [^\n]+\n$/);
  assert.deepEqual(readdirSync(folder), before);
}

test("lowrank adapter spectrum prints a table, and JSON for programs", () => {
  const { status, stdout } = lowrank("spectrum", "small");
  assert.equal(status, 0);
  assert.match(stdout, /encoder\.query +│ +3 × 4 │ +2 │ +2 │ +20\.4 │ +20 │/);
  const { modules } = JSON.parse(lowrank("spectrum", "small", "--json").stdout) as {
    modules: { name: string; singularValues: number[] }[];
  };
  assert.deepEqual(
    modules.map(({ name }) => name),
    ["encoder.query", "encoder.value"],
  );
  assert.ok(modules[0].singularValues.every((value, i) => Math.abs(value - [20, 4][i]) < 1e-13));
});

test("lowrank adapter spectrum --base holds each update against its weight", () => {
  const ones = Array<number>(12).fill(1);
  const weights = {
    "encoder.query.weight": [[3, 4], ones],
    "encoder.value.weight": [[3, 4], ones],
  } as const;
  writeFileSync(path.join(folder, "base.safetensors"), rawSingles(weights));
  const { stdout } = lowrank("spectrum", "small", "--base", "base.safetensors");
  assert.match(stdout, / \/ ‖W‖ /);
  assert.match(stdout, / 5\.888 /, "√416 / √12");
});

test("lowrank adapter spectrum and compare write pages, and replace none unasked", () => {
  const { status, stderr } = lowrank("spectrum", "small", "--html", "spectrum.html");
  assert.equal(status, 0);
  assert.match(stderr, /spectrum\.html: [\d.]+ kB, one file that needs no network/);
  const page = readFileSync(path.join(folder, "spectrum.html"), "utf8");
  assert.match(page, /<title>small<\/title>/);
  assert.match(page, /lowrank adapter resize small RULE --out smaller/);
  refuses(["spectrum", "small", "--html", "spectrum.html"], /spectrum\.html exists; pass --force/);
  assert.equal(lowrank("spectrum", "small", "--html", "spectrum.html", "--force").status, 0);
  refuses(["spectrum", "small", "--html", "page"], /--html page names no page; .* \.html/);
  assert.equal(lowrank("compare", "small", "small", "--html", "compared.html").status, 0);
  assert.match(readFileSync(path.join(folder, "compared.html"), "utf8"), /<title>small × small</);
});

test("lowrank adapter spectrum refuses what it cannot read, in one line", () => {
  refuses(["spectrum", "nothing"], /there is no nothing/);
  writeFileSync(path.join(folder, "cut.safetensors"), new Uint8Array(3));
  refuses(["spectrum", "cut.safetensors"], /cut\.safetensors has 3 bytes/);
});

test("lowrank adapter resize says what is lost, then writes an adapter of lower rank", () => {
  const { status, stdout } = lowrank("resize", "small", "--rank", "1", "--out", "one");
  assert.equal(status, 0);
  assert.match(stdout, /encoder\.query +│ +2 │ +1 │ +96\.2 % │ +4\.00 │/);
  assert.match(stdout, /one: 2 modules, .* → .*, 96\.2 % of the energy kept/);
  const { modules } = JSON.parse(lowrank("spectrum", "one", "--json").stdout) as {
    modules: { rank: number; scale: number; singularValues: number[] }[];
  };
  for (const { rank, scale, singularValues } of modules) {
    assert.deepEqual([rank, scale], [1, 2]);
    assert.ok(Math.abs(singularValues[0] - 20) < 1e-5);
  }
});

test("lowrank adapter resize refuses a place that is taken without --force, and replaces only its own files", () => {
  mkdirSync(path.join(folder, "taken"));
  writeFileSync(path.join(folder, "taken", "notes.txt"), "mine");
  const args = ["resize", "small", "--energy", "0.9", "--out", "taken"];
  refuses(args, /taken exists; pass --force/);
  assert.equal(lowrank(...args, "--force").status, 0);
  assert.deepEqual(readdirSync(path.join(folder, "taken")).sort(), [
    "adapter_config.json",
    "adapter_model.safetensors",
    "notes.txt",
  ]);
  assert.equal(lowrank("resize", "one", "--rank", "1", "--out", "one", "--force").status, 0);
});

test("lowrank adapter resize wants one rule for the ranks, within its limits", () => {
  refuses(["resize", "small", "--out", "none"], /no rule for the ranks; pass one of --rank/);
  const two = ["resize", "small", "--rank", "1", "--sv-ratio", "2", "--out", "none"];
  refuses(two, /--rank and --sv-ratio are several rules/);
  refuses(["resize", "small", "--rank", "3", "--out", "none"], /from 1 to 2/);
  refuses(["resize", "small", "--energy", "x", "--out", "none"], /energy NaN is outside/);
  refuses(["resize", "small", "--rank", "1", "--out", "no/such/place"], /there is no folder/);
});

test("lowrank adapter merge joins, cuts to a rank, and merges into the base", () => {
  const joined = lowrank("merge", "small", "small", "--weights", "0.7,-0.4", "--out", "sum");
  assert.equal(joined.status, 0, joined.stderr);
  const cut = lowrank("merge", "small", "small", "--rank", "1", "--out", "cut");
  assert.match(cut.stdout, /encoder\.query +│ +4 │ +1 │ +96\.2 %/);
  refuses(["merge", "small", "--weights", "1,2", "--out", "x"], /2 weights for 1 adapters/);
  refuses(
    ["merge", "small", "--into", "base.safetensors", "--rank", "1", "--out", "x"],
    /--into merges whole/,
  );
  refuses(
    ["merge", "small", "--into", "base.safetensors", "--out", "x"],
    /also holds .*head\.bias/,
  );
});

test("lowrank adapter compare and extract print tables", () => {
  const { stdout, status } = lowrank("compare", "small", "one");
  assert.equal(status, 0);
  assert.match(stdout, /encoder\.query +│ +1\.000 │ +1\.000 │ 0° … 0° │/);
  const tuned = {
    "encoder.query.weight": [[3, 4], Array.from({ length: 12 }, (_, i) => 1 + Number(i === 5))],
    "encoder.value.weight": [[3, 4], Array<number>(12).fill(1)],
  } as const;
  writeFileSync(path.join(folder, "tuned.safetensors"), rawSingles(tuned));
  const extracted = lowrank(
    "extract",
    "base.safetensors",
    "tuned.safetensors",
    "--rank",
    "1",
    "--out",
    "found",
  );
  assert.match(extracted.stdout, /encoder\.query +│ 3 × 4 +│ +1 │ +1\.00 │ +100 %/);
  assert.match(extracted.stdout, /found: 1 modules/);
  assert.doesNotMatch(extracted.stdout, /leaves them out/);
});

test("lowrank adapter extract goes on without a pooler, and says that it is left out", () => {
  const query = [[3, 4], Array.from({ length: 12 }, (_, i) => 1 + Number(i === 5))] as const;
  const ones = [[3, 4], Array<number>(12).fill(1)] as const;
  const base = { "layer.0.query.weight": ones, "pooler.dense.weight": ones };
  writeFileSync(path.join(folder, "pooled.safetensors"), rawSingles(base));
  const tuned = { "layer.0.query.weight": query };
  writeFileSync(path.join(folder, "bare.safetensors"), rawSingles(tuned));
  const words = ["--rank", "1", "--out", "bare"];
  const extracted = lowrank("extract", "pooled.safetensors", "bare.safetensors", ...words);
  assert.equal(extracted.status, 0, extracted.stderr);
  assert.match(
    extracted.stdout,
    /taken as unchanged, for bare\.safetensors leaves them out: 1 tensors of the base \(pooler\.dense\.weight\)/,
  );
});
