import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { parse } from "csv-parse/sync";
import { command } from "../../paths";
import { fitTextClassifier, predictTexts } from "../../../src/lowrank/chain/textClassifier";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { loadModel, saveModel } from "../../../src/lowrank/files/saveModel";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { fitPca } from "../../../src/lowrank/linalg/pca";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "lowrank-classify-")));
after(() => rmSync(folder, { recursive: true }));
const place = (name: string): string => path.join(folder, name);

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real command in the folder. */
function lowrank(
  args: readonly string[],
  onFirstError?: (kill: () => void) => void,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, ...args], {
      cwd: folder,
      env: { ...process.env, LOWRANK_DEBUG: "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (ended.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      ended.stderr += text;
      onFirstError?.(() => child.kill("SIGINT"));
      onFirstError = undefined; // A second signal ends a process on the spot.
    });
    child.once("close", (code) => resolve({ code, ...ended }));
  });
}

const readTable = (name: string): string[][] => parse(readFileSync(place(name), "utf8"));

/** The command must fail with one line that says this, and no stack. */
async function refuses(args: readonly string[], message: RegExp): Promise<void> {
  const { code, stdout, stderr } = await lowrank(args);
  assert.equal(code, 1, stderr);
  assert.match(stderr, message);
  assert.match(stderr, /^(lowrank|error): [^\n]*\n$/);
  assert.equal(stdout.split("\n").filter((line) => line.includes("    at ")).length, 0);
}

const documents = loadTeachingGlosses({ perClass: 30, seed: 4 });
const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;

function writeTable(
  name: string,
  header: string[] | undefined,
  rows: readonly (readonly string[])[],
  delimiter = ",",
  quote = quoted,
): void {
  const lines = [...(header ? [header] : []), ...rows.map((row) => row.map(quote))];
  writeFileSync(place(name), lines.map((row) => row.join(delimiter)).join("\n") + "\n");
}

const rows = documents.map(({ text, label }, i) => [String(i), text, label]);
const columns = ["--text", "title", "--label", "topic"];
const quick = ["--ranks", "5,20", "--folds", "3"];

before(async () => {
  writeTable("train.csv", ["id", "title", "topic"], rows);
  const { code, stderr } = await lowrank([
    ...["classify", "train.csv", ...columns, ...quick, "--out", "ready.lowrank"],
  ]);
  assert.equal(code, 0, stderr);
});

test("lowrank classify prints scores by rank with the chosen one marked, and saves the chain", async () => {
  const { code, stdout, stderr } = await lowrank([
    ...["classify", "train.csv", ...columns, ...quick, "--sublinear", "--out", "topics.lowrank"],
  ]);
  assert.equal(code, 0, stderr);
  const model = await fitTextClassifier(
    documents.map(({ text }) => text),
    documents.map(({ label }) => label),
    { ranks: [5, 20], folds: 3, tfidf: { sublinear: true } },
  );
  assert.match(stdout, /train\.csv: 180 texts \(title\) in 6 classes \(topic\)\n/);
  for (const { rank, accuracy } of model.selection.curve?.scores ?? []) {
    const line = stdout.split("\n").find((text) => text.includes(` ${rank} │`)) ?? "";
    const { mean, standardError } = accuracy;
    assert.ok(line.includes(`${mean.toFixed(4)} ± ${standardError.toFixed(4)}`), stdout);
    assert.equal(line.includes("← chosen"), rank === model.selection.lowRank?.rank);
  }
  assert.match(stdout, /no SVD │ 0\.\d{4} ± 0\.\d{4}/);
  assert.match(stdout, /saved topics\.lowrank: [\d.]+ kB/);
  assert.match(stderr, /scoring ranks .*\nscoring without SVD .*\nfitting on all texts/);
  const saved = loadModel(place("topics.lowrank"), "textClassifier");
  assert.deepEqual(saved.classifier, model.classifier);
  assert.deepEqual(saved.lowRank, model.lowRank);
});

test("lowrank classify prints every rank with every penalty, and marks the pair that it chose", async () => {
  const { code, stdout, stderr } = await lowrank([
    ...["classify", "train.csv", ...columns, ...quick, "--inverse-penalties", "10,0.1"],
    ...["--out", "grid.lowrank"],
  ]);
  assert.equal(code, 0, stderr);
  const { selection } = loadModel(place("grid.lowrank"), "textClassifier");
  const { lowRank, full } = selection;
  const lines = stdout.split("\n").filter((line) => / ± /.test(line) && line.includes("│"));
  const cells = lines.map((line) => line.split("│").map((cell) => cell.trim()));
  assert.deepEqual(
    cells.map(([, rank, c]) => [rank, c]),
    [
      ["5", "10"],
      ["5", "0.1"],
      ["20", "10"],
      ["20", "0.1"],
      ["no SVD", "10"],
      ["no SVD", "0.1"],
    ],
  );
  const marked = cells.filter((row) => row.includes("← chosen"));
  assert.deepEqual(
    marked.map(([, rank, c]) => [Number(rank), Number(c)]),
    [[lowRank?.rank, lowRank?.inversePenalty]],
  );
  assert.ok(
    cells[4].includes(
      `${full?.tried[0].accuracy.mean.toFixed(4)} ± ${full?.tried[0].accuracy.standardError.toFixed(4)}`,
    ),
  );
  assert.match(stdout, /Inverse penalty C \S+: of the 2 tried, the smallest good enough there\./);
});

test("lowrank predict adds class and probability to each row, and keeps the rest as it was", async () => {
  const awkward = [
    ["1", 'a "small" bird, red', "x"],
    ["2", "two\nlines; of text", "y"],
    ["3", "", ""],
    ["4", "  鸟 🙂  ", "é"],
  ];
  writeTable("posts.csv", ["id", "title", "note"], awkward);
  const { code, stdout, stderr } = await lowrank([
    ...["predict", "ready.lowrank", "posts.csv", "--out", "labelled.csv"],
  ]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^labelled\.csv: 4 rows labelled: noun/);
  assert.match(
    stdout,
    /\n2 of them have no word that the model knows: .* probability is left empty\n$/,
  );
  const found = readTable("labelled.csv");
  assert.deepEqual(found[0], ["id", "title", "note", "class", "probability"]);
  const model = loadModel(place("ready.lowrank"), "textClassifier");
  const { labels, probabilities, knownTerms } = predictTexts(
    model,
    awkward.map(([, text]) => text),
  );
  assert.deepEqual(
    Array.from(knownTerms, (known) => known > 0),
    [true, true, false, false],
  );
  awkward.forEach((row, i) => {
    const most = Math.max(...probabilities.data.slice(6 * i, 6 * i + 6)).toFixed(6);
    assert.deepEqual(found[i + 1], [...row, labels[i], i < 2 ? most : ""]);
  });
});

test("lowrank predict writes every class's probability, and columns under other names", async () => {
  const two = [
    ["a bird", "mine"],
    ["qwertz", "yours"],
  ];
  writeTable("named.csv", ["title", "class"], two);
  await refuses(
    ["predict", "ready.lowrank", "named.csv", "--out", "n.csv"],
    /named\.csv has a column "class" already; .*--class-column/,
  );
  const { code, stderr } = await lowrank([
    ...["predict", "ready.lowrank", "named.csv", "--out", "n.csv", "--class-column", "guess"],
    ...["--probability-column", "p", "--all-probabilities"],
  ]);
  assert.equal(code, 0, stderr);
  const [header, row, unknown] = readTable("n.csv");
  const { classes } = loadModel(place("ready.lowrank"), "textClassifier").classifier;
  assert.deepEqual(header, [
    "title",
    "class",
    "guess",
    "p",
    ...classes.map((name) => `p: ${name}`),
  ]);
  const sum = row.slice(4).reduce((total, p) => total + Number(p), 0);
  assert.ok(Math.abs(sum - 1) < 1e-5);
  assert.ok(classes.includes(unknown[2]));
  assert.deepEqual(unknown.slice(3), ["", ...classes.map(() => "")]);
});

test("lowrank predict labels more rows than it holds at a time, in order", async () => {
  const many = Array.from({ length: 2500 }, (_, i) => [String(i), documents[i % 180].text]);
  writeTable("many.csv", ["id", "title"], many);
  const { code, stderr } = await lowrank([
    ...["predict", "ready.lowrank", "many.csv", "--out", "many-labelled.csv"],
  ]);
  assert.equal(code, 0, stderr);
  const found = readTable("many-labelled.csv").slice(1);
  assert.equal(found.length, 2500);
  found.forEach((row, i) => {
    assert.equal(row[0], String(i));
    assert.deepEqual(row.slice(2), found[i % 180].slice(2));
  });
});

test("semicolons are found by themselves, tabs by the name, and other delimiters are named", async () => {
  const table = rows.map(([, text, label]) => [text, label]);
  writeTable("semicolons.csv", ["title", "topic"], table, ";");
  const plain = (field: string): string => field.replaceAll(/[\t|]/g, " ");
  writeTable("tabs.tsv", ["title", "topic"], table, "\t", plain);
  writeTable("hashes.txt", ["title", "topic"], table, "#");
  for (const [file, more] of [
    ["semicolons.csv", []],
    ["tabs.tsv", []],
    ["hashes.txt", ["--delimiter", "#"]],
  ] as const) {
    const model = `${file}.lowrank`;
    const trained = await lowrank([
      ...["classify", file, ...columns, "--ranks", "5", "--folds", "3", "--out", model, ...more],
    ]);
    assert.equal(trained.code, 0, trained.stderr);
    const out = `labelled-${file}`;
    const labelled = await lowrank(["predict", model, file, "--out", out, ...more]);
    assert.equal(labelled.code, 0, labelled.stderr);
    const delimiter = { "semicolons.csv": ";", "tabs.tsv": "\t", "hashes.txt": "#" }[file];
    const [header] = readFileSync(place(out), "utf8").split("\n");
    assert.equal(header, ["title", "topic", "class", "probability"].join(delimiter));
  }
});

test("a table without a header has its columns by number", async () => {
  writeTable("bare.csv", undefined, rows);
  const trained = await lowrank([
    ...["classify", "bare.csv", "--no-header", "--text", "1", "--label", "2"],
    ...["--ranks", "5", "--folds", "3", "--out", "bare.lowrank"],
  ]);
  assert.equal(trained.code, 0, trained.stderr);
  await refuses(
    ["predict", "bare.lowrank", "bare.csv", "--no-header", "--out", "b.csv"],
    /does not say which column it reads; name one with --text/,
  );
  const labelled = await lowrank([
    ...["predict", "bare.lowrank", "bare.csv", "--no-header", "--text", "1", "--out", "b.csv"],
  ]);
  assert.equal(labelled.code, 0, labelled.stderr);
  assert.equal(readTable("b.csv").length, 180);
  await refuses(
    ["predict", "bare.lowrank", "bare.csv", "--no-header", "--text", "3", "--out", "c.csv"],
    /no column 3; .*number, 0 to 2/,
  );
});

test("rows without a label are skipped and counted, and rare classes where that is asked for", async () => {
  const more = [
    ...rows,
    ["a", "no label", ""],
    ["b", "none", "  "],
    ["c", "one of a kind", "rare"],
  ];
  writeTable("gaps.csv", ["id", "title", "topic"], more);
  await refuses(
    ["classify", "gaps.csv", ...columns, ...quick, "--out", "gaps.lowrank"],
    /class "rare" \(1\) with fewer rows than the 3 folds; .*--skip-rare/,
  );
  const { code, stdout, stderr } = await lowrank([
    ...["classify", "gaps.csv", ...columns, ...quick, "--skip-rare", "--out", "gaps.lowrank"],
  ]);
  assert.equal(code, 0, stderr);
  assert.match(
    stdout,
    /180 texts .*; 2 rows without a label skipped; 1 row of 1 rare class skipped/,
  );
});

test("lowrank classify --balanced, --weight and --weigh-scores train and score as the options say", async () => {
  const weights = rows.map((_, i) => String([0.5, 1, 4][i % 3]));
  const uneven = rows
    .map((row, i) => [...row, weights[i]])
    .filter((_, i) => i % 6 < 3 || i % 2 === 0);
  writeTable("weights.csv", ["id", "title", "topic", "weight"], [...uneven, ["x", "none", "", ""]]);
  const classify = (out: string, ...more: string[]): string[] => [
    ...["classify", "weights.csv", ...columns, ...quick, "--out", out, ...more],
  ];
  const { code, stderr } = await lowrank(
    classify("weights.lowrank", "--balanced", "--weight", "weight", "--weigh-scores"),
  );
  assert.equal(code, 0, stderr);
  const expected = await fitTextClassifier(
    uneven.map(([, text]) => text),
    uneven.map(([, , label]) => label),
    {
      ...{ ranks: [5, 20], folds: 3, classWeights: "balanced", weighScores: true },
      sampleWeights: uneven.map(([, , , weight]) => Number(weight)),
    },
  );
  const saved = loadModel(place("weights.lowrank"), "textClassifier");
  assert.deepEqual(saved.classifier, expected.classifier);
  assert.deepEqual(saved.selection.full, expected.selection.full);
  await refuses(classify("w.lowrank", "--weight", "mass"), /no column "mass"/);
  writeTable(
    "light.csv",
    ["title", "topic", "weight"],
    [
      ["a b", "x", "1"],
      ["c d", "y", "-2"],
    ],
  );
  await refuses(
    ["classify", "light.csv", ...columns, "--weight", "weight", "--out", "w.lowrank"],
    /light\.csv: row 2 has the weight "-2"; give each labelled row a number from 0 up/,
  );
});

test("lowrank classify --json and lowrank predict --json speak to programs", async () => {
  const trained = await lowrank([
    ...["classify", "train.csv", ...columns, ...quick, "--model", "auto"],
    ...["--inverse-penalties", "1,10", "--json", "--out", "json.lowrank"],
  ]);
  assert.equal(trained.code, 0, trained.stderr);
  assert.equal(trained.stderr, "");
  const told = JSON.parse(trained.stdout) as Record<string, unknown>;
  assert.equal(told.texts, 180);
  assert.equal((told.classes as string[]).length, 6);
  assert.deepEqual(
    (told.scores as { rank: number; inversePenalty: number }[]).map((score) => [
      score.rank,
      score.inversePenalty,
    ]),
    [
      [5, 1],
      [5, 10],
      [20, 1],
      [20, 10],
    ],
  );
  const { selection } = loadModel(place("json.lowrank"), "textClassifier");
  assert.equal(told.model, selection.form === "full" ? "sparse" : "lowRank");
  assert.equal(told.sparseIsBetter, selection.fullIsBetter);
  const labelled = await lowrank([
    ...["predict", "json.lowrank", "train.csv", "--json", "--out", "json.csv"],
  ]);
  const counts = JSON.parse(labelled.stdout) as {
    rows: number;
    unknown: number;
    classes: Record<string, number>;
  };
  assert.equal(counts.rows, 180);
  assert.equal(counts.unknown, 0);
  assert.equal(
    Object.values(counts.classes).reduce((a, b) => a + b),
    180,
  );
});

test("lowrank classify refuses tables that it cannot learn from, in one line", async () => {
  const classify = (file: string, more: readonly string[] = columns): string[] => [
    ...["classify", file, ...more, "--out", "refused.lowrank"],
  ];
  writeFileSync(place("empty.csv"), "");
  writeFileSync(place("header.csv"), "title,topic\n");
  writeTable(
    "one.csv",
    ["title", "topic"],
    [
      ["a b", "x"],
      ["c d", "x"],
    ],
  );
  writeTable(
    "none.csv",
    ["title", "topic"],
    [
      ["a b", ""],
      ["c d", " "],
    ],
  );
  writeTable("twice.csv", ["title", "title", "topic"], [["a", "b", "x"]]);
  writeFileSync(place("ragged.csv"), "title,topic\na,b\na,b,c\n");
  writeFileSync(place("open.csv"), 'title,topic\n"a,b\n');
  writeFileSync(place("inside.csv"), 'title,topic\na "b,c\n');
  writeFileSync(place("latin.csv"), Buffer.from("title,topic\ncaf\xe9,b\n", "latin1"));
  writeFileSync(place("wide.csv"), Buffer.from("\ufefftitle,topic\n", "utf16le"));
  writeFileSync(place("text.csv.gz"), Buffer.from("1f8b0800", "hex"));
  await refuses(
    classify("train.csv", ["--text", "titel", "--label", "topic"]),
    /no column "titel"; it has "id", "title", "topic", between ","/,
  );
  await refuses(classify("empty.csv"), /empty\.csv is empty; pass/);
  await refuses(classify("header.csv"), /header\.csv has no rows below its header/);
  await refuses(
    classify("one.csv", [...columns, "--folds", "2"]),
    /all 2 labels in column "topic" are "x"; give at least 2/,
  );
  await refuses(classify("none.csv"), /all 2 rows have an empty label in column "topic"/);
  await refuses(classify("twice.csv"), /several columns "title"/);
  await refuses(classify("ragged.csv"), /ragged\.csv, line 3: 3 fields between ","/);
  await refuses(classify("open.csv"), /a quote is opened and never closed; .*--no-quotes/);
  await refuses(classify("inside.csv"), /a quote stands inside a field; .*--no-quotes/);
  await refuses(classify("latin.csv"), /not UTF-8 .*--encoding latin1/);
  await refuses(classify("wide.csv"), /UTF-16/);
  await refuses(classify("text.csv.gz"), /gunzip/);
  await refuses(classify("missing.csv"), /no file at .*missing\.csv/);
  await refuses(classify("."), /is a folder/);
  await refuses(
    classify("train.csv", [...columns, "--ranks", "5000"]),
    /train\.csv: rank 5000 exceeds/,
  );
  await refuses(classify("train.csv", [...columns, "--ranks", "0"]), /whole number from 1/);
  await refuses(classify("train.csv", ["--text", "title"]), /required option '--label/);
  assert.ok(!existsSync(place("refused.lowrank")));
});

test("an --out that exists is kept, unless --force is there; inputs are never replaced", async () => {
  writeFileSync(place("kept.lowrank"), "kept");
  const classify = ["classify", "train.csv", ...columns, ...quick];
  await refuses([...classify, "--out", "kept.lowrank"], /kept\.lowrank exists; pass --force/);
  assert.equal(readFileSync(place("kept.lowrank"), "utf8"), "kept");
  const forced = await lowrank([...classify, "--out", "kept.lowrank", "--force"]);
  assert.equal(forced.code, 0, forced.stderr);
  assert.equal(loadModel(place("kept.lowrank"), "textClassifier").kind, "textClassifier");
  await refuses([...classify, "--out", "train.csv", "--force"], /is a file that is read/);
  await refuses([...classify, "--out", "no/where.lowrank"], /no folder .*mkdir -p/);
  await refuses([...classify, "--out", "."], /is a folder; name a file/);
  const predict = ["predict", "ready.lowrank", "train.csv", "--force", "--out"];
  await refuses([...predict, "ready.lowrank"], /is a file that is read/);
});

test("lowrank predict refuses other models and tables, and leaves nothing behind", async () => {
  const predict = (model: string, file = "train.csv"): string[] => [
    ...["predict", model, file, "--out", "refused.csv"],
  ];
  saveModel(
    place("pca.lowrank"),
    fitPca(
      toDense([
        [1, 2],
        [2, 1],
        [4, 5],
      ]),
      1,
    ),
  );
  const newer = readFileSync(place("ready.lowrank"));
  newer[8] = 3;
  writeFileSync(place("newer.lowrank"), newer);
  writeFileSync(place("cut.lowrank"), readFileSync(place("ready.lowrank")).subarray(0, 500));
  writeTable("other.csv", ["id", "text"], [["1", "a"]]);
  await refuses(predict("pca.lowrank"), /holds a model of kind "pca", .*lowrank classify/);
  await refuses(predict("newer.lowrank"), /version 3 .* reads version 1; update lowrank/);
  await refuses(predict("cut.lowrank"), /cut\.lowrank: .*cut off; copy it again/);
  await refuses(predict("train.csv", "posts.csv"), /train\.csv: these bytes are no saved model/);
  await refuses(predict("missing.lowrank"), /missing\.lowrank: no file at/);
  await refuses(predict("ready.lowrank", "other.csv"), /no column "title"; it has "id", "text"/);
  writeFileSync(place("late.csv"), `id,title\n${"1,a\n".repeat(3000)}1,a,b\n`);
  await refuses(predict("ready.lowrank", "late.csv"), /late\.csv, line 3002: 3 fields/);
  assert.ok(!existsSync(place("refused.csv")));
  const left = readdirSync(folder).filter((name) => name.endsWith(".tmp"));
  assert.deepEqual(left, []);
});

const scriptMissing =
  spawnSync("script", ["--version"]).status === 0 ? false : "the program script is not installed";

test("on a terminal lowrank classify draws a bar", { skip: scriptMissing }, () => {
  const args = ["classify", "train.csv", ...columns, ...quick, "--out", "bar.lowrank"];
  const line = [process.execPath, command, ...args].map((part) => `'${part}'`).join(" ");
  const { stdout, status } = spawnSync("script", ["-qec", line, "/dev/null"], { cwd: folder });
  assert.equal(status, 0, String(stdout));
  assert.match(String(stdout), /scoring ranks \[[^\]]*\] \d+ %/);
  assert.match(String(stdout), /saved bar\.lowrank/);
});

for (const name of ["classify", "predict"]) {
  test(`lowrank ${name} --help describes it and ends with an example`, async () => {
    const { code, stdout, stderr } = await lowrank([name, "--help"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, new RegExp(`^Usage: lowrank ${name} `));
    assert.match(stdout, /\nExample:\n {2}\$ lowrank \S/);
  });
}

test("lowrank classify that is interrupted ends with 130 and saves nothing", async () => {
  const classify = ["classify", "train.csv", ...columns, "--folds", "10", "--out", "never.lowrank"];
  const { code, stderr } = await lowrank(classify, (kill) => kill());
  assert.equal(code, 130, stderr);
  assert.match(stderr, /interrupted: nothing was saved\n$/);
  assert.ok(!existsSync(place("never.lowrank")));
});
