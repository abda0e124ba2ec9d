import MarkdownIt from "markdown-it";
import { areClose } from "../../src/workbook/jupyter/compare/compareNumbers";
import { joinText, type Output } from "../../src/workbook/jupyter/notebook/notebook";
import { describeToken, differingTokens, isChinese } from "./codeTokens";
import type { Fault, NotebookFile, TextCell } from "./notebookFiles";
import { readNumbers } from "./numberFaults";

/** What a paragraph or section begins with, in English and in Chinese. */
const markers = [
  ["*Predict:*", "*猜一猜：*"],
  ["*What we see:*", "*我们看到：*"],
  ["**What you'll do.**", "**你将做什么。**"],
  ["**What you'll learn.**", "**你将学到什么。**"],
  ["**What you'll need.**", "**你需要什么。**"],
  ["## Check the headline", "## 核对结论"],
  ["## Recap", "## 小结"],
  ["## On your own", "## 自己动手"],
  ["## In practice", "## 实践中"],
  ["## Further reading", "## 延伸阅读"],
  ["**Next →**", "**下一篇 →**"],
] as const;

const tolerance = { tolerance: 1e-5, numbersAreFree: false };

/**
 * Where a notebook in Chinese tells something else than its English twin: cells, code, results,
 * formulas, numbers, parts of the anatomy.
 */
export function findPairFaults(
  english: NotebookFile,
  chinese: NotebookFile,
): (Fault & { number?: string })[] {
  const shapes = [english, chinese].map(({ notebook }) =>
    notebook.cells.map(
      ({ id, cell_type: kind, metadata }) =>
        `${kind} ${id} ${JSON.stringify((metadata as { tags?: unknown }).tags ?? [])}`,
    ),
  );
  const longest = Math.max(shapes[0].length, shapes[1].length);
  const odd = Array.from({ length: longest }, (_, i) => i).find(
    (i) => shapes[0][i] !== shapes[1][i],
  );
  if (odd !== undefined)
    return [
      {
        cell: odd + 1,
        what: `it is ${shapes[1][odd] ?? "missing"} where the English is ${shapes[0][odd] ?? "over"}`,
      },
    ];
  return english.cells.flatMap((cell, i) => {
    const twin = chinese.cells[i];
    const faults = cell.isCode
      ? [...checkCode(cell, twin), ...checkResults(cell, twin)]
      : checkProse(cell, twin);
    return faults.map((fault) => ({
      cell: cell.place,
      ...(typeof fault === "string" ? { what: fault } : fault),
    }));
  });
}

function checkCode(english: TextCell, chinese: TextCell): string[] {
  return differingTokens(english.text, chinese.text).map(
    ([one, other]) => `its code says ${describeToken(other)} for ${describeToken(one)}`,
  );
}

/** Results may say other words, but not other numbers; those of a timed cell may. */
function checkResults({ code: english }: TextCell, { code: chinese }: TextCell): string[] {
  if (english === undefined || chinese === undefined) return [];
  if (english.outputs.length !== chinese.outputs.length)
    return [`it has ${chinese.outputs.length} outputs, the English ${english.outputs.length}`];
  const timed = ((english.metadata as { tags?: string[] }).tags ?? []).includes("timing");
  return timed
    ? []
    : english.outputs.flatMap((output, i) => [
        ...checkPrinted(output, chinese.outputs[i]),
        ...checkFigure(output, chinese.outputs[i]),
      ]);
}

const figureOf = (output: Output): { data: unknown } | undefined =>
  "data" in output
    ? (output.data["application/vnd.plotly.v1+json"] as { data: unknown } | undefined)
    : undefined;

function checkPrinted(english: Output, chinese: Output): string[] {
  if (figureOf(english)) return []; // its text lists names
  const [one, other] = [english, chinese].map((output) => {
    const text =
      output.output_type === "stream"
        ? joinText(output.text)
        : "data" in output
          ? joinText((output.data["text/plain"] ?? "") as string | string[])
          : "";
    return readNumbers(spaceOut(text)).map(({ value }) => value);
  });
  const same =
    one.length === other.length && one.every((value, i) => areClose(value, other[i], tolerance));
  return same ? [] : [`it prints the numbers ${other.join(" ")} for ${one.join(" ")}`];
}

function checkFigure(english: Output, chinese: Output): string[] {
  const [one, other] = [english, chinese].map((output) =>
    (figureOf(output)?.data as Trace[] | undefined)?.map(toUprightBars).sort(byPlace),
  );
  const place = findDifference(one, other, "data");
  return place === undefined ? [] : [`its figure differs at ${place}`];
}

type Trace = Record<string, unknown>;

/** Names decide the order of some traces, and names are translated. */
function byPlace(one: Trace, other: Trace): number {
  const [a, b] = [one, other].map(({ x, y, z }) => JSON.stringify([x, y, z]));
  return a < b ? -1 : Number(a > b);
}

/** Bars lie where their names are long, which they may be in one language alone. */
function toUprightBars(trace: Trace): Trace {
  if (trace.type !== "bar") return trace;
  const { x, y, error_x: across, error_y: along, orientation, ...rest } = trace;
  const lies = orientation === "h";
  return {
    ...rest,
    hovertemplate: "",
    x: lies ? y : x,
    y: lies ? x : y,
    error: lies ? across : along,
  };
}

/** The first place where two figures hold other numbers, or a text that is no translation. */
function findDifference(one: unknown, other: unknown, place: string): string | undefined {
  if (typeof one === "number" && typeof other === "number")
    return areClose(one, other, tolerance) ? undefined : place;
  if (typeof one === "string" && typeof other === "string")
    return withoutBreaks(one) === withoutBreaks(other) || isChinese(other) ? undefined : place;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return one === other ? undefined : place;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    if (looks.includes(key)) continue;
    const found = findDifference(
      (one as Record<string, unknown>)[key],
      (other as Record<string, unknown>)[key],
      `${place}.${key}`,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How a trace looks goes by its place among the others. */
const looks = ["color", "symbol"];

const withoutBreaks = (text: string): string => text.replace(/<br>|\s/g, "");

function checkProse(
  { text: english }: TextCell,
  { text: chinese }: TextCell,
): (string | { what: string; number: string })[] {
  return [
    ...(isChinese(chinese) ? [] : ["it holds no Chinese"]),
    ...markers
      .filter(([one, other]) => countOf(english, one) !== countOf(chinese, other))
      .map(
        ([one, other]) =>
          `${countOf(chinese, other)} times ${other} for ${countOf(english, one)} times ${one}`,
      ),
    ...checkFormulas(english, chinese),
    ...checkNumbers(english, chinese),
    ...checkLinks(english, chinese),
    ...checkMarkup(chinese),
  ];
}

const countOf = (text: string, part: string): number => text.split(part).length - 1;
const readFormulas = (text: string): string[] =>
  (text.match(/\$\$[^]*?\$\$|\$[^$\n]+\$/g) ?? [])
    .map((formula) => formula.replace(/\\text\{[^}]*\}/g, "").replace(/\s+/g, " "))
    .sort();

function checkFormulas(english: string, chinese: string): string[] {
  const [one, other] = [readFormulas(english), readFormulas(chinese)];
  return [
    ...one
      .filter((formula) => !other.includes(formula))
      .map((formula) => `it lacks the formula ${formula}`),
    ...other
      .filter((formula) => !one.includes(formula))
      .map((formula) => `the English has no formula ${formula}`),
  ];
}

/** Small whole numbers may be words in one language and digits in the other. */
function checkNumbers(english: string, chinese: string): { what: string; number: string }[] {
  const [one, other] = [readNumbers(english), readNumbers(spaceOut(chinese))];
  const lacks = (numbers: typeof one, value: number): boolean =>
    !numbers.some((number) => number.value === value);
  const large = ({ text }: (typeof one)[number], digits: number): boolean =>
    text.includes(".") || text.length >= digits;
  return [
    ...one
      .filter((number) => large(number, 2) && lacks(other, number.value))
      .map(({ text }) => ({ number: text, what: `it lacks the number ${text}` })),
    ...other
      .filter((number) => large(number, 3) && lacks(one, number.value))
      .map(({ text }) => ({ number: text, what: `the English has no number ${text}` })),
  ];
}

function checkLinks(english: string, chinese: string): string[] {
  const read = (text: string): string[] =>
    [...text.matchAll(/\]\((\S+?)\)(?!\d)/g)].map(([, address]) => address).sort();
  const wanted = read(english)
    .map((address) =>
      address.replace(/^solutions\//, "../solutions/").replace(/^\.\.\/(?!solutions\/)/, "../../"),
    )
    .sort();
  return wanted.join() === read(chinese).join()
    ? []
    : [
        `it links to ${read(chinese).join(", ") || "nothing"}; the English to ${wanted.join(", ") || "nothing"}`,
      ];
}

const markdown = new MarkdownIt();

/**
 * Asterisks that mark nothing: beside Chinese punctuation, Markdown takes some for plain
 * characters.
 */
function checkMarkup(chinese: string): string[] {
  const plain = chinese.replace(/\$\$[^]*?\$\$|\$[^$\n]+\$|`[^`]*`/g, " ");
  const shown = markdown.render(plain).replace(/<[^>]*>/g, "");
  const stray = /.{0,12}\*.{0,12}/.exec(shown)?.[0];
  return stray === undefined ? [] : [`an asterisk stands in its text: ${stray}`];
}

/** Numbers beside Chinese characters stand alone. */
function spaceOut(text: string): string {
  return text.replace(/[\p{Script=Han}\u3000-\u303f\uff01-\uff60“”‘’]/gu, " ");
}
