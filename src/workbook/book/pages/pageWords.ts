import type { Language } from "../../jupyter/notebook/notebookLanguage";
import { chineseFront, englishFront, type FrontWords } from "./frontWords";

/** What pages say beside the notebook's own text. */
export interface PageWords {
  /** The language's own name, for who does not read the page's. */
  name: string;
  front: FrontWords;
  skip: string;
  foot: string;
  notFound: { title: string; text: (asked?: string) => string; all: string };
  /**
   * Names of the themes on the button that turns to them, and what the button says to screen
   * readers.
   */
  light: string;
  dark: string;
  theme: (name: string) => string;
  onThisPage: string;
  turn: string;
  previous: string;
  next: string;
  notebooks: string;
  solutions: string;
  library: string;
  /** Before the link to the API reference, the link, and after it. */
  aboutReference: readonly [before: string, link: string, after: string];
  /** The page on which a reader drops adapters. */
  adapterTool: { readonly title: string; readonly about: string };
  needsTool: string;
  /** The book in a paragraph or two of Markdown, for the front page. */
  /** What the book is, as Markdown. */
  introduction: string;
  /** What its pages are: where the cells run in the reader's browser, and where they do not. */
  aboutPages: { run: string; read: string };
  stopped: string;
  /** Between the link to the failing cell, the error and the end of the sentence. */
  stoppedAt: readonly [cell: (number: number) => string, ended: string, rest: string];
  stoppedEntry: string;
  /**
   * How to go live, before and after the command; where the server does not know this browser; the
   * link to the notebook.
   */
  goLive: readonly [before: string, after: string];
  goLiveLocked: string;
  /** Where cells run in the reader's browser. */
  runHere: {
    offer: string;
    begin: string;
    run: string;
    loading: string;
    failed: string;
    outdated: string;
    reload: readonly [words: string, label: string];
  };
  downloadNotebook: string;
  code: string;
  formula: string;
  table: string;
  result: string;
  messages: string;
  printed: string;
  traceback: string;
  picture: string;
  scrollable: (what: string) => string;
  moreLines: (count: string) => string;
  noForm: (forms: string) => string;
  untitledFigure: string;
  needsScripts: string;
  notDrawn: (why: string) => string;
  inProject: (path: string) => string;
  missingImage: (alt: string) => string;
  /** On the button that loads a picture from the web. */
  loadImage: (host: string, alt: string) => string;
  /** In the place of what cannot be shown. */
  notShown: (why: string) => string;
  /** What stands in the place of an output that waits for a guess. */
  guess: {
    readonly label: string;
    readonly reveal: string;
    readonly all: string;
    readonly yours: (guess: string) => string;
  };
  /** Which position of its slider a picture shows. */
  sliderPosition: (place: number, of: number) => string;
}

const english: PageWords = {
  name: "English",
  front: englishFront,
  skip: "Skip to the text",
  notFound: {
    title: "Page not found",
    text: (asked) => `The book has no page ${asked === undefined ? "there" : `at ${asked}`}.`,
    all: "See all notebooks.",
  },
  foot: "Made from Jupyter notebooks by Lowrank. Everything on this page works offline.",
  light: "Light",
  dark: "Dark",
  theme: (name) => `${name} theme`,
  onThisPage: "On this page",
  turn: "Previous and next",
  previous: "Previous",
  next: "Next",
  notebooks: "Notebooks",
  solutions: "Solutions",
  library: "The library",
  aboutReference: [
    "What the notebooks import is described in the ",
    "API reference",
    ": formula, shapes, cost, errors and a tested example of every function.",
  ],
  adapterTool: {
    title: "Read an adapter of your own",
    about:
      "Drop a LoRA adapter on the page: see which ranks it uses, choose lower ones with a slider, and save it smaller. The files stay on your machine.",
  },
  needsTool: "The tool runs in the browser: allow scripts on this page to use it.",
  introduction: `A hands-on workbook about low-rank methods. It starts from real text, turns it into a sparse matrix, factors the matrix, \
lets the data choose how many dimensions to keep, and puts the result to work.`,
  aboutPages: {
    run: `Each notebook is a page to read and to run: change a cell, press Shift+Enter, and see what happens. The cells run in your browser, \
and your edits stay in it. Figures move and zoom. The same notebooks open in Jupyter and VS Code.`,
    read: `Each notebook is a page to read: the code that ran, what it printed, and figures to move and zoom. Opened from \`npm start\`, a page is \
live: change a cell, press Shift+Enter, and see what happens. Your edits stay in this browser. The same notebooks open in Jupyter and VS Code.`,
  },
  stopped: "This notebook stopped early.",
  stoppedAt: [
    (number) => `Cell ${number}`,
    " ended with ",
    "; the cells after it have no new results.",
  ],
  stoppedEntry: "Stopped early with an error; the page shows where.",
  goLive: ["To change and run the cells: ", " in Lowrank’s folder."],
  goLiveLocked: "To change and run the cells, open the address that npm start printed.",
  runHere: {
    offer: "The cells run in your browser; the first run loads what they need, about 2 MB.",
    begin: "Edit and run",
    run: "Run",
    loading: "Loading the editor …",
    failed: "The cells cannot be run:",
    outdated:
      "The book was updated after this page was opened, and what this page runs its cells with is gone. Your edits are kept; the new page offers them.",
    reload: ["Reload", "Reload: open this page as it is now"],
  },
  downloadNotebook: "Download notebook",
  code: "Code",
  formula: "Formula",
  table: "Table",
  result: "Result",
  messages: "Messages",
  printed: "Printed text",
  traceback: "Where the error arose",
  picture: "Image made by the cell above",
  scrollable: (what) => `${what}, scrollable`,
  moreLines: (count) => `${count} more lines are in the notebook.`,
  noForm: (forms) => `This output (${forms || "empty"}) has no form that a page can show.`,
  untitledFigure: "Figure without a title",
  needsScripts: "This figure is drawn by the browser: allow scripts on this page to see it.",
  notDrawn: (why) => `This figure could not be drawn: ${why}.`,
  inProject: (path) => `In the project's folder: ${path}`,
  missingImage: (alt) => `[image: ${alt}]`,
  loadImage: (host, alt) => `Load the image from ${host}${alt && `: ${alt}`}`,
  notShown: (why) => `This cannot be shown on a page: ${why}.`,
  guess: {
    label: "Your guess",
    reveal: "Reveal",
    all: "Reveal all on this page",
    yours: (guess) => `Your guess: ${guess}`,
  },
  sliderPosition: (place, of) => `position ${place} of ${of}; run the notebook to move the slider`,
};

const chinese: PageWords = {
  name: "中文",
  front: chineseFront,
  skip: "跳到正文",
  notFound: {
    title: "没有这一页",
    text: (asked) => `这本书里没有${asked === undefined ? "这一页" : ` ${asked} 这一页`}。`,
    all: "查看全部笔记本。",
  },
  foot: "本页由 Lowrank 根据 Jupyter 笔记本生成，全部内容均可离线使用。",
  light: "浅色",
  dark: "深色",
  theme: (name) => `${name}主题`,
  onThisPage: "本页目录",
  turn: "上一篇与下一篇",
  previous: "上一篇",
  next: "下一篇",
  notebooks: "笔记本",
  solutions: "习题解答（英文）",
  library: "程序库",
  aboutReference: [
    "笔记本里导入的函数都写在",
    "API 参考（英文）",
    "中：每个函数的公式、形状、开销、错误和经过测试的示例。",
  ],
  adapterTool: {
    title: "读一读你自己的适配器",
    about:
      "把一个 LoRA 适配器拖到页面上：看它用了哪些秩，用滑块选更低的秩，再存成更小的文件。文件不离开你的机器。",
  },
  needsTool: "这个工具在浏览器里运行：请允许本页运行脚本。",
  introduction: `一本动手学低秩方法的练习册：从真实的文本出发，把它变成稀疏矩阵，再分解这个矩阵，让数据自己决定保留多少个维度，最后用得到的结果去解决问题。`,
  aboutPages: {
    run: `每个笔记本就是一页，既能读，也能运行：改一个单元格，按 Shift+Enter，看看会怎样。单元格在你的浏览器里运行，你的改动也留在这个浏览器里。图可以拖动、缩放。同样的笔记本也能在 Jupyter 和 VS Code 中打开。`,
    read: `每个笔记本就是一页：可以读到运行过的代码和它打印的结果，图可以拖动、缩放。用 \`npm start\` 打开时，页面是活的：改一个单元格，按 Shift+Enter，看看会怎样；你的改动留在这个浏览器里。同样的笔记本也能在 Jupyter 和 VS Code 中打开。`,
  },
  stopped: "这个笔记本提前停止了。",
  stoppedAt: [(number) => `第 ${number} 个单元格`, "报错：", "；它之后的单元格没有新的结果。"],
  stoppedEntry: "运行出错，提前停止；出错的位置见该页。",
  goLive: ["要修改并运行单元格，请在 Lowrank 的文件夹里执行 ", "。"],
  goLiveLocked: "要修改并运行单元格，请打开 npm start 打印的网址。",
  runHere: {
    offer: "单元格在你的浏览器里运行；第一次运行会加载所需的文件，约 2 MB。",
    begin: "修改并运行",
    run: "运行",
    loading: "正在加载编辑器……",
    failed: "单元格无法运行：",
    outdated:
      "这本书在本页打开之后更新了，本页运行单元格所用的文件已经不在。你的改动都保留着，新的页面会再给你。",
    reload: ["重新加载", "重新加载：打开本页现在的版本"],
  },
  downloadNotebook: "下载笔记本",
  code: "代码",
  formula: "公式",
  table: "表格",
  result: "结果",
  messages: "消息",
  printed: "打印的文字",
  traceback: "出错的位置",
  picture: "上面的单元格画出的图像",
  scrollable: (what) => `${what}，可滚动`,
  moreLines: (count) => `其余 ${count} 行见运行后的笔记本。`,
  noForm: (forms) => `这个输出（${forms || "空"}）没有网页能显示的形式。`,
  untitledFigure: "无标题的图",
  needsScripts: "这幅图由浏览器绘制：请允许本页运行脚本。",
  notDrawn: (why) => `这幅图没能画出来：${why}。`,
  inProject: (path) => `在项目文件夹中：${path}`,
  missingImage: (alt) => `［图像：${alt}］`,
  loadImage: (host, alt) => `从 ${host} 加载图像${alt && `：${alt}`}`,
  notShown: (why) => `这部分无法显示在网页上：${why}。`,
  guess: {
    label: "你的猜测",
    reveal: "揭晓",
    all: "揭晓本页全部",
    yours: (guess) => `你的猜测：${guess}`,
  },
  sliderPosition: (place, of) => `第 ${place} 档，共 ${of} 档；运行笔记本即可拖动滑块`,
};

const words: Record<Language, PageWords> = { en: english, "zh-CN": chinese };

/** The words of a language, by its tag; English for one that the workbook is not written in. */
export function pageWords(language: string): PageWords {
  return words[language as Language] ?? english;
}
