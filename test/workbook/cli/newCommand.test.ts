import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, mock, test } from "node:test";
import { openTable } from "../../../src/lowrank/cli/readRecords";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { findNotebooks } from "../../../src/workbook/cli/findNotebooks";
import { localeLanguage } from "../../../src/workbook/cli/localeLanguage";
import { newCommand, type NewCommandOptions } from "../../../src/workbook/cli/newCommand";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import { joinText, type Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { readNotebook } from "../../../src/workbook/jupyter/notebook/notebookFile";
import { runNotebook } from "../../../src/workbook/jupyter/notebook/runNotebook";
import { readProject } from "../../../src/workbook/project/readProject";
import { command } from "../../paths";
import { foodAndTravel, writeTable } from "../project/tables";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-new-"));
after(() => rmSync(folder, { recursive: true }));

const labelled = (count: number): string[][] => [
  ["id", "text", "topic"],
  ...foodAndTravel(count).map(({ text, label }, i) => [String(i), text, label]),
];

/** Makes a project; returns its notebook, the notebook's folder and what was said. */
async function make(
  name: string,
  rows: readonly (readonly string[])[],
  options: Partial<NewCommandOptions> = {},
): Promise<{ notebook: Notebook; cwd: string; said: string }> {
  const log = mock.method(console, "log", () => undefined);
  const from = writeTable(rows);
  const place = path.join(folder, name);
  try {
    await newCommand(
      place,
      { from, header: true, encoding: "utf-8", install: false, lang: "en", ...options },
      openTable,
    );
    const said = log.mock.calls.map(({ arguments: [line] }) => String(line)).join("\n");
    const cwd = path.join(place, "notebooks");
    const file = `01-explore-${path.basename(from, ".csv")}.ipynb`;
    return { notebook: await readNotebook(path.join(cwd, file)), cwd, said };
  } finally {
    log.mock.restore();
  }
}

const sources = ({ cells }: Notebook): string[] => cells.map(({ source }) => joinText(source));

/** What a run of the notebook printed. */
async function printed(notebook: Notebook, cwd: string): Promise<string> {
  const { notebook: done, error } = await runNotebook(notebook, { command: kernelCommand(), cwd });
  assert.equal(error, undefined, JSON.stringify(error));
  return JSON.stringify(done.cells);
}

test("lowrank new guesses the columns, says so, and links the packages; its notebook runs, of ten rows too", async () => {
  const { notebook, cwd, said } = await make("ten", labelled(10), { install: true });
  assert.match(said, /texts: "text" \(\d+\.\d words a row\)\nlabels: "topic" \(2 values: /);
  assert.match(said, /guessed; other columns: --text and --label, or --no-label/);
  assert.match(said, /cd .*ten && npm start/);
  const shown = await printed(notebook, cwd);
  assert.match(shown, /Confusion matrix/);
  assert.match(shown, /Explore the rank/);
  assert.ok(existsSync(path.join(cwd, "..", "model.lowrank")));
});

test("without labels, or with one class, the notebook looks for topics and neighbours; it runs", async () => {
  const one = labelled(30).map(([id, text, topic], i) => [id, text, i === 0 ? topic : "food"]);
  const { notebook } = await make("one-class", one, { text: "text", label: "topic" });
  assert.match(
    sources(notebook).join("\n"),
    /All labels in column .* are .*food.*nothing to tell apart/,
  );
  const { notebook: without, cwd } = await make("none", labelled(30), {
    label: false,
    install: true,
  });
  assert.doesNotMatch(sources(without).join("\n"), /labels\[|stratifiedSplit|fitTextClassifier/);
  assert.match(await printed(without, cwd), /Strongest terms/);
});

test("every cell has at most 10 lines of at most 90 columns, and names of any kind are only names", async () => {
  const odd = 'a `b` "c" ${d} \u2028 *e*';
  const rows = labelled(12).map(([id, text, topic], i) =>
    i === 0 ? [id, odd, "la|bel"] : [id, text, topic],
  );
  for (const options of [
    { text: odd, label: "la|bel" },
    { text: odd, label: false as const },
  ]) {
    const { notebook } = await make(`odd-${String(options.label)}`, rows, options);
    const cells = notebook.cells.filter(({ cell_type: kind }) => kind === "code");
    for (const cell of cells) {
      const lines = joinText(cell.source).split("\n");
      assert.ok(lines.length <= 10, joinText(cell.source));
      assert.ok(
        lines.every((line) => line.length <= 90),
        joinText(cell.source),
      );
    }
    assert.match(sources(notebook)[2], /a \\`b\\` "c" \\\$\\{d\\} \\\*e\\\*/);
    assert.match(sources(notebook)[3], /textColumn: "a `b` \\"c\\" \$\{d\} \\u2028 \*e\*"/);
  }
});

test("a large file is sampled, and rare classes are left out", async () => {
  const rows = labelled(20_100);
  rows.push(["x", "the one of its kind", "rare"]);
  const { notebook } = await make("large", rows);
  const all = sources(notebook).join("\n");
  assert.match(all, /const share = 20000 \/ all\.length;/);
  assert.match(all, /\*\*rare\*\* has fewer and is left out/);
});

test("a Chinese project has the code of the English one, its prose, README and pages in Chinese, under its title", async () => {
  const rows = [...labelled(41), ["x", "the one of its kind", "rare"], ["y", "no label", ""]];
  const { notebook: english } = await make("english", rows);
  const { notebook, cwd, said } = await make("chinese", rows, {
    lang: "zh-CN",
    title: "我的 <帖子> $(1)",
  });
  const ofKind = ({ cells }: Notebook, kind: string): string[] =>
    cells.filter(({ cell_type: own }) => own === kind).map(({ source }) => joinText(source));
  const file = /^const file = .*$/m; // The two tables have names of their own.
  const codes = [english, notebook].map((one) =>
    ofKind(one, "code").map((source) => source.replace(file, "")),
  );
  assert.deepEqual(codes[1], codes[0]);
  assert.equal(notebook.cells.length, english.cells.length);
  for (const source of ofKind(notebook, "markdown").slice(1)) assert.match(source, /[。？]/);
  assert.match(said, /文本：“text”（每行 .* 个词）\n标签：“topic”（3 个值：/);
  const project = path.dirname(cwd);
  assert.match(
    readFileSync(path.join(project, "README.md"), "utf8"),
    /^# 我的 <帖子> \$\(1\)\n\n.* 读取 /,
  );
  const out = path.join(project, "site");
  const notebooks = findNotebooks(["notebooks"], project);
  await buildBook({ notebooks, out, ...readProject(project) });
  const front = readFileSync(path.join(out, "index.html"), "utf8");
  assert.match(front, /<html lang="zh-CN">[^]*<title>我的 &lt;帖子&gt; \$\(1\)<\/title>/);
  assert.match(front, /<h1>我的 &lt;帖子&gt; \$\(1\)<\/h1>[^]*用低秩方法看一看/);
  const [name] = notebooks.map((one) => path.basename(one, ".ipynb"));
  const page = readFileSync(path.join(out, `${name}.html`), "utf8");
  assert.match(page, /<title>1\. 我的 &lt;帖子&gt; \$\(1\) – 我的 &lt;帖子&gt; \$\(1\)<\/title>/);
});

test("the locale chooses the language, by POSIX's order of the variables", () => {
  assert.equal(localeLanguage({ LANG: "zh_CN.UTF-8" }), "zh-CN");
  assert.equal(localeLanguage({ LANG: "zh_CN.UTF-8", LC_ALL: "C" }), "en");
  assert.equal(localeLanguage({ LC_ALL: "", LC_MESSAGES: "zh_SG", LANG: "C" }), "zh-CN");
  assert.equal(localeLanguage({ LANG: "zha_CN" }), "en");
  assert.equal(localeLanguage({}), "en");
});

test("lowrank book refuses a title in package.json that is no text, and says where", () => {
  writeFileSync(path.join(folder, "package.json"), '{ "lowrank": { "title": 3 } }');
  const { status, stderr } = spawnSync(process.execPath, [command, "book", "--no-live"], {
    cwd: folder,
    encoding: "utf8",
  });
  rmSync(path.join(folder, "package.json"));
  assert.equal(status, 1);
  assert.match(stderr, /package\.json: lowrank\.title is 3; give it a text/);
});

test("a folder that holds something is refused, and nothing is left of a project that failed", async () => {
  const taken = path.join(folder, "taken");
  mkdirSync(taken);
  writeFileSync(path.join(taken, "mine.txt"), "mine");
  await assert.rejects(make("taken", labelled(10)), /taken is not empty: it holds mine\.txt/);
  assert.equal(readFileSync(path.join(taken, "mine.txt"), "utf8"), "mine");
  await assert.rejects(make("wrong", labelled(10), { text: "body" }), /has no column "body"/);
  assert.ok(!existsSync(path.join(folder, "wrong")));
  mkdirSync(path.join(folder, "empty"));
  await make("empty", labelled(10));
  assert.ok(existsSync(path.join(folder, "empty", "package.json")));
});

test("lowrank new needs a table, and says so for a header alone", () => {
  const run = (...args: string[]): string =>
    spawnSync(process.execPath, [command, "new", ...args], { cwd: folder, encoding: "utf8" })
      .stderr;
  assert.match(run("x"), /required option '--from <file>' not specified/);
  writeFileSync(path.join(folder, "head.csv"), "text,label\n");
  assert.match(run("x", "--from", "head.csv"), /has no rows below its header/);
});
