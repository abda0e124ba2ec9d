import assert from "node:assert/strict";
import { test } from "node:test";
import type { Notebook } from "../../src/workbook/jupyter/notebook/notebook";
import { differingTokens, isChinese } from "./codeTokens";
import { findFileFaults } from "./fileFaults";
import { describeFaults, readNotebooks, toNotebookFile } from "./notebookFiles";
import { findPairFaults } from "./pairFaults";

const english = readNotebooks();
const chinese = readNotebooks("zh-CN");
const nameOf = (name: string): string => name.replace(/^zh-CN\//, "");

/** Numbers that the languages write differently: 175 billion is 1750 亿. */
const rewritten: Record<string, readonly string[]> = { "09-adapt-network": ["1750", "1.25"] };

test("each notebook has a twin in Chinese, and each in Chinese a twin in English", () => {
  const [one, other] = [english.map(({ name }) => name), chinese.map(({ name }) => nameOf(name))];
  assert.deepEqual(
    {
      "missing in notebooks/zh-CN": one.filter((name) => !other.includes(name)),
      "missing in notebooks": other.filter((name) => !one.includes(name)),
    },
    { "missing in notebooks/zh-CN": [], "missing in notebooks": [] },
  );
});

for (const file of chinese) {
  const twin = english.find(({ name }) => name === nameOf(file.name));
  if (twin === undefined) continue; // the test above says so
  test(`notebook ${file.name} says in Chinese what its English twin says`, () => {
    const faults = findPairFaults(twin, file).filter(
      ({ number }) => number === undefined || !rewritten[twin.name]?.includes(number),
    );
    assert.deepEqual(describeFaults(file.name, faults), []);
  });
  test(`notebook ${file.name} is executed, with at least four titled figures, and its links exist`, () => {
    assert.deepEqual(describeFaults(file.name, findFileFaults(file, 4)), []);
  });
  test(`notebook ${file.name} has the strip, the plan and the headings of one in Chinese`, () => {
    const [title, plan] = file.cells.map(({ text }) => text);
    const stages = title.split("\n").at(-1)!;
    const count = twin.cells[0].text.split("\n").at(-1)!.split(" → ").length;
    assert.equal(stages.split(" → ").length, count, stages);
    assert.equal(stages.match(/\*\*[^*]+\*\*/g)?.length, 1, stages);
    const learnt = /\*\*你将学到什么。\*\* ([^\n]*)/.exec(plan)?.[1].split("；").length ?? 0;
    assert.equal(
      learnt,
      /\*\*What you'll learn\.\*\* ([^\n]*)/.exec(twin.cells[1].text)![1].split(";").length,
    );
    assert.match(plan, /\d+ 分钟/);
    const byHand = twin.cells.some(({ text }) => /^## .*\bby hand\b/m.test(text));
    assert.equal(
      file.cells.some(({ text }) => /^#{2,3} .*手算/m.test(text)),
      byHand,
      "手算 in a heading",
    );
    assert.deepEqual(
      file.cells
        .filter(({ isCode, text }) => !isCode && /^#/.test(text) && !isChinese(text.split("\n")[0]))
        .map(({ text }) => text.split("\n")[0]),
      [],
    );
  });
}

const sound = chinese.find(({ name }) => nameOf(name) === "01-turn-text-into-matrix")!;

/** A copy of a sound notebook in Chinese with one thing spoilt. */
function spoil(change: (notebook: Notebook) => void): string {
  const notebook = structuredClone(sound.notebook);
  for (const cell of notebook.cells) cell.source = [cell.source].flat().join("");
  change(notebook);
  const file = toNotebookFile(sound.name, 0, notebook);
  return describeFaults(
    file.name,
    findPairFaults(
      english.find(({ name }) => name === nameOf(file.name))!,
      file,
    ),
  ).join("\n");
}

const replace =
  (from: string | RegExp, to: string) =>
  (notebook: Notebook): void => {
    for (const cell of notebook.cells) cell.source = (cell.source as string).replace(from, to);
  };

const spoilt: [how: string, change: (notebook: Notebook) => void, complaint: RegExp][] = [
  [
    "with a cell less",
    (notebook) => void notebook.cells.splice(5, 1),
    /cell 6: it is code 01-turn-text-into-matrix-07/,
  ],
  [
    "with other code",
    replace("minDocumentFrequency: 2, sublinear", "minDocumentFrequency: 3, sublinear"),
    /its code says 3 for 2/,
  ],
  [
    "with an option in Chinese",
    replace('stopWords: "english" as const', 'stopWords: "英语" as const'),
    /its code says "英语" for "english"/,
  ],
  [
    "with an import in Chinese",
    replace('from "lowrank"', 'from "低秩"'),
    /its code says "低秩" for "lowrank"/,
  ],
  [
    "with another number in a printed text",
    replace("6000 条释义的长度", "7000 条释义的长度"),
    /its code says "7000 条释义的长度"/,
  ],
  [
    "with another number in its prose",
    replace("占 0.13%：", "占 0.31%："),
    /it lacks the number 0\.13/,
  ],
  [
    "with another formula",
    replace("$1 + \\ln f$", "$1 + \\log f$"),
    /it lacks the formula \$1 \+ \\ln f\$/,
  ],
  [
    "without an answer",
    replace("*我们看到：* 一共十二列", "一共十二列"),
    /0 times \*我们看到：\* for 1 times/,
  ],
  [
    "with a cell in English",
    ({ cells }) => void (cells[3].source = "## Count"),
    /cell 4: it holds no Chinese/,
  ],
  [
    "with stars beside a bracket",
    replace("**停用词**（stop words）；", "**停用词（stop words）**"),
    /an asterisk stands in its text/,
  ],
  [
    "with another link",
    replace("(02-factor-matrix.ipynb)不靠", "(03-choose-rank.ipynb)不靠"),
    /it links to 03-choose-rank\.ipynb; the English to 02-factor-matrix\.ipynb/,
  ],
  [
    "with other results",
    (notebook) =>
      notebook.cells.forEach(
        (cell) =>
          cell.cell_type === "code" &&
          cell.outputs.forEach(
            (output) => output.output_type === "stream" && (output.text = "1e-13\n"),
          ),
      ),
    /it prints the numbers/,
  ],
  [
    "with another figure",
    (notebook) =>
      notebook.cells.forEach(
        (cell) =>
          cell.cell_type === "code" &&
          cell.outputs.forEach(
            (output) =>
              "data" in output &&
              "application/vnd.plotly.v1+json" in output.data &&
              ((
                output.data["application/vnd.plotly.v1+json"] as { data: { y: unknown }[] }
              ).data[0].y = [1]),
          ),
      ),
    /its figure differs at data\.0\.y/,
  ],
];
for (const [how, change, complaint] of spoilt) {
  test(`a notebook in Chinese ${how} is found out`, () => assert.match(spoil(change), complaint));
}

test("differingTokens reads templates and regular expressions, and lets only what is seen differ", () => {
  const same = (one: string, other: string): boolean => differingTokens(one, other).length === 0;
  assert.ok(same("log(`rank ${k}: ${a / b} of`); // note", "log(`秩 ${k}：${a / b}，共`); // 注"));
  assert.ok(!same("log(`rank ${k}`)", "log(`秩 ${j}`)"));
  assert.ok(!same("x.replace(/a b/, y)", "x.replace(/a c/, y)"));
  assert.ok(same('names.join(", ")', 'names.join("、")'));
  assert.ok(!same('show("a title")', 'show("another title")'));
  assert.ok(!same('isInstalled("snips7")', 'isInstalled("数据")'));
  assert.ok(!same("f(1, 2)", "f(1)"));
});
